//! Forty cases that a strong tool must get right (`tests/hard-cases/cases.tsv`), a page each. A case passes if every paragraph
//! that it is about gets its label, no honest paragraph of the page is called spam, and the body of the page is found by
//! and large. Cases that fail stand in [`KNOWN_FAILURES`] with the reason, and must still fail.
#![cfg(feature = "embedded")]

use std::fs;

use encoding_rs::GBK;
use parasift::{Classifier, Input, Label, LabeledPage, Page};

/// Cases that are not solved, and why.
const KNOWN_FAILURES: &[(u32, &str)] = &[
    (4, "of the damaged headline too little is left; the body is found"),
    (
        7,
        "a headline that neither an h1 nor a heading marks, its kicker and subtitle: taken for furniture above the date line",
    ),
    (8, "the date under a notice is taken for furniture"),
    (10, "one of six captions, a credit by itself, is taken for furniture"),
    (12, "disclaimers of several sentences right behind the article are taken for its end"),
    (15, "the headline as plain text"),
    (21, "a headline in three parts, taken for furniture at .57"),
    (22, "a chapter's title as plain text"),
    (23, "paragraphs with a spam sentence keep their label; the sentences are in `spans`"),
    (24, "a brand that no list has, in menus and the copyright line of a doorway"),
    (26, "a fluent advertorial for a brand that no list has"),
    (27, "characters split into their radicals; and honest links between disguised ones are taken for more of them"),
    (28, "one of the contact lines, the one with no word of the trade but 删帖"),
    (32, "honest and sold links mixed one by one: two honest ones are called spam, one sold one is not"),
    (33, "long replies of a forum read like its opening post"),
    (35, "sentences of a paywall read like the article"),
    (
        37,
        "170,000 characters of innocent words: each speaks for an honest page, and hiding them is not evidence enough",
    ),
    (39, "brands strewn into sentences keep the paragraphs' label"),
];

/// At least so many cases of the forty pass. To be raised, not lowered: 36 are wanted.
const LEAST_PASSES: usize = 22;

/// F1 over characters that the body of a page must reach.
const LEAST_BODY: f64 = 0.8;

/// Characters of the hidden dump of case 37.
const DUMP: usize = 170_000;

struct Case {
    number: u32,
    file: String,
    judged: Vec<String>,
}

fn cases() -> Vec<Case> {
    let table = fs::read_to_string("tests/hard-cases/cases.tsv").unwrap();
    let case = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        Case {
            number: fields[0].parse().unwrap(),
            file: fields[1].to_owned(),
            judged: fields[2].split(" | ").map(str::to_owned).collect(),
        }
    };
    table.lines().skip(1).map(case).collect()
}

/// A page's bytes as they would be crawled, the labels of its paragraphs, and the beginnings of the texts that are judged.
fn read(case: &Case) -> (Vec<u8>, Vec<Label>, Vec<String>) {
    let mut text = fs::read_to_string(format!("tests/hard-cases/{}", case.file)).unwrap();
    let mut judged = case.judged.clone();
    if text.contains("@@DUMP@@") {
        let dump = dump();
        text = text.replace("@@DUMP@@", &dump);
        judged.iter_mut().filter(|prefix| *prefix == "@@DUMP@@").for_each(|prefix| *prefix = dump.clone());
    }
    if case.file.ends_with(".tsv") {
        let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
        let pairs: Vec<(&str, &str)> = lines.map(|line| line.split_once('\t').unwrap()).collect();
        let labels = pairs.iter().map(|(label, _)| Label::parse(label).unwrap()).collect();
        let plain: Vec<&str> = pairs.iter().map(|(_, text)| *text).collect();
        return (plain.join("\n").into_bytes(), labels, judged);
    }
    let page = Page::from_html(text.as_str());
    let label = |value: &str| Label::parse(value).unwrap();
    let labels = page.paragraphs().iter().map(|p| label(&text[p.annotation.as_ref().unwrap().value.clone()])).collect();
    // Case 40 says that it is UTF-8 and is not.
    let bytes = if case.number == 40 { GBK.encode(&text).0.into_owned() } else { text.clone().into_bytes() };
    (bytes, labels, judged)
}

/// Keywords, over and over in changing order, as they stand in hidden blocks.
fn dump() -> String {
    let words = fs::read_to_string("tests/hard-cases/37-words.txt").unwrap();
    let words: Vec<&str> = words.lines().filter(|word| !word.trim().is_empty() && !word.starts_with('#')).collect();
    let mut dump = String::new();
    let mut at = 0;
    while dump.chars().count() < DUMP {
        // Steps through all words in an order that does not repeat soon.
        at = (at * 31 + 17 + dump.len() / 1000) % words.len();
        dump += words[at];
        dump.push(' ');
    }
    dump.trim_end().to_owned()
}

/// What is wrong with the labels of a page.
fn mistakes(page: &LabeledPage<'_>, labels: &[Label], judged: &[String]) -> Vec<String> {
    let mut mistakes = Vec::new();
    assert_eq!(page.paragraphs().len(), labels.len(), "paragraphs are cut as they are labelled");
    let is_judged = |text: &str| judged.iter().any(|prefix| prefix == "*" || text.starts_with(prefix.as_str()));
    for prefix in judged.iter().filter(|prefix| *prefix != "*") {
        assert!(
            page.paragraphs().any(|said| said.text.starts_with(prefix.as_str())),
            "no paragraph begins with {prefix}"
        );
    }
    let (mut both, mut all) = (0, 0);
    for (said, &label) in page.paragraphs().zip(labels) {
        let is_false_alarm = said.label == Label::Spam && label != Label::Spam;
        if said.label != label && (is_judged(said.text) || is_false_alarm) {
            let text: String = said.text.chars().take(30).collect();
            mistakes.push(format!("{label} called {} {:.2}: {text}", said.label, said.probability.of(said.label)));
        }
        let chars = said.text.chars().count();
        let (is, was) = (said.label == Label::Body, label == Label::Body);
        both += if is && was { 2 * chars } else { 0 };
        all += (usize::from(is) + usize::from(was)) * chars;
    }
    let body = if all == 0 { 1.0 } else { both as f64 / all as f64 };
    if body < LEAST_BODY {
        mistakes.push(format!("F1 of body over characters is {body:.2}"));
    }
    mistakes
}

#[test]
fn forty_hard_cases() {
    let classifier = Classifier::embedded();
    let cases = cases();
    assert_eq!(cases.iter().map(|case| case.number).collect::<Vec<_>>(), (1..=40).collect::<Vec<_>>());
    let (mut passed, mut wrong) = (0, Vec::new());
    for case in &cases {
        let (bytes, labels, judged) = read(case);
        let input = if case.file.ends_with(".tsv") { Input::Text } else { Input::Html };
        let mistakes = mistakes(&classifier.classify_bytes(&bytes, input), &labels, &judged);
        passed += usize::from(mistakes.is_empty());
        match KNOWN_FAILURES.iter().find(|(number, _)| *number == case.number) {
            None if !mistakes.is_empty() => wrong.push(format!("{}:\n  {}", case.file, mistakes.join("\n  "))),
            Some(_) if mistakes.is_empty() => wrong.push(format!("{}: passes, but is listed as a failure", case.file)),
            _ => {}
        }
    }
    eprintln!("{passed} of {} hard cases pass", cases.len());
    assert!(wrong.is_empty() && passed >= LEAST_PASSES, "{passed} pass\n{}", wrong.join("\n"));
}

#[test]
fn a_hijacked_head_is_spam_and_its_page_is_not() {
    let html = fs::read("tests/hard-cases/38-hijacked-head.html").unwrap();
    let page = Classifier::embedded().classify_bytes(&html, Input::Html);
    assert!(page.head().len() > 0 && page.head().all(|head| head.label == Label::Spam));
    assert_eq!(page.verdict().as_str(), "injected");
}

#[test]
fn a_paragraph_of_a_megabyte_and_no_paragraph_at_all() {
    let sentence = "值班员每小时巡查一次，把水位记在本子上，再打电话报给县里。";
    let long = sentence.repeat(1_000_000 / sentence.len() + 1);
    let page = Classifier::embedded().classify_text(&long);
    assert_eq!(page.paragraphs().map(|said| said.text.len()).collect::<Vec<_>>(), [long.len()]);
    assert!(
        page.paragraphs()
            .all(|said| (said.probability.body + said.probability.nav + said.probability.spam - 1.0).abs() < 1e-9)
    );
    assert_eq!(Classifier::embedded().classify_text("").paragraphs().len(), 0);
    assert_eq!(Classifier::embedded().classify_html("").paragraphs().len(), 0);
}
