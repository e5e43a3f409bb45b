//! What `/openapi.json` says is what the server does.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::server::{Answer, LONG_TEXT, Server, gzip, long_text};

fn description() -> Value {
    Server::start(&[]).get("/openapi.json").json()
}

/// Refuses what an object has beside the properties that are described.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.values_mut().for_each(close);
            if fields.contains_key("properties") && fields.get("type") == Some(&"object".into()) {
                fields.insert("additionalProperties".to_owned(), false.into());
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

/// An operation's answer, as the description names it.
type Described = (String, String, String, String);

/// All answers that are described, with the schema of each.
fn described(description: &Value) -> Vec<(Described, Value)> {
    let mut all = Vec::new();
    for (path, operations) in description["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            for (status, answer) in operation["responses"].as_object().unwrap() {
                let named = answer["$ref"].as_str().map(|name| description.pointer(&name[1..]).expect(name));
                for (content_type, media) in named.unwrap_or(answer)["content"].as_object().unwrap() {
                    let key = (path.clone(), method.clone(), status.clone(), content_type.clone());
                    all.push((key, media["schema"].clone()));
                }
            }
        }
    }
    all
}

/// That an answer, or each line of it, is what a schema says.
fn assert_valid(description: &Value, schema: &Value, answer: &Answer, place: &Described) {
    let validator = |schema: &Value| {
        let mut root = schema.clone();
        root["components"] = description["components"].clone();
        close(&mut root);
        jsonschema::draft202012::new(&root).unwrap()
    };
    let (schema, values) = match place.3.as_str() {
        "application/x-ndjson" => {
            let line =
                json!({"oneOf": [{"$ref": "#/components/schemas/Page"}, {"$ref": "#/components/schemas/Problem"}]});
            (line, answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect())
        }
        "application/openmetrics-text" => (schema.clone(), vec![Value::from(answer.text())]),
        _ => (schema.clone(), vec![answer.json()]),
    };
    let validator = validator(&schema);
    for value in &values {
        let errors: Vec<String> =
            validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{place:?}: {errors:#?}");
    }
}

const PAGE: &str = include_str!("../../examples/hacked-news.html");

/// A request for each answer of `/score`: what the description calls the status, and the answer.
fn score_answers() -> Vec<(&'static str, Answer)> {
    let server = Server::start(&["--max-bytes", "20000000"]);
    let html = [("Content-Type", "text/html")];
    let list = json!([{"html": PAGE, "url": "https://example.com/"}, {"paragraphs": ["首页"]}, 3]).to_string();
    let mut answers = vec![
        ("200", server.post("/score", "text/html", PAGE)),
        ("200", server.post("/score", "application/json", &list)),
        ("200", server.post("/score", "application/x-ndjson", "{\"text\": \"首页\\n新闻\"}\nx\n")),
        ("400", server.post("/score", "application/json", "{")),
        ("413", server.post("/score", "text/html", "x".repeat(20_000_001))),
        ("415", server.post("/score", "image/png", "")),
        ("421", server.request("POST", "/score", &[html[0], ("Host", "example.com")], PAGE)),
        ("default", server.request("PUT", "/score", &html, PAGE)),
        ("default", server.get("/score/none")),
    ];
    let server = Server::start(&["--timeout", "0.3", "--concurrency", "1"]);
    answers.push(("408", slowly_sent(&server)));
    answers.push(("504", server.request("POST", "/score", LONG_TEXT, long_text(1_000_000))));
    answers.push(("503", server.post("/score", "text/html", PAGE)));
    answers
}

/// The answer to a request whose body never ends.
fn slowly_sent(server: &Server) -> Answer {
    let answer =
        server.raw(b"POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_owned();
    Answer {
        status: field("HTTP/1.1 ")[..3].parse().unwrap(),
        content_type: field("content-type: "),
        headers: ureq::http::HeaderMap::new(),
        body: body.as_bytes().to_vec(),
    }
}

#[test]
fn every_answer_that_is_described_is_given_as_it_is_described() {
    let server = Server::start(&[]);
    let mut answers: Vec<(String, String, &str, Answer)> = Vec::new();
    for (status, answer) in score_answers() {
        answers.push(("/score".to_owned(), "post".to_owned(), status, answer));
    }
    for path in ["/health", "/metrics", "/openapi.json"] {
        for (status, answer) in [
            ("200", server.get(path)),
            ("421", server.request("GET", path, &[("Host", "example.com")], "")),
            ("default", server.request("DELETE", path, &[], "")),
        ] {
            answers.push((path.to_owned(), "get".to_owned(), status, answer));
        }
    }
    let description = description();
    let described = described(&description);
    let mut seen = BTreeSet::new();
    for (path, method, status, answer) in &answers {
        assert!(*status == "default" || answer.status.to_string() == *status, "{path} {status}: {}", answer.text());
        let content_type = answer.content_type.split(';').next().unwrap().to_owned();
        let place = (path.clone(), method.clone(), (*status).to_owned(), content_type);
        let (_, schema) =
            described.iter().find(|(key, _)| *key == place).unwrap_or_else(|| panic!("not described: {place:?}"));
        assert_valid(&description, schema, answer, &place);
        seen.insert(place);
    }
    let all: BTreeSet<Described> = described.into_iter().map(|(key, _)| key).collect();
    assert_eq!(seen, all, "described, but not seen");
}

#[test]
fn every_body_and_parameter_that_is_described_is_taken() {
    let server = Server::start(&[]);
    let description = description();
    let operation = &description["paths"]["/score"]["post"];
    for (content_type, media) in operation["requestBody"]["content"].as_object().unwrap() {
        let example = match &media["example"] {
            Value::Null => PAGE.to_owned(),
            Value::String(text) => text.clone(),
            json => json.to_string(),
        };
        let answer = server.post("/score", content_type, example);
        assert!(answer.status == 200 && answer.text().contains("\"verdict\""), "{content_type}: {}", answer.text());
    }
    for parameter in operation["parameters"].as_array().unwrap() {
        let (name, schema) = (parameter["name"].as_str().unwrap(), &parameter["schema"]);
        let named = schema["enum"].as_array().cloned().unwrap_or_default();
        for value in named.iter().chain(&schema["default"].is_string().then(|| schema["default"].clone())) {
            let value = value.as_str().unwrap();
            let answer = match parameter["in"].as_str().unwrap() {
                "query" => server.post(&format!("/score?{name}={value}"), "text/html", PAGE),
                _ => {
                    let body = match value {
                        "identity" => PAGE.as_bytes().to_vec(),
                        "zstd" => zstd::encode_all(PAGE.as_bytes(), 0).unwrap(),
                        _ => gzip(PAGE.as_bytes()),
                    };
                    server.request("POST", "/score", &[("Content-Type", "text/html"), (name, value)], body)
                }
            };
            assert_eq!(answer.status, 200, "{name}={value}: {}", answer.text());
        }
    }
}

#[test]
fn the_description_is_of_this_version() {
    assert_eq!(description()["info"]["version"], env!("CARGO_PKG_VERSION"));
}
