//! The same pages in every form that the command reads.
#![cfg(all(feature = "cli", feature = "embedded"))]

mod common;
mod folders;

use common::{piped, text};
use folders::folder;
use serde_json::{Value, json};

/// Pages with their names.
fn pages() -> Vec<(String, String)> {
    let html = std::fs::read_to_string("examples/hacked-news.html").unwrap();
    let other = "<title>通知</title><ul><li><a href=/>首页</a><li><a href=/a>新闻</a></ul><h1>停水通知</h1>\
                 <p>因管网检修，本周六上午八点到十二点，北街片区停水，请居民提前储水。</p>";
    vec![("a.html".to_owned(), html), ("b.html".to_owned(), other.to_owned())]
}

fn warc(kind: &str, content_type: &str, uri: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        content.len()
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

fn score(arguments: &[&str], input: &[u8]) -> Vec<Value> {
    let output = piped(&[&["score", "--format", "jsonl"], arguments].concat(), input);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn labels(records: &[Value]) -> Vec<Value> {
    records
        .iter()
        .map(|record| json!([record["format"], record["verdict"], record["head"], record["paragraphs"]]))
        .collect()
}

#[test]
fn every_form_gives_the_same_labels() {
    let folder = folder("labels");
    for (name, html) in pages() {
        std::fs::write(folder.join(name), html).unwrap();
    }
    let expected = labels(&score(&[folder.to_str().unwrap()], b""));
    assert_eq!(expected.len(), 2);
    let lines: String = pages().iter().map(|(name, html)| format!("{}\n", json!({"id": name, "html": html}))).collect();
    let found = score(&[], lines.as_bytes());
    assert_eq!(labels(&found), expected);
    assert_eq!(found[1]["record"], json!({"line": 2, "fields": {"id": "b.html"}}));
    let renamed = lines.replace("\"html\"", "\"raw\"");
    assert_eq!(labels(&score(&["--html-field", "raw"], renamed.as_bytes())), expected);
    let responses: Vec<u8> = pages()
        .iter()
        .flat_map(|(name, html)| {
            let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}");
            warc("response", "application/http", name, http.as_bytes())
        })
        .collect();
    let found = score(&["-"], &responses);
    assert_eq!(labels(&found), expected);
    assert_eq!((&found[1]["record"]["uri"], &found[0]["record"]["offset"]), (&json!("b.html"), &json!(0)));
    assert_eq!((&found[0]["encoding"], &found[0]["how"]), (&json!("utf-8"), &json!("caller")));
    let _ = std::fs::remove_dir_all(folder);
}

#[test]
fn text_is_the_same_as_a_file_in_json_lines_and_in_wet() {
    let page = "首页\n新闻\n昨日，记者从市城建中心获悉，两座人行天桥主体已经完工。\n版权所有";
    let expected = labels(&score(&["--input", "text"], page.as_bytes()));
    let line = json!({ "text": page, "url": "u" }).to_string();
    assert_eq!(labels(&score(&[], line.as_bytes())), expected);
    let cut = json!({ "paragraphs": page.lines().collect::<Vec<_>>() }).to_string();
    assert_eq!(labels(&score(&[], cut.as_bytes())), expected);
    assert_eq!(labels(&score(&[], &warc("conversion", "text/plain", "u", page.as_bytes()))), expected);
}

#[test]
fn order_and_bytes_do_not_depend_on_the_threads() {
    let line = |at: usize| format!("{}\n", json!({ "id": at, "html": "<p>字</p>".repeat(at * 37 % 200) }));
    let lines: String = (0..300).map(line).collect();
    let of = |threads: &str| piped(&["score", "--format", "jsonl", "--threads", threads], lines.as_bytes()).stdout;
    let one = of("1");
    assert_eq!(text(&one).lines().count(), 300);
    assert!(one == of("2") && one == of("7"));
}

#[test]
fn a_bad_record_is_named_and_the_rest_is_done() {
    let output = piped(&["score", "--format", "jsonl"], b"{\"text\": \"a\"}\n{\"text\": }\n{\"text\": \"b\"}\n");
    assert_eq!((output.status.code(), text(&output.stdout).lines().count()), (Some(2), 2));
    assert!(text(&output.stderr).starts_with("parasift: -:2: not a JSON object: "), "{}", text(&output.stderr));
}

#[test]
fn commands_for_one_page_say_so() {
    let output = piped(&["explain"], b"{\"text\": \"a\"}\n{\"text\": \"b\"}\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("this command takes one page"), "{}", text(&output.stderr));
}

#[cfg(all(feature = "train", feature = "parquet"))]
#[test]
fn what_was_scored_can_be_evaluated_in_every_form() {
    let folder = folder("evaluated");
    for (name, html) in pages() {
        std::fs::write(folder.join(name), html).unwrap();
    }
    let evaluated = |name: &str| {
        let out = folder.join(name);
        let out = out.to_str().unwrap();
        let scored = piped(&["score", folder.to_str().unwrap(), "--glob", "*.html", "--out", out], b"");
        assert_eq!(scored.status.code(), Some(0), "{}", text(&scored.stderr));
        let output = piped(&["eval", "--view", "text", out], b"");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout).to_owned()
    };
    let expected = evaluated("scored.jsonl");
    assert!(expected.lines().any(|line| line.starts_with("scored ")), "{expected}");
    for name in ["scored.parquet", "scored.jsonl.gz", "scored.jsonl.zst"] {
        assert_eq!(evaluated(name), expected, "{name}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}
