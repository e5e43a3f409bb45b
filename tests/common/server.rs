//! The command running as a server, and requests to it.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::time::Duration;

use serde_json::Value;
use ureq::http::Request;
use ureq::{Agent, RequestExt};

/// How long a test waits for what must come, before it fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(240);

/// A running server; it is killed when it is dropped.
pub(crate) struct Server {
    child: Child,
    stderr: BufReader<ChildStderr>,
    /// What it has printed up to the line with its address.
    said: String,
    /// What follows `http://` in that line.
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
    /// Starts the command, and waits until it says where it listens.
    pub(crate) fn launch(arguments: &[&str]) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_parasift"))
            .args(arguments)
            .env("PARASIFT_CONFIG", "")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        let address = loop {
            let before = said.len();
            assert!(stderr.read_line(&mut said).unwrap() > 0, "{said}");
            if let Some((_, address)) = said[before..].trim_end().split_once("http://") {
                break address.to_owned();
            }
        };
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE));
        Server { child, stderr, said, address, agent: config.build().into() }
    }

    /// Its number.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
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

    /// Sends a signal, such as `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let killed = Command::new("kill").arg(format!("-{name}")).arg(self.process().to_string()).status();
        assert!(killed.unwrap().success());
    }

    /// Waits until it has stopped; how, and all that it printed.
    pub(crate) fn stopped(mut self) -> (ExitStatus, String) {
        self.stderr.read_to_string(&mut self.said).unwrap();
        (self.child.wait().unwrap(), std::mem::take(&mut self.said))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have stopped already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
