use std::path::PathBuf;

use super::*;
use crate::ErrorKind;

/// Writes files into a fresh folder and reads it.
fn read(name: &str, files: &[(&str, &str)]) -> Result<Dataset> {
    let folder = std::env::temp_dir().join(format!("parasift-dataset-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let result = Dataset::read(std::slice::from_ref(&folder));
    std::fs::remove_dir_all(&folder).unwrap();
    result
}

#[test]
fn reads_the_three_forms() {
    let dataset = read("forms", &[
        ("a/page.tsv", "# site: one\nnav\t首页\n\nbody\t正文。\nunk\t不知道\n"),
        ("b/page.html", "<!-- parasift\nsite: two\n-->\n<body data-label=nav>首页<div data-label=body>正文。</div>"),
        ("c/pages.jsonl", r#"{"site":"three","html":"html/1.html","paragraphs":[{"text":"标题","label":"nav","title":true},{"text":"正文。","label":"body"}]}"#),
        ("c/html/1.html", "<h1>标题</h1><p>正文。"),
        ("d/spam.tsv", "# use: inject\nspam\t广告\n"),
        ("d/lines.jsonl", "{\"text\":\"广告二\",\"kind\":\"x\"}\n"),
        ("notes.md", "not data"),
    ])
    .unwrap();
    let sites: Vec<&str> = dataset.pages.iter().map(|page| page.site.as_str()).collect();
    assert_eq!(sites, ["one", "two", "three"]);
    let sources: Vec<&str> = dataset.pages.iter().map(|page| page.source.as_str()).collect();
    assert_eq!(sources, ["a", "b", "pages"]);
    assert_eq!(dataset.pages[0].paragraphs[2], ("不知道".to_owned(), None));
    assert_eq!(dataset.pages[2].paragraphs[0], ("标题".to_owned(), None));
    assert_eq!(dataset.pages[2].html.as_deref(), Some("<h1>标题</h1><p>正文。"));
    let lines: Vec<(&str, &str)> = dataset.spam_lines.iter().map(|line| (&*line.text, &*line.family)).collect();
    assert_eq!(lines, [("广告二", "lines"), ("广告", "spam")]);
    assert_eq!(dataset.paragraphs(), [3, 2, 0]);
}

#[test]
fn bad_data_is_named_by_file_and_line() {
    for (name, text, line, message) in [
        ("x.tsv", "nav\t首页\nnavi\t菜单\n", Some(2), "unknown label \"navi\""),
        ("x.tsv", "nav 首页\n", Some(1), "no tab"),
        ("x.tsv", "nav\t首页\nnav\t \n", Some(2), "no text"),
        ("x.tsv", "# site: a\n", None, "no paragraphs"),
        ("x.tsv", "# use: inject\nspam\t一\nnav\t二\n", Some(3), "spam only"),
        ("x.html", "<p data-label=nav>首页</p>\n<p>没有标签</p>", Some(2), "no label for"),
        ("x.html", "<p data-label=nav>首页</p>\n<p data-label=artikel>x</p>", Some(2), "unknown label \"artikel\""),
        ("x.html", "<p data-label=nav>首页\n<b data-label=spam>x</b></p>", Some(2), "contradictory labels inside"),
        ("x.html", " ", None, "no paragraphs"),
        ("x.jsonl", "{\"paragraphs\":[{\"text\":\"a\",\"label\":\"nav\"}]}\n{\"paragraphs\":", Some(2), "not a page"),
        ("x.jsonl", "{\"paragraphs\":[{\"text\":\"a\",\"label\":\"?\"}]}", Some(1), "unknown label"),
        ("x.jsonl", "{\"id\":1}", Some(1), "neither"),
        ("x.jsonl", "", None, "empty"),
    ] {
        let error = read("bad", &[(name, text)]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data, "{text}");
        assert_eq!(error.line(), line, "{text}");
        assert!(error.path().is_some_and(|path| path.ends_with(name)), "{error}");
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[test]
fn contradictory_pages_are_refused() {
    let error =
        read("contradiction", &[("a.tsv", "nav\t首页\nbody\t一\n"), ("b.tsv", "nav\t首页\nspam\t一\n")]).unwrap_err();
    assert!(error.to_string().contains("contradictory") && error.line() == Some(2), "{error}");
    assert!(read("copies", &[("a.tsv", "nav\t首页\n"), ("b.tsv", "nav\t首页\n")]).is_ok());
}

#[test]
fn missing_files_are_named() {
    let error = Dataset::read(&[PathBuf::from("/nowhere/at/all")]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(error.to_string().starts_with("/nowhere/at/all: "), "{error}");
}
