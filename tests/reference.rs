//! What the library says of the pages of `tests/reference.jsonl`: the tests of the Python package read the same file, so both
//! say the same. `make reference` writes it anew, for a new model or a page that was added; the first line names the model.
#![cfg(feature = "embedded")]

use std::fs;

use encoding_rs::GBK;
use parasift::{Characters, Classifier, Cleaning, Input, Label, LabeledPage, LabeledParagraph, Page};
use serde_json::{Value, json};

const FILE: &str = "tests/reference.jsonl";

/// Set by `make reference`.
const WRITE: &str = "PARASIFT_WRITE_REFERENCE";

/// How far probabilities may be from what is written down.
const TOLERANCE: f64 = 2e-6;

#[test]
fn pages_are_what_they_were() {
    let (classifier, written) = (Classifier::embedded(), fs::read_to_string(FILE).unwrap());
    let mut pages: Vec<Value> = written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let model = json!({ "model": classifier.model_name() });
    if std::env::var_os(WRITE).is_some() {
        pages[0] = model;
        for page in &mut pages[1..] {
            page["said"] = said(&classifier, page);
        }
        let lines: String = pages.iter().map(|page| format!("{page}\n")).collect();
        return fs::write(FILE, lines).unwrap();
    }
    assert_eq!(pages[0], model, "a new model: run make reference");
    assert!(pages.len() > 10);
    for page in &pages[1..] {
        let said = said(&classifier, page);
        assert!(is_alike(&said, &page["said"]), "{}: {said}\n{}", page["name"], page["said"]);
    }
}

/// What the library says of a page.
fn said(classifier: &Classifier, page: &Value) -> Value {
    let bytes = bytes(page);
    let text = page["text"].as_str().filter(|_| page["encode"].is_null());
    let labeled = match (text, page["input"].as_str().unwrap()) {
        (Some(text), "html") => classifier.classify_html(text),
        (Some(text), "text") => classifier.classify_text(text),
        (None, input) => {
            let input = match input {
                "html" => Input::Html,
                "text" => Input::Text,
                "auto" => Input::Auto,
                other => panic!("input {other}"),
            };
            classifier.classify(Page::from_bytes(&bytes, input))
        }
        (Some(_), other) => panic!("input {other} of a text"),
    };
    described(&labeled)
}

/// The bytes of a page: a text, in UTF-8 or in GBK; a file; or hexadecimal digits.
fn bytes(page: &Value) -> Vec<u8> {
    match (&page["text"], &page["file"], &page["hex"]) {
        (Value::String(text), ..) if page["encode"] == "gbk" => {
            let (bytes, _, is_lossy) = GBK.encode(text);
            assert!(!is_lossy);
            bytes.into_owned()
        }
        (Value::String(text), ..) => text.clone().into_bytes(),
        (_, Value::String(file), _) => fs::read(file).unwrap(),
        (.., Value::String(hex)) => {
            (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
        }
        _ => panic!("no page in {page}"),
    }
}

fn described(page: &LabeledPage<'_>) -> Value {
    let characters = Characters::of(page.page().source());
    json!({
        "format": page.page().format().as_str(),
        "encoding": page.page().encoding(),
        "how": page.page().how().as_str(),
        "verdict": page.verdict().as_str(),
        "quality": rounded(page.quality()),
        "title": page.title(),
        "clean": page.clean(&Cleaning::body()),
        "markdown": page.clean(&Cleaning::keeping(&[Label::Body, Label::Nav]).with_repair(true).with_markdown(true)),
        "head": page.head().map(|head| json!([head.text.kind.as_str(), head.label])).collect::<Vec<_>>(),
        "paragraphs": page.paragraphs().map(|said| paragraph(&said, &characters)).collect::<Vec<_>>(),
    })
}

fn paragraph(said: &LabeledParagraph<'_>, characters: &Characters<'_>) -> Value {
    let within = |byte: usize| said.text[..byte].chars().count();
    json!({
        "start": characters.at(said.range.start),
        "end": characters.at(said.range.end),
        "text": said.text,
        "label": said.label,
        "probability": Label::ALL.map(|label| rounded(said.probability.of(label))),
        "spans": said.spans.iter().map(|span| [within(span.start), within(span.end)]).collect::<Vec<_>>(),
        "hidden": said.hidden,
    })
}

fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

/// Whether two values are the same but for the last digit of numbers.
fn is_alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            (one.as_f64().unwrap() - other.as_f64().unwrap()).abs() <= TOLERANCE
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_alike(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| other.get(key).is_some_and(|to| is_alike(value, to)))
        }
        _ => one == other,
    }
}
