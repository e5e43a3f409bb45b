//! What becomes of each record, row and file of a long run.

use serde_json::{Value, json};

use crate::common::{piped, text};
use crate::folders::folder;
use crate::{article, line, lines, path, run};

#[test]
fn bad_records_are_passed_by_and_counted() {
    let folder = folder("bad-records");
    let (input, out, summary) = (path(&folder, "in.jsonl"), path(&folder, "out.csv"), path(&folder, "run.json"));
    std::fs::write(&input, format!("{}broken\n{}", line(0), line(1))).unwrap();
    let missing = path(&folder, "missing.html");
    let (code, errors) = run(&["clean", "--out", &out, "--summary", &summary, &input, &missing]);
    assert_eq!(code, Some(2));
    assert!(errors.contains("in.jsonl:2: not a JSON object") && errors.contains("missing.html: "), "{errors}");
    let summary: Value = serde_json::from_slice(&std::fs::read(summary).unwrap()).unwrap();
    assert_eq!((&summary["pages"], &summary["errors"], &summary["written"]), (&json!(2), &json!(2), &json!(2)));
    let csv = std::fs::read_to_string(out).unwrap();
    assert!(csv.starts_with("source,record,title,verdict,quality,body,nav,spam,text\n"), "{csv}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_is_dropped_is_said() {
    let folder = folder("drops");
    let (input, out, log) = (path(&folder, "in.jsonl"), path(&folder, "out.jsonl"), path(&folder, "drops.jsonl"));
    let spam = "两座人行天桥月底通车，市民出行更加方便，相关部门将安排志愿者引导行人。\n澳门新葡京赌场 六合彩特码资料 传奇私服发布网";
    let spam = json!({ "id": "spam", "text": format!("{}\n{spam}", article(9)) }).to_string() + "\n";
    std::fs::write(&input, [line(0), line(4), line(38), spam].concat()).unwrap();
    let filters = ["--drop", "injected", "--min-chars", "300", "--drop-log", &log];
    assert_eq!(run(&[&["clean", "--out", &out, &input], &filters[..]].concat()).0, Some(0));
    let kept: Vec<Value> = lines(&out).into_iter().map(|line| line["id"].clone()).collect();
    assert_eq!(kept, [json!(38)]);
    let dropped: Vec<Value> =
        lines(&log).into_iter().map(|line| json!([line["record"]["fields"]["id"], line["reason"]])).collect();
    assert_eq!(dropped, [json!([0, "too-short"]), json!([4, "nothing-kept"]), json!(["spam", "injected"])]);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn records_pass_through_as_they_were_written() {
    let record = r#"{"n":12345678901234567890123,"text":"首页\n甲","b": [1.0, 2],"a":null}"#;
    let output = piped(&["clean", "--drop-spam-only"], record.as_bytes());
    let expected = r#"{"n":12345678901234567890123,"text":"首页\n甲","b":[1.0, 2],"a":null,"parasift":{"#;
    assert!(text(&output.stdout).starts_with(expected), "{}", text(&output.stdout));
    let html = r#"{"a":1,"html":"<p>甲","b":2}"#;
    let output = piped(&["clean", "--keep", "body,nav", "--text-field", "t"], html.as_bytes());
    assert!(text(&output.stdout).starts_with(r#"{"a":1,"t":"甲","b":2,"parasift":{"#), "{}", text(&output.stdout));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_rows_pass_through() {
    let folder = folder("parquet");
    let (input, first, second) = (path(&folder, "in.jsonl"), path(&folder, "first.parquet"), path(&folder, "out/"));
    std::fs::write(&input, (0..700).map(line).collect::<String>()).unwrap();
    // JSON lines to Parquet, its rows to Parquet and to JSON lines again: what came along is still there.
    assert_eq!(run(&["clean", "--drop-spam-only", "--out", &first, &input]).0, Some(0));
    assert_eq!(run(&["clean", "--out", &second, &first]).0, Some(0));
    let output = piped(&["clean", "--format", "jsonl", &path(&folder, "out/first.parquet")], b"");
    let again: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(again.len(), 560);
    let inner: Value = serde_json::from_str(again[4]["record"]["fields"]["record"].as_str().unwrap()).unwrap();
    assert_eq!(inner, json!({ "line": 6, "fields": { "id": 5 } }));
    // The labels are those of the same pages elsewhere.
    let scored = |input: &str| -> Vec<Value> {
        let output = piped(&["score", "--format", "jsonl", input], b"");
        let lines = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap());
        lines.map(|line: Value| json!([line["verdict"], line["paragraphs"]])).collect()
    };
    assert_eq!(scored(&first), scored(&input));
    let (code, errors) = run(&["score", "--text-field", "none", &first]);
    assert!(code == Some(2) && errors.contains("no column of strings named"), "{errors}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn folders_are_read_by_rule() {
    let folder = folder("rules");
    let pages = folder.join("in");
    std::fs::create_dir_all(pages.join("sub")).unwrap();
    for name in ["a.html", "b.txt", "sub/c.html", "sub/d.bin", "e.html"] {
        std::fs::write(pages.join(name), article(1)).unwrap();
    }
    std::fs::write(pages.join(".parasiftignore"), "e.html\n").unwrap();
    let sources = |rules: &[&str]| -> Vec<String> {
        let output = piped(&[&["score", "--format", "jsonl", pages.to_str().unwrap()], rules].concat(), b"");
        let lines = text(&output.stdout).lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.map(|line| line["source"].as_str().unwrap()[pages.to_str().unwrap().len() + 1..].to_owned()).collect()
    };
    assert_eq!(sources(&[]), ["a.html", "b.txt", "sub/c.html"]);
    assert_eq!(sources(&["--glob", "*.html"]), ["a.html", "sub/c.html"]);
    assert_eq!(sources(&["--glob", "!*.html"]), ["b.txt"]);
    let (code, errors) = run(&["score", "--glob", "a[", pages.to_str().unwrap()]);
    assert!(code == Some(2) && errors.contains("a glob is wanted"), "{errors}");
    std::fs::remove_dir_all(folder).unwrap();
}
