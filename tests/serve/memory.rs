//! The memory of the process, whatever is sent and whoever does not take the answer.
#![cfg(target_os = "linux")]

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::refusals::assert_problem;
use crate::server::{Answer, Server, gzip};

fn post(server: &Server, content_type: &str, body: &[u8]) -> Answer {
    server.request("POST", "/score", &[("Content-Type", content_type), ("Content-Encoding", "gzip")], gzip(body))
}

fn assert_peak(server: &Server, mebibytes: usize) {
    let peak = server.peak_memory();
    assert!(peak < mebibytes << 20, "{} MiB", peak >> 20);
}

#[test]
fn what_a_body_falls_into_does_not_take_the_memory() {
    let server = Server::start(&["--timeout", "200"]);
    let most = 64 << 20;
    for (content_type, piece) in
        [("text/plain", "a\n"), ("text/html", "<p>a"), ("text/html", "<i>"), ("text/plain", "\r")]
    {
        let answer = post(&server, content_type, piece.repeat(most / piece.len()).as_bytes());
        assert_problem(&answer, 413, "page of more than 2097152 lines or tags");
    }
    let list = format!("[{}1]", "1,".repeat(most / 2 - 2));
    assert_problem(&post(&server, "application/json", list.as_bytes()), 413, "JSON document of more than 8388608");
    // Uncut, the first of them takes 4.2 GB.
    assert_peak(&server, 400);
}

/// What is little on the way and 256 MiB when it is inflated.
#[test]
fn bombs_are_refused_before_they_are_inflated() {
    let server = Server::start(&["--max-bytes", "1000000"]);
    let zstd = |window: u32| {
        let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
        encoder.window_log(window).unwrap();
        std::io::copy(&mut std::io::repeat(b' ').take(1 << 28), &mut encoder).unwrap();
        encoder.finish().unwrap()
    };
    let member = gzip(&vec![b' '; 1 << 20]);
    let bombs = [
        ("gzip", member.repeat(256), 413, "more than 1000000 bytes"),
        ("zstd", zstd(20), 413, "more than 1000000 bytes"),
        ("zstd", zstd(27), 413, "more than 1000000 bytes"),
        // A window that takes 512 MiB by itself.
        ("zstd", zstd(29), 400, "cannot be inflated"),
        // A bomb in a bomb is not looked into.
        ("gzip, gzip", gzip(&member), 415, "gzip, gzip"),
    ];
    for (encoding, body, status, detail) in bombs {
        assert!(body.len() < 1_000_000);
        let head = [("Content-Type", "text/plain"), ("Content-Encoding", encoding)];
        assert_problem(&server.request("POST", "/score", &head, body), status, detail);
    }
    assert_peak(&server, 100);
}

/// The most of each that is taken.
#[test]
fn work_on_the_worst_that_is_accepted_has_a_bound() {
    let server = Server::start(&["--timeout", "200", "--concurrency", "1"]);
    let mut lines = "a\n".repeat(1 << 18);
    let page = post(&server, "text/plain", lines.as_bytes()).json();
    assert_eq!(page["paragraphs"].as_array().unwrap().len(), 1 << 18);
    lines.truncate(2 << 16);
    let pages = format!("{{\"text\": {lines:?}}}\n").repeat(16);
    let answer = post(&server, "application/x-ndjson", pages.as_bytes());
    assert_eq!(answer.text().matches("\"label\":").count(), 1 << 20);
    // Two marks an element, and some around.
    let list = format!("{{\"text\": \"a\", \"x\": [{}0]}}", "[],".repeat((1 << 23) - 16));
    assert_eq!(post(&server, "application/json", list.as_bytes()).status, 200);
    let names = (0..8_000_000).map(|n| format!(".{n:x},")).collect::<String>();
    let styles = format!("<style>{names} .last{{display:none}}</style><p class=last>a");
    let page = post(&server, "text/html", styles.as_bytes()).json();
    assert_eq!(page["paragraphs"][0]["hidden"], true);
    assert_peak(&server, 1_000);
}

/// Asks for a large answer (17 MB) on a connection of its own, and takes nothing but the first line of it.
fn asked(server: &Server) -> (TcpStream, String) {
    let body = format!("[{}0]", "0,".repeat(65_535));
    let mut stream = server.connect();
    let head = "POST /score HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length:";
    stream.write_all(format!("{head} {}\r\n\r\n{body}", body.len()).as_bytes()).unwrap();
    let mut line = [0; 12];
    stream.read_exact(&mut line).unwrap();
    (stream, String::from_utf8(line.to_vec()).unwrap())
}

#[test]
fn answers_that_nobody_takes_have_a_bound_together() {
    let server = Server::start(&["--timeout", "600", "--max-bytes", "1048576", "--concurrency", "1"]);
    let (mut streams, lines): (Vec<TcpStream>, Vec<String>) = (0..40).map(|_| asked(&server)).unzip();
    let answered = lines.iter().position(|line| line == "HTTP/1.1 503").expect("all are held");
    assert!(answered >= 10, "{answered}");
    assert!(lines[..answered].iter().all(|line| line == "HTTP/1.1 200"), "{lines:?}");
    assert!(lines[answered..].iter().all(|line| line == "HTTP/1.1 503"), "{lines:?}");
    // Held without a bound, they are 680 MB.
    assert_peak(&server, 450);
    // Who asks for a page is answered, and who asks for much again when the others have taken theirs, or are gone.
    assert_eq!(server.post("/score", "text/plain", "a").status, 200);
    let mut answer = Vec::new();
    streams[0].read_to_end(&mut answer).unwrap();
    assert!(answer.ends_with(b"]"), "{} bytes", answer.len());
    drop(streams);
    server.wait_until(|server| asked(server).1 == "HTTP/1.1 200");
}
