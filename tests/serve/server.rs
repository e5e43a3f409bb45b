//! The server of this command: what it is started with, and what is asked of it alone.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use flate2::{Compression, write::GzEncoder};

use crate::common_server::PATIENCE;
pub(crate) use crate::common_server::{Answer, Server};

impl Server {
    /// Starts the command on a free port of loopback.
    pub(crate) fn start(arguments: &[&str]) -> Server {
        Server::start_on("127.0.0.1:0", arguments)
    }

    pub(crate) fn start_on(address: &str, arguments: &[&str]) -> Server {
        // Bodies that take long to work on are large.
        let is_bounded = arguments.contains(&"--max-bytes");
        let bound: &[&str] = if is_bounded { &[] } else { &["--max-bytes", "67108864"] };
        Server::launch(&[&["serve", "--listen", address], bound, arguments].concat())
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.request("GET", path, &[], b"")
    }

    pub(crate) fn post(&self, path: &str, content_type: &str, body: impl AsRef<[u8]>) -> Answer {
        self.request("POST", path, &[("Content-Type", content_type)], body)
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

    /// The most memory that the process has had, in bytes.
    #[cfg(target_os = "linux")]
    pub(crate) fn peak_memory(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process())).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
        peak.unwrap().parse::<usize>().unwrap() << 10
    }

    /// Waits until something holds.
    pub(crate) fn wait_until(&self, mut holds: impl FnMut(&Server) -> bool) {
        let start = Instant::now();
        while !holds(self) {
            assert!(start.elapsed() < PATIENCE, "it does not come to hold");
            std::thread::sleep(Duration::from_millis(5));
        }
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
