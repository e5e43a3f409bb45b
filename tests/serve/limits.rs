//! Bounds on what is worked on at once, and on clients that do not take their answers.

use std::io::{Read, Write};

use crate::refusals::assert_problem;
use crate::server::{LONG_TEXT, Server, long_text};

#[test]
fn more_requests_at_once_than_there_are_places_are_refused() {
    let server = Server::start(&["--concurrency", "1", "--queue", "1", "--timeout", "600"]);
    let text = long_text(250_000);
    let long = || server.request("POST", "/score", LONG_TEXT, &text).status;
    std::thread::scope(|scope| {
        let started = [scope.spawn(long), scope.spawn(long)];
        // One works and one waits as soon as both bodies are there.
        server.wait_until(|server| server.metric("parasift_received_bytes_total") >= 2.0 * text.len() as f64);
        let mut refused = server.post("/score", "text/plain", "");
        server.wait_until(|server| {
            refused = server.post("/score", "text/plain", "");
            refused.status == 503
        });
        assert_problem(&refused, 503, "too many requests wait already");
        assert_eq!(refused.headers["retry-after"], "1");
        assert!(server.metric("parasift_refusals_total") >= 1.0);
        // Who is refused costs the others nothing, and what says how it goes always answers.
        assert_eq!(server.get("/health").status, 200);
        for request in started {
            assert_eq!(request.join().unwrap(), 200);
        }
    });
    assert_eq!(server.post("/score", "text/plain", "").status, 200);
}

#[test]
fn work_that_nobody_waits_for_is_given_up_between_pages() {
    let server = Server::start(&["--concurrency", "1", "--queue", "0", "--timeout", "600"]);
    let line = format!("{{\"text\": {:?}}}\n", "新闻，体育，财经。\n".repeat(10_000));
    let pages = 100;
    let mut stream = server.connect();
    let body = line.repeat(pages);
    let head = "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nContent-Length:";
    stream.write_all(format!("{head} {}\r\n\r\n{body}", body.len()).as_bytes()).unwrap();
    server.wait_until(|server| {
        server.metric("parasift_pages_total{verdict=\"no-body\"}")
            + server.metric("parasift_pages_total{verdict=\"clean\"}")
            >= 1.0
    });
    drop(stream);
    // The only place is free again, long before a hundred pages are done.
    server.wait_until(|server| server.post("/score", "application/json", "[]").status == 200);
    let done = ["clean", "injected", "doorway", "no-body"]
        .map(|verdict| server.metric(&format!("parasift_pages_total{{verdict=\"{verdict}\"}}")));
    assert!(done.iter().sum::<f64>() < pages as f64, "{done:?}");
}

#[test]
fn who_does_not_take_the_answer_is_cut() {
    let server = Server::start(&["--timeout", "2"]);
    let mut stream = server.connect();
    // An answer that no buffer holds, of a request that is done in time.
    let pages = 60_000;
    let body = format!("[{}]", vec!["0"; pages].join(","));
    let head = "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length:";
    stream.write_all(format!("{head} {}\r\n\r\n{body}", body.len()).as_bytes()).unwrap();
    server.wait_until(|server| {
        server.get("/metrics").text().contains("parasift_requests_total{route=\"/score\",status=\"200\"}")
    });
    std::thread::sleep(std::time::Duration::from_secs(8));
    let mut answer = Vec::new();
    // The end is an error or comes too early, as the system likes.
    let _ = stream.read_to_end(&mut answer);
    let head = String::from_utf8_lossy(&answer[..answer.len().min(500)]).into_owned();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect(&head);
    assert!(answer.len() < length.parse().unwrap(), "{} of {length}", answer.len());
}
