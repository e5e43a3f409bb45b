//! The counters say what was done.

use crate::server::Server;

#[test]
fn counters_add_up() {
    let server = Server::start(&[]);
    let bodies = ["首页\n新闻\n", "[{\"text\": \"首页\"}, {\"html\": \"<ul><li><a href=/>新闻</a></ul>\"}, {}]"];
    let text = server.post("/score", "text/plain", bodies[0]).json();
    let list = server.post("/score", "application/json", bodies[1]).json();
    assert_eq!(server.get("/health").status, 200);
    assert_eq!((server.get("/nowhere").status, server.get("/else").status), (404, 404));
    let pages: Vec<_> =
        std::iter::once(&text).chain(list.as_array().unwrap()).filter(|page| page["verdict"].is_string()).collect();
    assert_eq!(pages.len(), 3);
    for label in ["body", "nav", "spam"] {
        let expected: f64 = pages.iter().map(|page| page["counts"][label].as_f64().unwrap()).sum();
        assert_eq!(server.metric(&format!("parasift_paragraphs_total{{label=\"{label}\"}}")), expected, "{label}");
    }
    for verdict in ["clean", "injected", "doorway", "no-body"] {
        let expected = pages.iter().filter(|page| page["verdict"] == verdict).count();
        assert_eq!(
            server.metric(&format!("parasift_pages_total{{verdict=\"{verdict}\"}}")),
            expected as f64,
            "{verdict}"
        );
    }
    let sent: usize = bodies.iter().map(|body| body.len()).sum();
    assert_eq!(server.metric("parasift_received_bytes_total"), sent as f64);
    assert_eq!(server.metric("parasift_refusals_total"), 0.0);
    // The one that asks.
    assert_eq!(server.metric("parasift_requests_in_flight"), 1.0);
    for (route, status, count) in [("/score", 200, 2.0), ("/health", 200, 1.0), ("other", 404, 2.0)] {
        assert_eq!(server.metric(&format!("parasift_requests_total{{route=\"{route}\",status=\"{status}\"}}")), count);
        assert_eq!(server.metric(&format!("parasift_request_duration_seconds_count{{route=\"{route}\"}}")), count);
    }
    let last = "parasift_request_duration_seconds_bucket{le=\"+Inf\",route=\"/score\"}";
    assert_eq!(server.metric(last), 2.0);
    assert!(server.get("/metrics").text().ends_with("# EOF\n"));
}

#[test]
fn every_limit_is_named_and_counted() {
    let server = Server::start(&["--max-bytes", "16777216", "--timeout", "200"]);
    let json_lines = |page: &str, pages: usize| format!("{{\"text\":\"{page}\"}}\n").repeat(pages);
    let bodies = [
        ("bytes", "text/plain", "a".repeat((1 << 24) + 1)),
        ("pages", "application/json", format!("[{}0]", "0,".repeat(65_536))),
        ("paragraphs", "application/x-ndjson", json_lines(&"1\\n".repeat(174_763), 7)),
        ("page-paragraphs", "text/plain", "1\n".repeat((1 << 18) + 1)),
        ("page-parts", "text/html", "\n".repeat((1 << 21) + 1)),
        ("json-parts", "application/json", ",".repeat((1 << 23) + 1)),
    ];
    for (times, (limit, content_type, body)) in (1..).zip(&bodies) {
        let head = [("Content-Type", *content_type), ("Content-Encoding", "zstd")];
        let answer = server.request("POST", "/score", &head, zstd::encode_all(body.as_bytes(), 1).unwrap());
        crate::refusals::assert_problem(&answer, 413, "more than");
        assert_eq!(answer.json()["limit"], *limit, "{}", answer.text());
        assert_eq!(server.metric(&format!("parasift_limits_total{{limit=\"{limit}\"}}")), 1.0);
        assert_eq!(server.metric("parasift_requests_total{route=\"/score\",status=\"413\"}"), f64::from(times));
    }
}

#[test]
fn health_names_the_model_and_the_version() {
    let server = Server::start(&[]);
    let health = server.get("/health").json();
    assert_eq!((&health["status"], &health["version"]), (&"live".into(), &env!("CARGO_PKG_VERSION").into()));
    assert_eq!(health["model"], parasift::Classifier::embedded().model_name());
    assert_eq!(server.request("HEAD", "/health", &[], "").status, 200);
}
