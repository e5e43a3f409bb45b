//! The command, run as a person runs it.
#![cfg(all(feature = "cli", feature = "embedded", feature = "train"))]

mod common;
mod folders;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use common::{piped, text};
use folders::folder;
use serde_json::Value;

fn parasift(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_parasift")).args(arguments).stdin(Stdio::null()).output().unwrap()
}

const EXAMPLE: &str = "examples/hacked-news.html";

#[test]
fn json_lines_keep_the_contract() {
    let output = parasift(&["score", "--format", "jsonl", EXAMPLE]);
    assert_eq!(output.status.code(), Some(0));
    let page: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(page["source"], EXAMPLE);
    assert_eq!(
        (&page["format"], &page["encoding"], &page["verdict"]),
        (&"html".into(), &"utf-8".into(), &"injected".into())
    );
    let source = std::fs::read_to_string(EXAMPLE).unwrap();
    for (index, paragraph) in page["paragraphs"].as_array().unwrap().iter().enumerate() {
        assert_eq!(paragraph["index"], index);
        let (start, end) = (paragraph["start"].as_u64().unwrap() as usize, paragraph["end"].as_u64().unwrap() as usize);
        let first = paragraph["text"].as_str().unwrap().chars().next().unwrap();
        assert!(source[start..end].starts_with(first));
        let probability = ["body", "nav", "spam"].map(|label| paragraph["probability"][label].as_f64().unwrap());
        assert!((probability.iter().sum::<f64>() - 1.0).abs() < 1e-5);
        let label = paragraph["label"].as_str().unwrap();
        assert_eq!(paragraph["probability"][label], probability.into_iter().fold(0.0, f64::max));
    }
}

#[test]
fn every_line_of_text_is_a_paragraph() {
    let output = piped(&["score", "--format", "jsonl", "-"], "首页\n\n  新闻 \r\n<p>不是标签".as_bytes());
    let page: Value = serde_json::from_slice(&output.stdout).unwrap();
    let texts: Vec<&str> = page["paragraphs"].as_array().unwrap().iter().map(|p| p["text"].as_str().unwrap()).collect();
    assert_eq!((page["format"].as_str(), texts), (Some("text"), vec!["首页", "新闻", "<p>不是标签"]));
}

#[test]
fn the_kind_can_be_forced() {
    for (input, count) in [("auto", 2), ("html", 2), ("text", 1)] {
        let output = piped(&["score", "--format", "jsonl", "--input", input], b"<!DOCTYPE html><p>one<p>two");
        let page: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(page["paragraphs"].as_array().unwrap().len(), count, "{input}");
    }
}

#[test]
fn empty_input_is_a_page_without_paragraphs() {
    let output = piped(&["score"], b"");
    assert_eq!(
        (output.status.code(), text(&output.stdout)),
        (Some(0), "-: no-body (text, utf-8): 0 body, 0 nav, 0 spam\n")
    );
}

#[test]
fn a_bad_path_is_named_and_the_rest_is_done() {
    let output = parasift(&["score", "--format", "jsonl", "/nowhere.html", EXAMPLE]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("parasift: /nowhere.html: "), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout).lines().count(), 1);
}

#[test]
fn spam_can_fail_the_command() {
    assert_eq!(parasift(&["score", "--fail-on", "spam", EXAMPLE]).status.code(), Some(1));
    assert_eq!(piped(&["score", "--fail-on", "spam"], "首页".as_bytes()).status.code(), Some(0));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_parasift"))
        .args(["score", "training-data/pages"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}

#[test]
fn folders_are_read_in_order_with_any_number_of_threads() {
    let one = parasift(&["score", "--format", "jsonl", "--threads", "1", "training-data/pages"]);
    let two = parasift(&["score", "--format", "jsonl", "--threads", "2", "training-data/pages"]);
    assert_eq!(one.stdout, two.stdout);
    let source = |line| PathBuf::from(serde_json::from_str::<Value>(line).unwrap()["source"].as_str().unwrap());
    let sources: Vec<PathBuf> = text(&one.stdout).lines().map(source).collect();
    assert!(sources.len() >= 30, "{}", sources.len());
    assert!(sources.is_sorted(), "not in the order of their names");
}

#[test]
fn the_version_names_the_model() {
    let output = parasift(&["--version"]);
    assert!(text(&output.stdout).contains(env!("CARGO_PKG_VERSION")) && text(&output.stdout).contains("model zh-en-"));
}

/// A small set of pages that can be told apart by a glance.
fn small_data(folder: &Path) {
    for site in 0..6 {
        let nav = ["首页", "新闻", "体育", "财经", "联系我们"].map(|text| format!("nav\t{text}{site}\n")).concat();
        let body = format!("body\t第{site}条正文，写得比较长一些，有逗号，也有句号。\n").repeat(4);
        let page = format!("# site: site{site}\n{nav}{body}{nav}");
        std::fs::write(folder.join(format!("{site}.tsv")), page).unwrap();
    }
    let spam = (0..40).map(|n| format!("spam\t博彩平台{n},真人百家乐{n},彩票开奖{n}\n")).collect::<String>();
    std::fs::write(folder.join("spam.tsv"), format!("# use: inject\n{spam}")).unwrap();
}

#[test]
fn what_is_trained_can_be_scored_with_every_tokenizer() {
    let folder = folder("train");
    small_data(&folder);
    for tokenizer in ["ngrams", "words", "both"] {
        let model = folder.join(format!("{tokenizer}.safetensors"));
        let model = model.to_str().unwrap();
        let arguments = ["train", folder.to_str().unwrap(), "--out", model, "--tokenizer", tokenizer, "--folds", "3"];
        let output = parasift(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert!(text(&output.stdout).contains("cross-validation, 3 folds by site"));
        let first = std::fs::read(model).unwrap();
        assert_eq!(parasift(&[&arguments[..], &["--threads", "1"]].concat()).status.code(), Some(0));
        assert_eq!(std::fs::read(model).unwrap(), first, "one thread and two must give the same file");
        assert_eq!(parasift::Classifier::open(model).unwrap().tokenizer(), tokenizer);
        let page = "首页\n新闻\n体育\n又一条正文，写得比较长一些，有逗号，也有句号。\n还有一条正文，写得比较长一些，有逗号，也有句号。\n";
        let output = piped(&["score", "--model", model, "--format", "jsonl"], page.as_bytes());
        let page: Value = serde_json::from_slice(&output.stdout).unwrap();
        let labels: Vec<&str> =
            page["paragraphs"].as_array().unwrap().iter().map(|p| p["label"].as_str().unwrap()).collect();
        assert_eq!(labels, ["nav", "nav", "nav", "body", "body"], "{tokenizer}");
        let output = parasift(&["eval", folder.to_str().unwrap(), "--model", model]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert!(
            text(&output.stdout).contains("precision") && text(&output.stdout).contains("none of the pages has HTML")
        );
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn data_that_cannot_be_trained_on_is_refused_and_nothing_is_written() {
    let folder = folder("refused");
    let (data, model) = (folder.join("data.tsv"), folder.join("model.safetensors"));
    for (content, message) in [
        ("nav\t首页\n", "no paragraph is labelled body"),
        ("body\t一。\nnav\t首页\n", "1 sites for 6 folds"),
        ("nav\t首页\nbdoy\t一。\n", "data.tsv:2: unknown label \"bdoy\""),
        ("", "no paragraphs"),
    ] {
        std::fs::write(&data, content).unwrap();
        let output = parasift(&["train", data.to_str().unwrap(), "--out", model.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2), "{content}");
        assert!(text(&output.stderr).contains(message), "{}", text(&output.stderr));
        assert!(!model.exists());
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_broken_model_is_an_error() {
    let folder = folder("model");
    let model = folder.join("broken.safetensors");
    std::fs::write(&model, b"not a model").unwrap();
    let output = parasift(&["score", "--model", model.to_str().unwrap(), EXAMPLE]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("broken.safetensors: not a model file"), "{}", text(&output.stderr));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn spam_lines_are_looked_for_in_clean_pages() {
    let output = parasift(&["eval", "training-data/pages/news-local", "training-data/spam/lottery-racing.tsv"]);
    let printed = text(&output.stdout);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let row = printed.lines().find(|line| line.starts_with("lottery-racing")).expect(printed);
    let figures: Vec<f64> = row.split_whitespace().skip(2).map(|figure| figure.parse().unwrap()).collect();
    assert_eq!(figures.len(), 9, "{row}");
    assert!(figures.iter().all(|figure| (0.0..=1.0).contains(figure)) && figures[0] > 0.8, "{row}");
}

#[test]
fn word_lists_can_be_named() {
    let folder = folder("spam-words");
    small_data(&folder);
    let words = folder.join("words.jsonl");
    std::fs::write(&words, "{\"text\": \"博彩平台\", \"kind\": \"casino\"}\n").unwrap();
    let (data, model) = (folder.to_str().unwrap(), folder.join("model.safetensors"));
    let train = |words: &str| {
        parasift(&["train", data, "--folds", "2", "--spam-words", words, "--out", model.to_str().unwrap()])
    };
    let output = train(words.to_str().unwrap());
    assert!(text(&output.stdout).contains("and 1 words to compose more of"), "{}", text(&output.stderr));
    let output = train("/nowhere.txt");
    assert!(!output.status.success() && text(&output.stderr).contains("/nowhere.txt"));
}

#[test]
fn repair_says_what_it_changed_and_where() {
    let folder = folder("repair");
    let (page, report) = (folder.join("page.txt"), folder.join("report.jsonl"));
    let damaged = "創(chuàng)新\n發(fā)展，網(wǎng)絡，數(shù)據\n在當?shù)厣袑W(xué)習\n";
    std::fs::write(&page, damaged).unwrap();
    let output = parasift(&["repair", page.to_str().unwrap(), "--report", report.to_str().unwrap()]);
    assert!(text(&output.stdout).starts_with("創新\n發展，網絡，數據\n在當地"), "{}", text(&output.stdout));
    assert!(text(&output.stderr).contains("annotations removed"), "{}", text(&output.stderr));
    let report = std::fs::read_to_string(report).unwrap();
    let changes: Vec<serde_json::Value> = report.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((changes[0]["was"].as_str(), changes[0]["line"].as_u64()), (Some("(chuàng)"), Some(1)));
    for change in &changes {
        let range = change["start"].as_u64().unwrap() as usize..change["end"].as_u64().unwrap() as usize;
        assert_eq!(Some(&damaged[range]), change["was"].as_str());
    }
    let clean = piped(&["repair"], "這是數據。".as_bytes());
    assert_eq!(text(&clean.stdout), "這是數據。");
}

#[test]
fn figures_under_their_floors_fail() {
    let folder = folder("floors");
    let floors = folder.join("floors.json");
    let data = "training-data/pages/news-local";
    let eval = |more: &[&str]| parasift(&[&["eval", data, "--floors", floors.to_str().unwrap()], more].concat());
    let missing = eval(&[]);
    assert!(missing.status.code() == Some(2) && text(&missing.stderr).contains("floors.json"));
    assert!(eval(&["--lower-floors"]).status.success());
    let written = std::fs::read_to_string(&floors).unwrap();
    assert!(eval(&[]).status.success() && eval(&["--raise-floors"]).status.success());
    assert_eq!(std::fs::read_to_string(&floors).unwrap(), written, "nothing has risen");
    std::fs::write(&floors, written.replace("\"floor\": 0.", "\"floor\": 1.")).unwrap();
    let low = eval(&[]);
    assert!(
        low.status.code() == Some(2) && text(&low.stderr).contains("under the floor of 1."),
        "{}",
        text(&low.stderr)
    );
    let other = parasift(&["eval", "training-data/pages/statute", "--floors", floors.to_str().unwrap()]);
    assert!(text(&other.stderr).contains("set on other pages"), "{}", text(&other.stderr));
}
