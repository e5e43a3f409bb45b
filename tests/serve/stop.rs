//! Starting and stopping.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::common::{piped, text};
use crate::server::{LONG_TEXT, Server, long_text};

#[test]
fn requests_that_are_there_are_answered_before_it_stops() {
    for signal in ["TERM", "INT"] {
        let server = Server::start(&["--concurrency", "2", "--timeout", "600"]);
        let idle = server.connect();
        let text = long_text(60_000);
        let request = || server.request("POST", "/score", LONG_TEXT, &text);
        std::thread::scope(|scope| {
            let requests: Vec<_> = (0..6).map(|_| scope.spawn(request)).collect();
            server.wait_until(|server| server.metric("parasift_received_bytes_total") >= 6.0 * text.len() as f64);
            server.signal(signal);
            for request in requests {
                let answer = request.join().unwrap();
                assert_eq!((answer.status, answer.json()["paragraphs"].as_array().unwrap().len()), (200, 60_000));
            }
        });
        let address = server.address.clone();
        let (status, printed) = server.stopped();
        assert_eq!(status.code(), Some(0));
        assert_eq!(printed.lines().nth(1), Some("parasift: stopped; all requests are answered"), "{printed}");
        assert!(TcpStream::connect(address).is_err());
        drop(idle);
    }
}

#[test]
fn what_is_half_way_when_it_stops_is_brought_to_its_end() {
    let server = Server::start(&["--timeout", "600"]);
    let page = "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nabcdef";
    let head_end = page.len() - 6;
    let halves: Vec<(TcpStream, &str)> = [10, head_end - 1, head_end + 3]
        .map(|at| {
            let mut stream = server.connect();
            stream.write_all(&page.as_bytes()[..at]).unwrap();
            (stream, &page[at..])
        })
        .into();
    // An answer that no buffer holds, of which nothing is taken yet.
    let mut waiting = server.connect();
    let body = format!("[{}0]", "0,".repeat(60_000));
    let head = "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length:";
    waiting.write_all(format!("{head} {}\r\n\r\n{body}", body.len()).as_bytes()).unwrap();
    server.wait_until(|server| {
        server.get("/metrics").text().contains("parasift_requests_total{route=\"/score\",status=\"200\"}")
    });
    server.signal("TERM");
    server.wait_until(|server| TcpStream::connect(&server.address).is_err());
    for (mut stream, rest) in halves {
        stream.write_all(rest.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{rest:?}: {answer}");
    }
    let mut answer = Vec::new();
    waiting.read_to_end(&mut answer).unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200 ") && answer.ends_with(b"]"), "{} bytes", answer.len());
    let (status, printed) = server.stopped();
    assert_eq!(status.code(), Some(0), "{printed}");
    assert!(printed.ends_with("parasift: stopped; all requests are answered\n"), "{printed}");
}

#[test]
fn a_second_signal_stops_it_at_once() {
    let server = Server::start(&["--timeout", "600"]);
    std::thread::scope(|scope| {
        let text = long_text(260_000);
        let (address, length) = (server.address.clone(), text.len() as f64);
        // What becomes of the request is not known.
        scope.spawn(move || {
            let url = format!("http://{address}/score");
            let request = ureq::post(url).header("Content-Type", "text/plain").header("Content-Encoding", "gzip");
            _ = request.send(&text[..]);
        });
        server.wait_until(|server| server.metric("parasift_received_bytes_total") >= length);
        server.signal("TERM");
        server.wait_until(|server| TcpStream::connect(&server.address).is_err());
        server.signal("TERM");
        let (status, printed) = server.stopped();
        assert_eq!(status.code(), Some(2), "{printed}");
        assert!(printed.contains("\nparasift: stopped at once; what was asked on "), "{printed}");
    });
}

#[test]
fn what_cannot_be_listened_on_is_named() {
    let server = Server::start(&[]);
    for (address, message) in
        [(server.address.as_str(), "in use"), ("nonsense", "nonsense"), ("127.0.0.1:99999", "99999")]
    {
        let output = piped(&["serve", "--listen", address], b"");
        assert_eq!(output.status.code(), Some(2));
        let printed = text(&output.stderr);
        assert!(printed.starts_with(&format!("parasift: cannot listen on {address}: ")), "{printed}");
        assert!(printed.contains(message), "{printed}");
    }
}

#[test]
fn other_machines_are_warned_of() {
    let server = Server::start_on("0.0.0.0:0", &["--spam-at-fpr", "0.001"]);
    let port = server.address.rsplit_once(':').unwrap().1;
    let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
    // Its names are not known, so any is taken.
    std::io::Write::write_all(&mut stream, b"GET /health HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n")
        .unwrap();
    let answer = std::io::read_to_string(stream).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    server.signal("TERM");
    let (_, printed) = server.stopped();
    let lines: Vec<&str> = printed.lines().collect();
    assert!(lines[1].contains("other machines can reach that address"), "{printed}");
    assert!(lines[2].starts_with("parasift: html: spam from a probability of "), "{printed}");
}
