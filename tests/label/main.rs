//! `parasift label`, run as it is run: who is answered, what is kept, and that it can be trained on.
#![cfg(all(feature = "label", feature = "embedded", unix))]

mod access;
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/server.rs"]
mod common_server;
#[path = "../folders/mod.rs"]
mod folders;

use std::path::Path;
use std::time::Duration;

use common::{piped, text};
use common_server::{Answer, Server};
use folders::folder;
use serde_json::{Value, json};

/// A page of an article with its menu: a title and two paragraphs, from the fourth on the same again.
fn page(number: usize) -> String {
    let paragraphs = [
        "昨日，记者从市城建中心获悉，跨越解放路的人行天桥主体已经完工，正在安装栏杆和照明。",
        "今年入夏以来，河边的菜地多了三十来户人家，他们轮流浇水，收成归社区的食堂。",
        "图书馆的旧书市集每逢周六开张，摊位不收租金，卖不掉的书由馆里收下，转送给山里的学校。",
    ];
    let paragraph = paragraphs[number % paragraphs.len()];
    format!(
        "<!DOCTYPE html><meta charset=utf-8><title>第{number}条消息</title><ul><li><a href=/>首页</a><li><a href=/news>新闻</a></ul>\
         <h1>第{number}条消息</h1><p>{paragraph}<p>编号{number}。{paragraph}<div>版权所有</div>"
    )
}

/// A session of labelling, and the token that its address has.
struct Session {
    server: Server,
    token: String,
}

impl Session {
    fn start(paths: &[&str], to: &str) -> Session {
        let mut server = Server::launch(&[&["label", "--listen", "127.0.0.1:0", "--to", to], paths].concat());
        let (address, token) = server.address.split_once("/?token=").expect(&server.address);
        let (address, token) = (address.to_owned(), token.to_owned());
        server.address = address;
        Session { server, token }
    }

    fn get(&self, path: &str) -> Answer {
        self.server.request("GET", path, &[("Authorization", &format!("Bearer {}", self.token))], b"")
    }

    fn post(&self, path: &str, body: &Value) -> Answer {
        let head = [("Authorization", &*format!("Bearer {}", self.token)), ("Content-Type", "application/json")];
        self.server.request("POST", path, &head, body.to_string())
    }

    fn label(&self, number: usize, labels: [&str; 6]) {
        let saved = self.post(&format!("/pages/{number}/labels"), &json!({ "labels": labels }));
        assert_eq!(saved.status, 204, "{}", saved.text());
    }

    fn labelled(&self) -> usize {
        let overview = self.get("/pages").json();
        overview["pages"].as_array().unwrap().iter().filter(|page| page["is_labelled"] == true).count()
    }
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

/// That many pages in a folder.
fn pages(folder: &Path, count: usize) -> String {
    let pages = folder.join("pages");
    std::fs::create_dir(&pages).unwrap();
    (0..count).for_each(|number| std::fs::write(pages.join(format!("{number:03}.html")), page(number)).unwrap());
    path(folder, "pages")
}

#[test]
fn what_cannot_be_saved_is_refused_with_its_remedy() {
    let folder = folder("label-refused");
    let session = Session::start(&[&pages(&folder, 1)], &path(&folder, "labels.jsonl"));
    for (path, body, status, detail) in [
        ("/pages/0/labels", json!({ "labels": ["nav"] }), 400, "1 labels for a page of 6 paragraphs"),
        ("/pages/0/labels", json!({ "labels": ["furniture"] }), 400, "no labels: unknown variant `furniture`"),
        ("/pages/0/labels", json!([1]), 400, "no labels: "),
        ("/pages/1/labels", json!({ "labels": [] }), 404, "there is no page 1: there are 1, counted from 0"),
        ("/training/use", json!({}), 500, "there is no new model yet"),
        ("/pages", json!({}), 405, ""),
    ] {
        let answer = session.post(path, &body);
        assert_eq!(
            (answer.status, answer.content_type.as_str()),
            (status, "application/problem+json"),
            "{path} {body}"
        );
        let problem = answer.json();
        assert!(problem["detail"].as_str().unwrap().contains(detail), "{problem}");
        assert!(!problem["remedy"].as_str().unwrap().is_empty());
    }
}

#[test]
fn the_labels_are_what_training_takes_and_come_back() {
    let folder = folder("label-data");
    let (to, pages) = (path(&folder, "labels.jsonl"), pages(&folder, 3));
    let session = Session::start(&[&pages], &to);
    let before = ["nav", "nav", "body", "body", "body", "nav"];
    let labelled = ["nav", "nav", "nav", "body", "body", "nav"];
    (0..3).for_each(|number| session.label(number, before));
    (0..3).for_each(|number| session.label(number, labelled));
    session.server.signal("TERM");
    let (status, printed) = session.server.stopped();
    assert_eq!(status.code(), Some(0), "{printed}");
    assert!(
        printed.contains("3 pages, labels in ") && printed.contains("parasift: stopped; the labels are in "),
        "{printed}"
    );

    let lines: Vec<Value> =
        std::fs::read_to_string(&to).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let labels = |line: &Value| -> Vec<String> {
        line["paragraphs"].as_array().unwrap().iter().map(|p| p["label"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(lines.iter().map(labels).collect::<Vec<_>>(), [labelled; 3]);
    let html = std::fs::read_to_string(folder.join(lines[2]["html"].as_str().unwrap())).unwrap();
    assert_eq!(html, page(2));
    let checked = piped(&["check", &to], b"");
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    let model = path(&folder, "model.safetensors");
    let trained = piped(&["train", &to, "--folds", "2", "--out", &model], b"");
    assert_eq!(trained.status.code(), Some(0), "{}", text(&trained.stderr));
    let measured = piped(&["eval", &to, "--model", &model], b"");
    assert_eq!(measured.status.code(), Some(0), "{}", text(&measured.stderr));
    assert!(text(&measured.stdout).contains("html"), "{}", text(&measured.stdout));

    let again = Session::start(&[&pages], &to);
    assert_eq!(again.labelled(), 3);
    assert_eq!(again.get("/pages/1").json()["labels"], json!(labelled));
}

#[test]
fn a_crash_at_any_moment_loses_no_page_that_was_saved_and_leaves_no_half_line() {
    const PAGES: usize = 60;
    let folder = folder("label-crash");
    let (to, pages) = (path(&folder, "labels.jsonl"), pages(&folder, PAGES));
    let mut all_acknowledged = 0;
    for moment in 0..8 {
        let session = Session::start(&[&pages], &to);
        let before = session.labelled();
        let acknowledged = std::thread::scope(|scope| {
            let saving = scope.spawn(|| {
                let head = [("Authorization", &*format!("Bearer {}", session.token))];
                let body = json!({ "labels": ["nav", "nav", "body", "body", "body", "nav"] }).to_string();
                let url = |number| format!("http://{}/pages/{number}/labels", session.server.address);
                let save = |&number: &usize| {
                    let request = ureq::post(url(number)).header(head[0].0, head[0].1).content_type("application/json");
                    request.send(&body).is_ok()
                };
                // Those that are there already are written anew: that is another way of saving.
                (0..before.min(5)).chain(before..PAGES).take_while(save).filter(|&number| number >= before).count()
            });
            std::thread::sleep(Duration::from_millis(3 * moment * moment));
            session.server.signal("KILL");
            saving.join().unwrap()
        });
        all_acknowledged += acknowledged;
        drop(session);
        let again = Session::start(&[&pages], &to);
        let kept = again.labelled();
        // The last one may have been saved, and its answer lost.
        assert!((before + acknowledged..=before + acknowledged + 1).contains(&kept), "{before} {acknowledged} {kept}");
        let file = std::fs::read_to_string(&to).unwrap();
        assert!(file.is_empty() || file.ends_with('\n'));
        assert!(file.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));
        assert_eq!(file.lines().count(), kept);
    }
    assert!(all_acknowledged > 0, "nothing was saved, so nothing could be lost");
}

#[test]
fn two_tabs_at_once_lose_no_page_and_mix_no_labels() {
    let folder = folder("label-tabs");
    let to = path(&folder, "labels.jsonl");
    let session = Session::start(&[&pages(&folder, 8)], &to);
    let tabs = [["nav", "body", "body", "body", "nav", "nav"], ["nav", "nav", "spam", "spam", "spam", "nav"]];
    std::thread::scope(|scope| {
        for labels in tabs {
            let session = &session;
            scope.spawn(move || (0..40).for_each(|turn| session.label(turn % 8, labels)));
        }
    });
    let shown = |session: &Session| -> Vec<Value> {
        (0..8).map(|number| session.get(&format!("/pages/{number}")).json()["labels"].take()).collect()
    };
    let before = shown(&session);
    assert!(before.iter().all(|labels| tabs.iter().any(|tab| *labels == json!(tab))), "{before:?}");
    session.server.signal("TERM");
    assert_eq!(session.server.stopped().0.code(), Some(0));
    let kept = std::fs::read_to_string(&to).unwrap();
    assert_eq!(kept.lines().filter(|line| serde_json::from_str::<Value>(line).is_ok()).count(), 8, "{kept}");
    // What was shown is what the next session begins with.
    let again = Session::start(&[&path(&folder, "pages")], &to);
    assert_eq!((again.labelled(), shown(&again)), (8, before));
}

#[test]
fn what_cannot_be_begun_is_said() {
    let folder = folder("label-begin");
    let pages = pages(&folder, 1);
    std::fs::write(folder.join("foreign.jsonl"), "{\"id\":1}\n").unwrap();
    std::fs::write(folder.join("empty.txt"), "\n").unwrap();
    let (labels, foreign, empty) =
        (path(&folder, "l.jsonl"), path(&folder, "foreign.jsonl"), path(&folder, "empty.txt"));
    for (arguments, message) in [
        (vec![pages.as_str(), "--to", "labels.txt"], "ends in .jsonl"),
        (vec![&pages, "--to", &foreign], "foreign.jsonl:1: not a labelled page"),
        (vec![&empty, "--to", &labels], "no page with text in it"),
        (vec![&pages, "--to", &labels, "--listen", "0.0.0.0:1"], "not an address and port of this machine"),
        (vec![&pages, "--to", &labels, "--with", "none"], "none: "),
    ] {
        let output = piped(&[&["label"], &*arguments].concat(), b"");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(message), "{arguments:?}: {}", text(&output.stderr));
    }
    let session = Session::start(&[&pages], &labels);
    let other = piped(&["label", &pages, "--to", &labels, "--listen", "127.0.0.1:0"], b"");
    assert!(text(&other.stderr).contains("another parasift label is at work"), "{}", text(&other.stderr));
    drop(session);
}
