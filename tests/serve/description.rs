//! What `/openapi.json` says is what the server does.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::server::{Answer, LONG_TEXT, Server, long_text};

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

/// What a reference is to, or the thing itself.
fn followed<'d>(description: &'d Value, object: &'d Value) -> &'d Value {
    object["$ref"].as_str().map_or(object, |name| description.pointer(&name[1..]).expect(name))
}

/// An operation's answer, as the description names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    path: String,
    method: String,
    status: String,
    content_type: String,
}

impl Place {
    fn of(path: &str, method: &str, status: &str, content_type: &str) -> Self {
        let [path, method, status, content_type] = [path, method, status, content_type].map(str::to_owned);
        Place { path, method, status, content_type }
    }

    fn as_json(&self) -> Self {
        Place { content_type: "application/json".to_owned(), ..self.clone() }
    }
}

/// All answers that are described, with the schema of each.
fn described(description: &Value) -> Vec<(Place, Value)> {
    let mut all = Vec::new();
    for (path, operations) in description["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            for (status, answer) in operation["responses"].as_object().unwrap() {
                for (content_type, media) in followed(description, answer)["content"].as_object().unwrap() {
                    let key = Place::of(path, method, status, content_type);
                    all.push((key, media["schema"].clone()));
                }
            }
        }
    }
    all
}

/// That an answer, or each line of it, is what a schema says.
fn assert_valid(description: &Value, schema: &Value, answer: &Answer, place: &Place) {
    let validator = |schema: &Value| {
        let mut root = schema.clone();
        root["components"] = description["components"].clone();
        close(&mut root);
        jsonschema::draft202012::new(&root).unwrap()
    };
    let (schema, values) = match place.content_type.as_str() {
        "application/x-ndjson" => {
            // A schema cannot say what a line is; that of JSON says what an item of a list is.
            let of = &described(description).into_iter().find(|(other, _)| *other == place.as_json()).unwrap().1;
            let lines = answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            (json!({"type": "array", "items": of["oneOf"][1]["items"]}), vec![Value::Array(lines)])
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

/// The paths that take pages.
const TAKING_PAGES: [&str; 2] = ["/score", "/clean"];

/// A request for each answer of a path that takes pages: what the description calls the status, and the answer.
fn answers_of(path: &str) -> Vec<(&'static str, Answer)> {
    let server = Server::start(&["--max-bytes", "20000000"]);
    let html = [("Content-Type", "text/html")];
    let list = json!([{"html": PAGE, "url": "https://example.com/"}, {"paragraphs": ["首页"]}, 3]).to_string();
    let mut answers = vec![
        ("200", server.post(path, "text/html", PAGE)),
        ("200", server.post(path, "application/json", &list)),
        ("200", server.post(path, "application/x-ndjson", "{\"text\": \"首页\\n新闻\"}\nx\n")),
        ("400", server.post(path, "application/json", "{")),
        ("413", server.post(path, "text/html", "x".repeat(20_000_001))),
        ("415", server.post(path, "image/png", "")),
        ("421", server.request("POST", path, &[html[0], ("Host", "example.com")], PAGE)),
        ("default", server.request("PUT", path, &html, PAGE)),
        ("default", server.get(&format!("{path}/none"))),
    ];
    let server = Server::start(&["--timeout", "0.3", "--concurrency", "1"]);
    answers.push(("408", slowly_sent(&server, path)));
    answers.push(("504", server.request("POST", path, LONG_TEXT, long_text(260_000))));
    answers.push(("503", server.post(path, "text/html", PAGE)));
    answers
}

/// The answer to a request whose body never ends.
fn slowly_sent(server: &Server, path: &str) -> Answer {
    let head =
        format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n");
    let answer = server.raw(head.as_bytes());
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
    let mut answers: Vec<(&str, &str, &str, Answer)> = Vec::new();
    for path in TAKING_PAGES {
        answers.extend(answers_of(path).into_iter().map(|(status, answer)| (path, "post", status, answer)));
    }
    for path in ["/health", "/metrics", "/openapi.json"] {
        answers.extend([
            (path, "get", "200", server.get(path)),
            (path, "get", "421", server.request("GET", path, &[("Host", "example.com")], "")),
            (path, "get", "default", server.request("DELETE", path, &[], "")),
        ]);
    }
    let description = description();
    let described = described(&description);
    let mut seen = BTreeSet::new();
    for (path, method, status, answer) in &answers {
        assert!(*status == "default" || answer.status.to_string() == *status, "{path} {status}: {}", answer.text());
        let place = Place::of(path, method, status, answer.content_type.split(';').next().unwrap());
        let (_, schema) =
            described.iter().find(|(key, _)| *key == place).unwrap_or_else(|| panic!("not described: {place:?}"));
        assert_valid(&description, schema, answer, &place);
        seen.insert(place);
    }
    let all: BTreeSet<Place> = described.into_iter().map(|(key, _)| key).collect();
    assert_eq!(seen, all, "described, but not seen");
}

#[test]
fn every_body_and_parameter_that_is_described_is_taken() {
    let server = Server::start(&[]);
    let description = description();
    for path in TAKING_PAGES {
        let operation = &description["paths"][path]["post"];
        let body = followed(&description, &operation["requestBody"]);
        for (content_type, media) in body["content"].as_object().unwrap() {
            let example = match &media["example"] {
                Value::Null => PAGE.to_owned(),
                Value::String(text) => text.clone(),
                json => json.to_string(),
            };
            let answer = server.post(path, content_type, example);
            assert!(answer.status == 200 && answer.text().contains("\"verdict\""), "{content_type}: {}", answer.text());
        }
        for parameter in operation["parameters"].as_array().unwrap() {
            assert_taken(&server, path, followed(&description, parameter));
        }
    }
}

/// That the default of a parameter, its example and the values that it can have are taken, and no others.
fn assert_taken(server: &Server, path: &str, parameter: &Value) {
    let (name, schema) = (parameter["name"].as_str().unwrap(), &parameter["schema"]);
    let lists = [&schema["enum"], &schema["items"]["enum"]].into_iter().filter_map(Value::as_array).flatten();
    let others = [&schema["default"], &parameter["example"]].into_iter().filter(|value| !value.is_null());
    let values: Vec<String> = lists.chain(others).map(written).collect();
    assert!(!values.is_empty(), "{name}");
    let ask = |value: &str| server.post(&format!("{path}?{name}={value}"), "text/html", PAGE);
    for value in &values {
        let answer = ask(value);
        assert_eq!(answer.status, 200, "{name}={value}: {}", answer.text());
    }
    let takes_anything = schema["type"] == "string" && schema["enum"].is_null();
    assert_eq!(ask("other").status, if takes_anything { 200 } else { 400 }, "{name}");
}

/// A value of a parameter as it stands in a query.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(written).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

#[test]
fn the_description_is_of_this_version() {
    assert_eq!(description()["info"]["version"], env!("CARGO_PKG_VERSION"));
}
