//! Reports, made by the command as a person makes them. What they do in a browser is tested in `tests/browser`.
#![cfg(all(feature = "cli", feature = "embedded", feature = "train"))]

mod common;
mod folders;

use std::path::Path;

use common::{piped, text};
use folders::folder;

const EXAMPLE: &str = "examples/hacked-news.html";

/// Runs `parasift report` with that input; gives the exit code, what was complained of, and the report if there is one.
fn report(out: &Path, arguments: &[&str], input: &[u8]) -> (Option<i32>, String, Option<String>) {
    let arguments = [&["report", "--out", out.to_str().unwrap()], arguments].concat();
    let output = piped(&arguments, input);
    assert_eq!(text(&output.stdout), "", "a report goes into its file");
    (output.status.code(), text(&output.stderr).to_owned(), std::fs::read_to_string(out).ok())
}

/// What stands in the first element that begins so, up to the next end tag of that name.
fn element<'a>(html: &'a str, begins: &str, name: &str) -> &'a str {
    let start = html.find(begins).unwrap_or_else(|| panic!("no {begins}"));
    &html[start..start + html[start..].find(&format!("</{name}>")).unwrap()]
}

/// The markup of the paragraph that holds that text.
fn paragraph<'a>(html: &'a str, text: &str) -> &'a str {
    let at = html.find(text).unwrap_or_else(|| panic!("no {text}"));
    let start = html[..at].rfind("<div class=\"paragraph ").unwrap();
    &html[start..at + text.len()]
}

#[test]
fn one_page_is_shown_with_all_that_is_known_of_it() {
    let folder = folder("report-one");
    let (code, complaints, html) = report(&folder.join("a.html"), &[EXAMPLE], b"");
    assert_eq!((code, complaints.as_str()), (Some(0), ""));
    let html = html.unwrap();
    assert!(html.starts_with("<!DOCTYPE html>") && html.trim_end().ends_with("</html>"));
    assert!(html.contains("<strong>injected</strong>") && html.contains("<b>2</b> spam"));
    assert_eq!(html.matches("role=\"listitem\"").count(), 18);
    assert_eq!(html.matches("class=\"head-text ").count(), 2);
    let heading = paragraph(&html, "role=\"heading\" aria-level=\"2\">老城区两座人行天桥月底通车");
    assert!(heading.contains("paragraph body ") && heading.contains("heading-1"), "{heading}");
    let spam = paragraph(&html, "金沙城娱乐平台注册送彩金");
    assert!(spam.contains("paragraph spam s9 has-spam") && spam.contains("<span class=\"name\">spam</span>"), "{spam}");
    let hidden = paragraph(&html, "澳门新葡京赌场");
    assert!(hidden.contains("is-hidden") && hidden.contains("<span class=\"hidden-mark\">hidden</span>"), "{hidden}");
    assert!(
        html.contains("<div class=\"block menu\"") && paragraph(&html, "解放路夜间施工今起结束").contains("list-item")
    );
    let evidence = element(&html, "<script type=\"text/plain\" id=\"evidence-1\">", "script");
    let evidence: serde_json::Value = serde_json::from_str(evidence.split_once('>').unwrap().1).unwrap();
    assert_eq!(evidence.as_array().unwrap().len(), 18);
    let word = &evidence[4][4][0];
    assert!(word[0] == "百家乐" && word[1].as_f64().unwrap() > 5.0, "{word}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn nothing_but_the_report_itself_may_run_or_load() {
    let folder = folder("report-policy");
    let out = folder.join("a.html");
    let html = report(&out, &[EXAMPLE], b"").2.unwrap();
    let policy = element(&html, "<meta http-equiv=\"Content-Security-Policy\"", "style");
    assert!(policy.contains("default-src &#39;none&#39;; style-src &#39;sha256-"), "{policy}");
    assert!(!policy.contains("unsafe") && policy.contains("script-src &#39;sha256-"), "{policy}");
    for loads in [" src=", " href=\"http", "@import", "url(", " style=", " onclick="] {
        assert!(!html.contains(loads), "{loads}");
    }
    let eval = ["eval", "training-data/pages/news-local", "--report", out.to_str().unwrap()];
    assert!(piped(&eval, b"").status.success());
    let html = std::fs::read_to_string(&out).unwrap();
    assert!(html.contains("default-src &#39;none&#39;") && !html.contains(" style="));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn hostile_text_stays_text() {
    let folder = folder("report-hostile");
    let attack =
        "</script><img src=x onerror=alert(1)><!--<script>alert(2)</script>\\u202egnp.exe\\u0007 \\\" onfocus=\\\"x";
    let line = format!("{{\"paragraphs\": [\"首页\", \"{attack}\", \"开户送彩金 {attack}\"]}}\n");
    let input = folder.join("a \u{202e}<b>&.jsonl");
    std::fs::write(&input, line.repeat(2)).unwrap();
    let (code, _, html) = report(&folder.join("a.html"), &[input.to_str().unwrap()], b"");
    let html = html.unwrap();
    assert_eq!(code, Some(0));
    // A block for each page and for its evidence, the names of the parts, and the script.
    assert_eq!(html.matches("<script").count(), 6);
    assert_eq!(html.matches("</script>").count(), 6);
    for broken in ["<img", "<!--", "\u{202e}", "\u{7}", "\" onfocus", "<b>&"] {
        assert!(!html.contains(broken), "{broken:?}");
    }
    assert!(html.contains("&#60;img src=x onerror=alert(1)&#62;"));
    assert!(html.contains("<code class=\"control\">U+202E</code>gnp.exe<code class=\"control\">U+0007</code>"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn spam_within_paragraphs_is_marked() {
    let folder = folder("report-spans");
    let pages = "tests/hard-cases";
    let html = report(&folder.join("a.html"), &[pages], b"").2.unwrap();
    let scored = piped(&["score", "--format", "jsonl", pages], b"");
    let mut spans = 0;
    for line in text(&scored.stdout).lines() {
        let page: serde_json::Value = serde_json::from_str(line).unwrap();
        for paragraph in page["paragraphs"].as_array().unwrap() {
            for span in paragraph["spans"].as_array().into_iter().flatten() {
                spans += 1;
                let range = span["start"].as_u64().unwrap() as usize..span["end"].as_u64().unwrap() as usize;
                let escaped = paragraph["text"].as_str().unwrap()[range].replace('&', "&#38;").replace('"', "&#34;");
                assert!(html.contains(&format!("<mark class=\"span\">{escaped}</mark>")), "{escaped}");
            }
        }
    }
    assert!(spans > 0 && html.matches("<mark class=\"span\">").count() == spans, "{spans}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn many_pages_have_an_index_with_most_spam_first() {
    let folder = folder("report-many");
    std::fs::copy(EXAMPLE, folder.join("c-hacked.html")).unwrap();
    for name in ["b.txt", "a.txt"] {
        std::fs::write(folder.join(name), "首页\n新闻\n").unwrap();
    }
    std::fs::create_dir(folder.join("out")).unwrap();
    let out = folder.join("out/index.htm.report");
    let (code, _, html) = report(&out, &[folder.to_str().unwrap()], b"");
    let (code, html) = (code, html.unwrap());
    assert_eq!(code, Some(0));
    let entries = element(&html, "<ol class=\"entries\"", "ol");
    let places = ["c-hacked.html", "a.txt", "b.txt"].map(|name| entries.find(name).unwrap());
    assert!(places.is_sorted(), "{entries}");
    // The first in the index is the last in the folder.
    assert!(
        entries[..places[0]].contains("href=\"#page-3\"") && entries.contains("老城区两座人行天桥月底通车_青石日报")
    );
    assert!(element(&html, "<script type=\"text/plain\" id=\"page-3\">", "script").contains("金沙城娱乐平台"));
    let again = report(&out, &["--threads", "1", folder.to_str().unwrap()], b"").2.unwrap();
    assert!(again == html, "one thread and two must write the same file");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_bad_record_is_reported_and_the_rest_is_shown() {
    let folder = folder("report-broken");
    let input = "{\"text\": \"首页\\n新闻\"}\n{\"text\": \n{\"html\": \"<h1>标题</h1>\"}\n";
    let (code, complaints, html) = report(&folder.join("a.html"), &["-"], input.as_bytes());
    assert_eq!(code, Some(2));
    assert!(complaints.contains("-:2: not a JSON object"), "{complaints}");
    let html = html.unwrap();
    assert!(html.contains("<h1>2 pages</h1>") && html.contains("-:1") && html.contains("-:3"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn no_page_no_report() {
    let folder = folder("report-none");
    let out = folder.join("a.html");
    let (code, complaints, html) = report(&out, &["/nowhere.html"], b"");
    assert_eq!((code, html), (Some(2), None));
    assert!(complaints.contains("/nowhere.html: ") && complaints.contains("no page to report on"), "{complaints}");
    std::fs::write(&out, "from before").unwrap();
    let (code, _, html) = report(&out, &["/nowhere.html"], b"");
    assert_eq!((code, html.as_deref()), (Some(2), Some("from before")));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "the unfinished file is gone");
    let below = out.join("a.html");
    let (code, complaints, _) = report(&below, &[EXAMPLE], b"");
    assert_eq!(code, Some(2));
    assert!(complaints.starts_with(&format!("parasift: {}: ", below.display())), "{complaints}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn evaluations_are_reported_with_their_mistakes() {
    let folder = folder("report-eval");
    let (out, data) = (folder.join("eval.html"), folder.join("data.tsv"));
    std::fs::write(&data, "# site: one\nspam\t首页\nnav\t新闻<i>\nnav\t联系我们\n").unwrap();
    let data = data.to_str().unwrap();
    let plain = piped(&["eval", data], b"");
    let output = piped(&["eval", data, "--report", out.to_str().unwrap()], b"");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(output.stdout, plain.stdout, "a report changes no figure");
    let html = std::fs::read_to_string(&out).unwrap();
    assert_eq!(html.matches("<svg class=\"plot\"").count(), 2, "the page has no HTML to be read");
    let mistake = element(&html, "<li class=\"mistake\"", "li");
    assert!(mistake.contains("data-kind=\"spam-nav\"") && mistake.contains("data.tsv"), "{mistake}");
    assert!(mistake.contains(">首页</p>") && mistake.contains(">新闻&#60;i&#62;</p>"), "{mistake}");
    let confusion = element(&html, "<table class=\"labels\"", "table");
    assert!(confusion.contains("<td class=\"given nav s9\"><b>1</b>"), "{confusion}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn only_files_that_a_glob_matches_are_reported() {
    let folder = folder("report-glob");
    std::fs::copy(EXAMPLE, folder.join("page.html")).unwrap();
    std::fs::write(folder.join("notes.txt"), "首页\n新闻\n").unwrap();
    let (code, errors, html) = report(&folder.join("out"), &[folder.to_str().unwrap(), "--glob", "*.html"], b"");
    assert_eq!(code, Some(0), "{errors}");
    let html = html.unwrap();
    assert!(html.contains("page.html") && !html.contains("notes.txt"));
}
