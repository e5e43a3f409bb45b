//! What is no HTTP, or tries to be two requests at once, and clients that only hold connections: each is refused, nobody else is.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::server::Server;

/// The heads of requests that no honest client sends, and what the first line of the answer says; `""` where the connection is
/// closed without one.
fn malformed() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let post = |rest: &str| {
        format!("POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n{rest}").into_bytes()
    };
    let get =
        |rest: &str| format!("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{rest}\r\n").into_bytes();
    vec![
        ("noise", vec![0xff; 4096], "HTTP/1.1 400 "),
        ("a hello of TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".repeat(20), "HTTP/1.1 400 "),
        ("HTTP/0.9", b"GET /health\r\n\r\n".to_vec(), "HTTP/1.1 400 "),
        ("HTTP/3.7", b"GET /health HTTP/3.7\r\nHost: localhost\r\n\r\n".to_vec(), "HTTP/1.1 400 "),
        ("the preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), ""),
        ("no Host", b"GET /health HTTP/1.1\r\nConnection: close\r\n\r\n".to_vec(), "HTTP/1.1 400 "),
        ("two Hosts", get("Host: localhost\r\n"), "HTTP/1.1 400 "),
        ("a NUL in a header", get("X: a\0b\r\n"), "HTTP/1.1 400 "),
        ("a NUL in the path", b"GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(), "HTTP/1.1 400 "),
        ("a header without a colon", get("nonsense\r\n"), "HTTP/1.1 400 "),
        ("a space before the colon", get("Host : example.com\r\n"), "HTTP/1.1 400 "),
        ("a header over two lines", get("X: a\r\n b\r\n"), "HTTP/1.1 400 "),
        ("a thousand headers", get(&"X: a\r\n".repeat(1000)), "HTTP/1.1 431 "),
        ("a header of 10 MB", get(&format!("X: {}\r\n", "a".repeat(10 << 20))), "HTTP/1.1 431 "),
        (
            "a path of 1 MB",
            format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "a".repeat(1 << 20)).into_bytes(),
            "HTTP/1.1 4",
        ),
        ("two lengths", post("Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"), "HTTP/1.1 400 "),
        ("a list of lengths", post("Content-Length: 1, 2\r\n\r\nab"), "HTTP/1.1 400 "),
        ("a signed length", post("Content-Length: +1\r\n\r\na"), "HTTP/1.1 400 "),
        ("a length of 2 to the 64", post("Content-Length: 18446744073709551616\r\n\r\na"), "HTTP/1.1 400 "),
        ("a length beyond the limit", post("Content-Length: 18446744073709551615\r\n\r\na"), "HTTP/1.1 4"),
        ("another transfer encoding", post("Transfer-Encoding: gzip\r\n\r\n0\r\n\r\n"), "HTTP/1.1 400 "),
        ("a chunk of noise", post("Transfer-Encoding: chunked\r\n\r\nxyz\r\n"), "HTTP/1.1 400 "),
        ("a chunk of negative size", post("Transfer-Encoding: chunked\r\n\r\n-1\r\na\r\n0\r\n\r\n"), "HTTP/1.1 400 "),
        (
            "a chunk larger than numbers",
            post("Transfer-Encoding: chunked\r\n\r\n1ffffffffffffffff\r\na\r\n"),
            "HTTP/1.1 400 ",
        ),
        (
            "an extension of 1 MB",
            post(&format!("Transfer-Encoding: chunked\r\n\r\n1;{}\r\na\r\n0\r\n\r\n", "x".repeat(1 << 20))),
            "HTTP/1.1 400 ",
        ),
    ]
}

#[test]
fn malformed_requests_are_refused_and_the_server_goes_on() {
    let server = Server::start(&["--timeout", "5"]);
    for (what, request, expected) in malformed() {
        let mut stream = server.connect();
        // It may be closed before all is sent.
        let _ = stream.write_all(&request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.starts_with(expected), "{what}: {:?}", answer.lines().next());
        let answers = usize::from(!expected.is_empty());
        assert_eq!(answer.matches("HTTP/1.1 ").count(), answers, "{what}: {answer}");
        // On a connection of its own: one that is kept may be closed for being idle.
        let health = server.raw(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assert!(health.starts_with("HTTP/1.1 200 "), "after {what}: {health}");
    }
}

#[test]
fn a_request_is_never_read_as_two() {
    let server = Server::start(&["--timeout", "5"]);
    let hidden = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let head = "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n";
    for (what, lengths) in [
        ("length before chunks", format!("Content-Length: {}\r\nTransfer-Encoding: chunked\r\n", 5 + hidden.len())),
        ("chunks before length", format!("Transfer-Encoding: chunked\r\nContent-Length: {}\r\n", 5 + hidden.len())),
        ("chunks in other letters", format!("Transfer-Encoding: xchunked\r\nContent-Length: {}\r\n", 5 + hidden.len())),
        ("chunks behind a tab", format!("Transfer-Encoding:\tchunked\r\nContent-Length: {}\r\n", 5 + hidden.len())),
    ] {
        let mut stream = server.connect();
        let _ = stream.write_all(format!("{head}{lengths}\r\n0\r\n\r\n{hidden}").as_bytes());
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        assert!(!answer.contains("parasift_requests_total"), "{what}: {answer}");
    }
    // Two that are two are answered in their order.
    let page = format!("{head}Content-Length: 1\r\n\r\na");
    let last = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let answer = server.raw(format!("{page}{page}{last}").as_bytes());
    assert_eq!(answer.matches("HTTP/1.1 200 ").count(), 3, "{answer}");
    assert_eq!(answer.matches("\"paragraphs\":").count(), 2, "{answer}");
}

#[test]
fn who_waits_to_be_asked_for_the_body_is_asked() {
    let server = Server::start(&["--max-bytes", "1000"]);
    let mut stream = server.connect();
    let head = |length: usize| {
        format!(
            "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
        )
    };
    stream.write_all(head(3).as_bytes()).unwrap();
    let mut first = [0; 25];
    stream.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"<p>").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    // Whose body is too large need not send it.
    let answer = server.raw(head(1001).as_bytes());
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[test]
fn connections_that_say_nothing_keep_nobody_out() {
    let server = Server::start(&["--timeout", "60", "--concurrency", "1", "--queue", "0"]);
    let heads: [&[u8]; 3] = [
        b"",
        b"POST /score HTTP/1.1\r\nHost: loc",
        b"POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\na",
    ];
    let idle: Vec<TcpStream> = (0..500)
        .map(|number| {
            let mut stream = server.connect();
            stream.write_all(heads[number % heads.len()]).unwrap();
            stream
        })
        .collect();
    for _ in 0..20 {
        assert_eq!(server.post("/score", "text/plain", "a").status, 200);
    }
    drop(idle);
    assert_eq!(server.post("/score", "text/plain", "a").status, 200);
}

#[test]
fn a_flood_is_answered_or_refused_and_all_of_it_counted() {
    let server = Server::start(&["--concurrency", "2", "--queue", "4"]);
    let page = "昨日，记者从市城建中心获悉，人行天桥主体已经完工。\n".repeat(2_000);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let send = || (0..10).map(|_| server.post("/score", "text/plain", &page).status).collect::<Vec<u16>>();
        let clients: Vec<_> = (0..24).map(|_| scope.spawn(send)).collect();
        clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
    });
    let count = |status: u16| statuses.iter().filter(|&&one| one == status).count();
    assert_eq!(count(200) + count(503), 240, "{statuses:?}");
    assert!(count(200) > 0);
    let counted = |status| {
        let sample = format!("parasift_requests_total{{route=\"/score\",status=\"{status}\"}} ");
        let metrics = server.get("/metrics").text().to_owned();
        metrics.lines().find_map(|line| line.strip_prefix(&sample)?.parse::<usize>().ok()).unwrap_or_default()
    };
    assert_eq!((counted(200), counted(503)), (count(200), count(503)));
}

#[test]
fn a_byte_at_a_time_is_cut_in_time() {
    let server = Server::start(&["--timeout", "1"]);
    let post = "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n";
    let length = "Content-Length: 100000\r\n\r\n";
    // After a head that is never whole there is nobody to be answered.
    for (what, at_once, slowly, expected) in [
        ("head", "", format!("{post}X: {}", "x".repeat(100_000)), ""),
        ("body", &*format!("{post}{length}"), "x".repeat(100_000), "HTTP/1.1 408 "),
        ("chunks", &*format!("{post}Transfer-Encoding: chunked\r\n\r\n"), "1\r\nx\r\n".repeat(20_000), "HTTP/1.1 408 "),
    ] {
        let mut stream = server.connect();
        stream.write_all(at_once.as_bytes()).unwrap();
        let mut writer = stream.try_clone().unwrap();
        let sent = std::thread::spawn(move || {
            let is_taken = |byte: &u8| {
                std::thread::sleep(Duration::from_millis(10));
                writer.write_all(&[*byte]).is_ok()
            };
            slowly.as_bytes().iter().copied().take_while(is_taken).count() < slowly.len()
        });
        let mut answer = Vec::new();
        // Closed by force, as more was on its way.
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert_eq!(answer.get(..expected.len()), Some(expected), "{what}: {answer}");
        assert_eq!(answer.is_empty(), expected.is_empty(), "{what}: {answer}");
        assert!(sent.join().unwrap(), "{what} was taken to its end");
    }
}
