//! The server answers what the command prints.

use encoding_rs::{BIG5, GBK};
use parasift::{Classifier, Cleaning, Label};
use serde_json::{Value, json};

use crate::common::{piped, text};
use crate::server::{Server, gzip};

const EXAMPLE: &str = include_str!("../../examples/hacked-news.html");

const PLAIN: &str = "首页\n新闻\n\n本报讯昨日，老城区两座人行天桥完工，市民可以步行过河。\n联系我们\n";

/// What `score --format jsonl` prints of it.
fn scored(flags: &[&str], input: &[u8]) -> String {
    let output = piped(&[&["score", "--format", "jsonl"], flags].concat(), input);
    text(&output.stdout).to_owned()
}

#[test]
fn a_page_gives_the_object_that_the_command_prints() {
    let server = Server::start(&[]);
    for (content_type, query, flags, page) in [
        ("text/html; charset=utf-8", "", &[][..], EXAMPLE),
        ("text/plain", "", &["--input", "text"], PLAIN),
        ("text/plain", "?input=html", &["--input", "html"], "<p>one<p>two"),
        ("application/octet-stream", "", &[], EXAMPLE),
        ("application/octet-stream", "", &[], PLAIN),
        ("text/html", "?spam-at-fpr=0.001", &["--spam-at-fpr", "0.001"], EXAMPLE),
        ("text/plain", "", &[], ""),
    ] {
        let answer = server.post(&format!("/score{query}"), content_type, page);
        assert_eq!((answer.status, answer.content_type.as_str()), (200, "application/json"), "{}", answer.text());
        let mut expected: Value = serde_json::from_str(&scored(flags, page.as_bytes())).unwrap();
        if content_type.contains("charset") {
            expected["how"] = "caller".into();
        }
        assert_eq!(answer.json(), expected, "{content_type}{query}");
        if !content_type.contains("charset") {
            assert_eq!(answer.text().to_owned() + "\n", scored(flags, page.as_bytes()), "the same bytes");
        }
    }
}

#[test]
fn a_page_without_a_content_type_is_told_by_its_content() {
    let server = Server::start(&[]);
    let answer = server.request("POST", "/score", &[], EXAMPLE);
    assert_eq!(answer.text().to_owned() + "\n", scored(&[], EXAMPLE.as_bytes()));
}

#[test]
fn the_charset_of_the_head_is_believed() {
    let server = Server::start(&[]);
    let page = EXAMPLE.replace("utf-8", "gbk");
    let (bytes, _, _) = GBK.encode(&page);
    let answer = server.post("/score", "text/html; charset=GBK", &bytes).json();
    let mut expected: Value = serde_json::from_str(&scored(&[], &bytes)).unwrap();
    assert_eq!((expected["encoding"].take(), expected["how"].take()), (json!("gbk"), json!("declared")));
    (expected["encoding"], expected["how"]) = (json!("gbk"), json!("caller"));
    assert_eq!(answer, expected);
    // Too short to be told by the bytes alone.
    let (bytes, _, _) = BIG5.encode("聯絡");
    let answer = server.post("/score", "text/plain; charset=\"big5\"", &bytes).json();
    assert_eq!((&answer["encoding"], &answer["paragraphs"][0]["text"]), (&json!("big5"), &json!("聯絡")));
}

#[test]
fn the_source_is_what_the_caller_calls_it() {
    let server = Server::start(&[]);
    let answer = server.post("/score?source=https://example.com/%E4%B8%80%22%0A", "text/plain", PLAIN).json();
    assert_eq!(answer["source"], "https://example.com/一\"\n");
}

/// JSON lines of all forms.
fn lines() -> [String; 4] {
    [
        json!({"html": EXAMPLE, "url": "https://example.com/", "tags": [1, {"a": null}]}),
        json!({"text": PLAIN, "id": 7}),
        json!({"paragraphs": ["首页", {"text": "一段正文，有逗号，也有句号。"}], "text": 3}),
        json!({"html": null, "text": ""}),
    ]
    .map(|line| line.to_string())
}

#[test]
fn json_lines_give_what_the_command_prints() {
    let server = Server::start(&[]);
    let input = lines().join("\n\n");
    for (head, body) in [
        (vec![], input.clone().into_bytes()),
        (vec![("Content-Encoding", "gzip")], gzip(input.as_bytes())),
        (vec![("Content-Encoding", "zstd")], zstd::encode_all(input.as_bytes(), 0).unwrap()),
        (
            vec![("Content-Encoding", "gzip")],
            [gzip(lines()[0].as_bytes()), gzip(&input.as_bytes()[lines()[0].len()..])].concat(),
        ),
    ] {
        let head = [&[("Content-Type", "application/x-ndjson")], &head[..]].concat();
        let answer = server.request("POST", "/score", &head, body);
        assert_eq!((answer.status, answer.content_type.as_str()), (200, "application/x-ndjson"), "{}", answer.text());
        assert_eq!(answer.text(), scored(&[], input.as_bytes()));
    }
}

#[test]
fn an_object_and_a_list_give_what_the_command_prints_for_such_lines() {
    let server = Server::start(&[]);
    for line in lines() {
        let answer = server.post("/score", "application/json", &line);
        assert_eq!(answer.text().to_owned() + "\n", scored(&[], line.as_bytes()));
    }
    let list = format!(" [{}]", lines().join(" ,\n"));
    let printed = scored(&[], lines().join("\n").as_bytes());
    let printed: Vec<&str> = printed.lines().collect();
    let answer = server.post("/score", "application/json", list);
    assert_eq!(answer.text(), format!("[{}]", printed.join(",")));
    assert_eq!(server.post("/score", "application/json", "[]").text(), "[]");
}

#[test]
fn the_fields_of_the_page_can_have_other_names() {
    let server = Server::start(&[]);
    let line = json!({"body": EXAMPLE, "plain": PLAIN}).to_string();
    let answer = server.post("/score?html-field=body", "application/json", &line);
    assert_eq!(answer.text().to_owned() + "\n", scored(&["--html-field", "body"], line.as_bytes()));
    let answer = server.post("/score?text-field=plain", "application/json", &line);
    assert_eq!(answer.text().to_owned() + "\n", scored(&["--text-field", "plain"], line.as_bytes()));
}

#[test]
fn of_several_pages_a_bad_one_is_told_of_in_its_place() {
    let server = Server::start(&[]);
    let list = server
        .post("/score", "application/json", "[{\"text\": \"一\"}, 3, {\"txt\": \"\"}, {\"text\": \"二\"}]")
        .json();
    let lines =
        server.post("/score", "application/x-ndjson", "{\"text\": \"一\"}\n{\n\n{\"txt\": \"\"}\n{\"text\": \"二\"}");
    assert_eq!((list.as_array().unwrap().len(), lines.text().lines().count()), (4, 4));
    let lines: Vec<Value> = lines.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(list[3]["paragraphs"][0]["text"], "二");
    assert_eq!((&lines[3]["paragraphs"][0]["text"], &lines[3]["record"]["line"]), (&json!("二"), &json!(5)));
    for (problem, place) in
        [(&list[1], "item 2: "), (&list[2], "item 3: "), (&lines[1], "line 2: "), (&lines[2], "line 4: ")]
    {
        assert_eq!(problem["status"], 400);
        assert!(problem["detail"].as_str().unwrap().starts_with(place), "{problem}");
    }
}

#[test]
fn texts_are_what_the_library_keeps() {
    let server = Server::start(&[]);
    let classifier = Classifier::embedded();
    let page = classifier.classify_html(EXAMPLE);
    for (query, cleaning) in [
        ("", Cleaning::body()),
        ("?markdown=true", Cleaning::body().with_markdown(true)),
        ("?keep=nav,spam", Cleaning::keeping(&[Label::Nav, Label::Spam])),
        ("?keep=body&no-title=true&keep-spans=true", Cleaning::body().with_title(false).with_spans(true)),
        ("?keep=body,nav&no-title=true&repair=true", Cleaning::all_but_spam().with_repair(true)),
    ] {
        let answer = server.post(&format!("/clean{query}"), "text/html", EXAMPLE).json();
        assert_eq!(answer["text"], page.clean(&cleaning), "{query}");
        assert!(!answer["text"].as_str().unwrap().is_empty());
    }
    let answer = server.post("/clean", "application/json", json!({"html": EXAMPLE, "id": 7}).to_string()).json();
    let score = server.post("/score", "application/json", json!({"html": EXAMPLE, "id": 7}).to_string()).json();
    for field in ["source", "record", "verdict", "quality", "counts", "model"] {
        assert_eq!(answer[field], score[field], "{field}");
    }
    assert_eq!(answer["title"].as_str(), page.title().as_deref());
    let empty = server.post("/clean", "text/plain", "").json();
    assert_eq!((&empty["text"], &empty["title"]), (&json!(""), &Value::Null));
}

#[test]
fn texts_come_in_lists_and_lines_too() {
    let server = Server::start(&[]);
    let list = server.post("/clean", "application/json", "[{\"text\": \"一\"}, 3]").json();
    assert_eq!((&list[0]["record"]["line"], &list[1]["status"]), (&json!(1), &json!(400)));
    let lines =
        server.post("/clean?keep=nav,body", "application/x-ndjson", "{\"text\": \"首页\\n新闻\"}\n{\"text\": \"\"}\n");
    let texts = lines.text().lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["text"].take());
    assert_eq!(texts.collect::<Vec<_>>(), ["首页\n新闻", ""]);
}
