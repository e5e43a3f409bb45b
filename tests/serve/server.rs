//! A server of its own for each test, and requests to it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::time::Duration;

use flate2::{Compression, write::GzEncoder};
use serde_json::Value;
use ureq::http::Request;
use ureq::{Agent, RequestExt};

/// How long a test waits for what must come, before it fails.
const PATIENCE: Duration = Duration::from_secs(240);

/// A running server; it is killed when it is dropped.
pub(crate) struct Server {
    child: Child,
    stderr: BufReader<ChildStderr>,
    pub(crate) address: String,
    agent: Agent,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) headers: ureq::http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

impl Server {
    /// Starts the command on a free port of loopback.
    pub(crate) fn start(arguments: &[&str]) -> Server {
        Server::start_on("127.0.0.1:0", arguments)
    }

    /// Starts the command, and waits until it says where it listens.
    pub(crate) fn start_on(address: &str, arguments: &[&str]) -> Server {
        // Bodies that take long to work on are large.
        let is_bounded = arguments.contains(&"--max-bytes");
        let bound: &[&str] = if is_bounded { &[] } else { &["--max-bytes", "67108864"] };
        let mut child = Command::new(env!("CARGO_BIN_EXE_parasift"))
            .args(["serve", "--listen", address])
            .args(bound)
            .args(arguments)
            .env("PARASIFT_CONFIG", "")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("parasift: listening on http://").expect(&line).to_owned();
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE));
        Server { child, stderr, address, agent: config.build().into() }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.request("GET", path, &[], b"")
    }

    pub(crate) fn post(&self, path: &str, content_type: &str, body: impl AsRef<[u8]>) -> Answer {
        self.request("POST", path, &[("Content-Type", content_type)], body)
    }

    pub(crate) fn request(&self, method: &str, path: &str, head: &[(&str, &str)], body: impl AsRef<[u8]>) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("http://{}{path}", self.address));
        for (name, value) in head {
            request = request.header(*name, *value);
        }
        let request = request.body(body.as_ref()).unwrap();
        let run = request.with_agent(&self.agent).configure().allow_non_standard_methods(true);
        let mut response = run.run().unwrap();
        let content_type =
            response.headers().get("content-type").map_or("", |value| value.to_str().unwrap()).to_owned();
        Answer {
            status: response.status().as_u16(),
            content_type,
            headers: response.headers().clone(),
            body: response.body_mut().with_config().limit(u64::MAX).read_to_vec().unwrap(),
        }
    }

    /// A connection on which anything can be written.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// All that comes back on a connection until it is closed.
    pub(crate) fn raw(&self, request: &[u8]) -> String {
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// A sample of `/metrics`, with its labels.
    pub(crate) fn metric(&self, name: &str) -> f64 {
        let metrics = self.get("/metrics");
        let lines = metrics.text().lines();
        let mut values = lines.filter_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok());
        values.next().unwrap_or_else(|| panic!("no {name} in {}", metrics.text()))
    }

    /// Waits until something holds.
    pub(crate) fn wait_until(&self, mut holds: impl FnMut(&Server) -> bool) {
        let start = std::time::Instant::now();
        while !holds(self) {
            assert!(start.elapsed() < PATIENCE, "it does not come to hold");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Sends a signal, such as `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let killed = Command::new("kill").arg(format!("-{name}")).arg(self.child.id().to_string()).status();
        assert!(killed.unwrap().success());
    }

    /// Waits until it has stopped; how, and what it printed behind its first line.
    pub(crate) fn stopped(mut self) -> (ExitStatus, String) {
        let mut printed = String::new();
        self.stderr.read_to_string(&mut printed).unwrap();
        (self.child.wait().unwrap(), printed)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have stopped already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut compressed = GzEncoder::new(Vec::new(), Compression::default());
    compressed.write_all(bytes).unwrap();
    compressed.finish().unwrap()
}

/// A text that keeps a thread busy for long, compressed to next to nothing so that it arrives at once.
pub(crate) fn long_text(lines: usize) -> Vec<u8> {
    gzip("新闻，体育，财经。\n".repeat(lines).as_bytes())
}

/// The head that goes with it.
pub(crate) const LONG_TEXT: &[(&str, &str)] = &[("Content-Type", "text/plain"), ("Content-Encoding", "gzip")];
