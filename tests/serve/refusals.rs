//! Requests that are refused, each with a problem object.

use std::io::{Read, Write};

use crate::server::{Answer, LONG_TEXT, Server, gzip, long_text};

/// That an answer is a problem object of that status which says what and what to do.
pub(crate) fn assert_problem(answer: &Answer, status: u16, detail: &str) {
    let problem = answer.json();
    assert_eq!((answer.status, answer.content_type.as_str()), (status, "application/problem+json"), "{problem}");
    assert_eq!(problem["status"], status);
    assert!(problem["detail"].as_str().unwrap().contains(detail), "{problem}");
    assert_eq!(problem["limit"].is_string(), status == 413, "{problem}");
    assert!(!problem["remedy"].as_str().unwrap().is_empty() && !problem["title"].as_str().unwrap().is_empty());
}

#[test]
fn what_is_no_page_is_refused() {
    let server = Server::start(&[]);
    for (content_type, query, body, status, detail) in [
        ("application/json", "", "{\"text\":", 400, "not a JSON object: EOF"),
        ("application/json", "", "[{\"text\": \"\"},", 400, "not JSON: EOF"),
        ("application/json", "", "[{\"text\": \"\"}] x", 400, "not JSON: trailing"),
        ("application/json", "", "", 400, "not a JSON object"),
        ("application/json", "", "\"text\"", 400, "not a JSON object"),
        ("application/json", "", "{\"url\": \"https://example.com/\"}", 400, "no page in it"),
        ("application/json", "", &"[".repeat(100_000), 400, "not JSON"),
        ("text/html", "?inptu=html", "", 400, "inptu"),
        ("text/html", "?input=warc", "", 400, "warc"),
        ("text/html", "?input=html&input=text", "", 400, "duplicate"),
        ("text/html", "?spam-at-fpr=2", "", 400, "from 0 to 1"),
        ("text/html", "?spam-at-fpr=NaN", "", 400, "from 0 to 1"),
        ("text/html", "?spam-at-fpr=0.0000001", "", 400, "no threshold"),
        ("text/html", "?markdown=true", "", 400, "/clean makes texts"),
        ("application/x-www-form-urlencoded", "", "", 415, "application/x-www-form-urlencoded"),
        ("image/png", "", "", 415, "image/png"),
    ] {
        let answer = server.post(&format!("/score{query}"), content_type, body);
        assert_problem(&answer, status, detail);
    }
}

#[test]
fn a_text_that_cannot_be_made_is_refused() {
    let server = Server::start(&[]);
    for (query, detail) in [
        ("keep=body,title", "\"title\" is not body, nav or spam"),
        ("keep=", "\"\" is not body, nav or spam"),
        ("markdown=yes", "markdown"),
    ] {
        assert_problem(&server.post(&format!("/clean?{query}"), "text/html", ""), 400, detail);
    }
}

#[test]
fn what_cannot_be_inflated_is_refused() {
    let server = Server::start(&[]);
    let cut = &gzip(b"<p>one")[..12];
    for (encoding, body, status) in
        [("gzip", cut, 400), ("zstd", b"(\xb5/\xfdxx", 400), ("gzip", b"<p>", 400), ("br", b"", 415)]
    {
        let head = [("Content-Type", "text/html"), ("Content-Encoding", encoding)];
        let detail = if status == 400 { "cannot be inflated" } else { "\"br\"" };
        assert_problem(&server.request("POST", "/score", &head, body), status, detail);
    }
}

#[test]
fn other_paths_and_methods_are_refused() {
    let server = Server::start(&[]);
    assert_problem(&server.get("/scores"), 404, "/scores");
    assert_problem(&server.get("/score/"), 404, "/score/");
    let answer = server.get("/score");
    assert_problem(&answer, 405, "GET");
    assert_eq!(answer.headers["allow"], "POST");
    for method in ["OPTIONS", "DELETE", "QUERY"] {
        assert_problem(&server.request(method, "/health", &[], ""), 405, method);
    }
    // Nothing of it may be read by a page of another site.
    let answer = server.request("OPTIONS", "/score", &[("Origin", "http://example.com")], "");
    assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("access-control")));
}

#[test]
fn a_name_that_is_not_of_this_machine_is_refused() {
    let server = Server::start(&[]);
    let raw = |target: &str, host: &str| {
        server.raw(format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes())
    };
    for host in ["localhost", "127.0.0.1", "LOCALHOST:1", "[::1]:8080", &server.address.clone()] {
        assert!(raw("/health", host).starts_with("HTTP/1.1 200 "), "{host}");
    }
    for (target, host) in
        [("/health", "example.com"), ("/health", "example.com:80"), ("http://example.com/health", "localhost")]
    {
        let answer = raw(target, host);
        assert!(answer.starts_with("HTTP/1.1 421 ") && answer.contains("application/problem+json"), "{answer}");
    }
    assert!(
        server
            .raw(b"GET /health HTTP/1.1\r\nHost: localhost\r\nHost: example.com\r\nConnection: close\r\n\r\n")
            .contains(" 421 ")
    );
}

#[test]
fn more_bytes_than_are_allowed_are_refused() {
    let server = Server::start(&["--max-bytes", "1000"]);
    let most = "x".repeat(1000);
    assert_eq!(server.post("/score", "text/plain", &most).status, 200);
    let more = "x".repeat(1001);
    assert_problem(&server.post("/score", "text/plain", &more), 413, "more than 1000 bytes");
    // More than fits into the buffers of the connection.
    assert_problem(&server.post("/score", "text/plain", more.repeat(20_000)), 413, "more than 1000 bytes");
    let head = [("Content-Type", "text/plain"), ("Content-Encoding", "gzip")];
    assert_eq!(server.request("POST", "/score", &head, gzip(most.as_bytes())).status, 200);
    assert_problem(&server.request("POST", "/score", &head, gzip(more.as_bytes())), 413, "more than 1000 bytes");
    let chunk = format!("3e9\r\n{more}\r\n");
    let head =
        "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n";
    let answer = server.raw(format!("{head}{chunk}{chunk}").as_bytes());
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[test]
fn more_pages_than_are_allowed_are_refused() {
    let server = Server::start(&["--timeout", "200"]);
    let list = |pages: usize| format!("[{}]", vec!["1"; pages].join(","));
    assert_problem(&server.post("/score", "application/json", list(65_537)), 413, "65536 pages");
    let answer = server.post("/score", "application/json", list(65_536)).json();
    assert_eq!(answer.as_array().unwrap().len(), 65_536);
    let page = |lines: usize| format!("{{\"text\":\"{}\"}}\n", "1\\n".repeat(lines));
    assert_problem(&server.post("/score", "application/x-ndjson", page(209_716).repeat(5)), 413, "1048576 paragraphs");
    assert_problem(
        &server.post("/score", "text/plain", "1\n".repeat((1 << 18) + 1)),
        413,
        "page of more than 262144 paragraphs",
    );
}

#[test]
fn who_sends_too_slowly_is_cut() {
    let server = Server::start(&["--timeout", "0.3"]);
    let mut stream = server.connect();
    stream.write_all(b"POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n<p>").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("connection: close"), "{answer}");
    assert!(answer.contains("\"remedy\""), "{answer}");
    // There is nobody to be answered yet.
    assert_eq!(server.raw(b"POST /score HTTP/1.1\r\nHost: loc"), "");
    assert_eq!(server.raw(b""), "");
}

#[test]
fn what_takes_too_long_is_given_up() {
    let server = Server::start(&["--timeout", "0.3", "--concurrency", "1"]);
    let answer = server.request("POST", "/score", LONG_TEXT, long_text(260_000));
    assert_problem(&answer, 504, "not done within 300ms");
    // Its thread is still at work, so nobody else's turn comes in time.
    let answer = server.post("/score", "text/plain", "");
    assert_problem(&answer, 503, "no thread came free within 300ms");
    assert_eq!(answer.headers["retry-after"], "1");
}
