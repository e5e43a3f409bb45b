use std::path::PathBuf;

use super::*;
use crate::io::Record;
use crate::page::Input;

/// A fresh folder, and the file in it.
fn place(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("parasift-store-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder.join("labels.jsonl")
}

fn source(name: &str, html: &str) -> Source {
    let record = Record { bytes: html.as_bytes().to_vec(), ..Record::default() };
    Source::new(name.to_owned(), &record, Input::Html)
}

/// Opens a file, of which nothing is to be mended.
fn open(path: &Path) -> Store {
    let (store, mended) = Store::open(path).unwrap();
    assert_eq!(mended, Mended::default());
    store
}

const LABELS: [Option<Label>; 2] = [Some(Label::Nav), Some(Label::Body)];

#[test]
fn labels_are_there_again_and_train_as_html() {
    let path = place("again");
    let page = source("a.html", "<p>首页<p>正文。");
    open(&path).save(&page, &LABELS).unwrap();
    let store = open(&path);
    assert!(store.has(&page.id) && store.paragraphs() == 2);
    let labels = store.labels(&page.id).unwrap();
    assert_eq!(labels, [("首页".to_owned(), LABELS[0]), ("正文。".to_owned(), LABELS[1])]);
    let dataset = store.dataset().unwrap();
    assert_eq!(dataset.pages[0].html.as_deref(), Some("<p>首页<p>正文。"));
    assert_eq!((dataset.pages[0].site.as_str(), dataset.paragraphs()), ("a.html", [1, 1, 0]));
}

#[test]
fn a_page_that_is_labelled_anew_has_one_line() {
    let path = place("anew");
    let (one, other) = (source("1", "<p>一<p>二"), source("2", "<p>三<p>四"));
    let mut store = open(&path);
    store.save(&one, &LABELS).unwrap();
    store.save(&other, &LABELS).unwrap();
    store.save(&one, &[None, None]).unwrap();
    store.save(&source("3", "<p>五<p>六"), &LABELS).unwrap();
    drop(store);
    let store = open(&path);
    assert_eq!(store.lines.len(), 3);
    assert!(store.labels(&one.id).unwrap().iter().all(|(_, label)| label.is_none()));
    assert_eq!(store.dataset().unwrap().paragraphs(), [2, 2, 0]);
}

#[test]
fn half_a_line_at_the_end_is_taken_off_wherever_it_was_cut() {
    let path = place("half");
    let mut store = open(&path);
    store.save(&source("1", "<p>一<p>二"), &LABELS).unwrap();
    let whole = std::fs::read(&path).unwrap();
    store.save(&source("2", "<p>三<p>四"), &LABELS).unwrap();
    drop(store);
    let both = std::fs::read(&path).unwrap();
    for cut in whole.len() + 1..both.len() - 1 {
        std::fs::write(&path, &both[..cut]).unwrap();
        let (store, mended) = Store::open(&path).unwrap();
        assert_eq!((mended.cut_off, store.lines.len()), (cut - whole.len(), 1));
        assert_eq!(std::fs::read(&path).unwrap(), whole);
    }
    // All but the line feed is a whole line.
    std::fs::write(&path, &both[..both.len() - 1]).unwrap();
    assert_eq!(open(&path).lines.len(), 2);
    assert_eq!(std::fs::read(&path).unwrap(), both);
}

#[test]
fn a_later_line_of_a_page_replaces_an_earlier_one() {
    let path = place("later");
    let line = |label| format!("{{\"id\":\"1\",\"paragraphs\":[{{\"text\":\"一\",\"label\":\"{label}\"}}]}}\n");
    std::fs::write(&path, line("body") + &line("nav")).unwrap();
    let (store, mended) = Store::open(&path).unwrap();
    assert_eq!((mended.replaced, store.labels("1").unwrap()), (1, vec![("一".to_owned(), Some(Label::Nav))]));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), line("nav"));
}

#[test]
fn what_is_not_ours_is_left_alone() {
    for (text, message) in [
        ("{\"id\":1", ":1: not a labelled page, nor"),
        ("my notes", ":1: not a labelled page, nor"),
        ("{}\n", ":1: not a labelled page: missing field"),
        ("{\"paragraphs\":[]}\n{\"text\":\"x\"}\n", ":2: not a labelled page"),
    ] {
        let path = place("foreign");
        std::fs::write(&path, text).unwrap();
        let error = Store::open(&path).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
    let error = Store::open(&place("name").with_extension("txt")).map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("ends in .jsonl"), "{error}");
}

#[test]
fn two_cannot_write_to_one_file() {
    let path = place("two");
    let mut store = open(&path);
    let refused = || Store::open(&path).map(|_| ()).unwrap_err().to_string().contains("another parasift label");
    assert!(refused());
    // Nor after the file was replaced.
    let page = source("1", "<p>一<p>二");
    store.save(&page, &LABELS).unwrap();
    store.save(&page, &LABELS).unwrap();
    assert!(refused());
    drop(store);
    assert!(open(&path).has(&page.id));
}
