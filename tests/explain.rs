//! `explain`, thresholds for spam, and spam within paragraphs, as a person runs them.
#![cfg(all(feature = "cli", feature = "embedded", feature = "train"))]

mod common;

use std::process::Output;

use common::{piped, text};
use serde_json::Value;

const EXAMPLE: &str = "examples/hacked-news.html";

fn parasift(arguments: &[&str], input: &str) -> Output {
    piped(arguments, input.as_bytes())
}

fn scored(arguments: &[&str], input: &str) -> Value {
    let output = parasift(&[&["score", "--format", "jsonl"], arguments].concat(), input);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn explanations_say_what_score_says_and_add_up() {
    let page = scored(&[EXAMPLE], "");
    let output = parasift(&["explain", "--format", "jsonl", EXAMPLE], "");
    let lines: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let paragraphs = page["paragraphs"].as_array().unwrap();
    assert_eq!(lines.len(), paragraphs.len());
    for (line, paragraph) in lines.iter().zip(paragraphs) {
        assert_eq!((&line["text"], &line["label"]), (&paragraph["text"], &paragraph["label"]));
        for label in ["body", "spam"] {
            let parts = line["parts"].as_array().unwrap().iter();
            let sum: f64 = parts.map(|part| part["pull"][label].as_f64().unwrap()).sum();
            let probability = |label: &str| line["probability"][label].as_f64().unwrap();
            assert!((sum - (probability(label) / probability("nav")).ln()).abs() < 1e-6, "{line}");
            assert!((sum - line["log_odds"][label].as_f64().unwrap()).abs() < 1e-9);
        }
    }
}

#[test]
fn one_paragraph_is_explained_in_full_and_a_missing_one_is_an_error() {
    let output = parasift(&["explain", "--paragraph", "4", EXAMPLE], "");
    let out = text(&output.stdout);
    for part in ["grams", "neighbours", "first reading", "bias", "words for and against spam", "百家乐"] {
        assert!(out.contains(part), "{part} is not in\n{out}");
    }
    assert_eq!(out.matches("against nav").count(), 1);
    let output = parasift(&["explain", "--paragraph", "99", EXAMPLE], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("there is no paragraph 99"), "{}", text(&output.stderr));
    assert_eq!(parasift(&["explain", "-"], "").status.code(), Some(0), "an empty page has nothing to explain");
}

#[test]
fn more_is_spam_the_more_body_may_be_lost() {
    let page =
        "首页\n新闻\n体育\n财经\n汽车\n棋牌游戏\n手机版下载\n昨日，记者从市城建中心获悉，两座天桥主体已经完工。\n";
    let spam = |share: &str| -> f64 {
        let output = parasift(&["score", "--spam-at-fpr", share, "--format", "jsonl"], page);
        let stderr = text(&output.stderr);
        assert!(stderr.contains("% of injected spam is found"), "{stderr}");
        let threshold: f64 =
            stderr.split("probability of ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        let page: Value = serde_json::from_slice(&output.stdout).unwrap();
        for paragraph in page["paragraphs"].as_array().unwrap() {
            let probability = paragraph["probability"]["spam"].as_f64().unwrap();
            // The text head's threshold is printed second.
            let text_threshold: f64 =
                stderr.split("probability of ").nth(2).unwrap().split(' ').next().unwrap().parse().unwrap();
            assert_eq!(paragraph["label"] == "spam", probability > text_threshold, "{paragraph} {stderr}");
        }
        threshold
    };
    assert!(spam("0.0005") > spam("0.001") && spam("0.001") > spam("0.01"));
    for share in ["2", "-0.1", "x"] {
        let output = parasift(&["score", &format!("--spam-at-fpr={share}")], page);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains("give a number from 0 to 1"));
    }
    let output = parasift(&["score", "--spam-at-fpr", "0.0000001"], page);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("no threshold"), "{}", text(&output.stderr));
}

#[test]
fn spam_within_a_paragraph_is_a_byte_range_of_its_text() {
    let (before, spam) = (
        "昨日，记者从市城建中心获悉，跨越解放路和青石河的两座人行天桥主体已经完工，正在安装栏杆。",
        "澳门金沙娱乐城官网注册送彩金,真人百家乐直营平台！",
    );
    let behind = "“以前过马路要绕到路口，来回得走十几分钟。”家住附近的王女士说。";
    let next = "据了解，这两座天桥是今年市政府民生实事项目之一，总投资约两千六百万元，去年六月开工。";
    let page = scored(&["-"], &format!("首页\n新闻\n{before}{spam}{behind}\n{next}\n版权所有\n"));
    let paragraph = &page["paragraphs"][2];
    let [start, end] = ["start", "end"].map(|end| paragraph["spans"][0][end].as_u64().unwrap() as usize);
    assert_eq!(&paragraph["text"].as_str().unwrap()[start..end], spam);
    assert!(page["paragraphs"][3].get("spans").is_none());
}
