//! The embedded model.
#![cfg(feature = "embedded")]

use std::panic::{RefUnwindSafe, UnwindSafe};

use parasift::{Classifier, Label, LabeledPage, Page};

const MODEL: &[u8] = include_bytes!("../models/parasift.safetensors");

#[test]
fn public_types_can_be_shared() {
    fn assert_all<T: Send + Sync + UnwindSafe + RefUnwindSafe>() {}
    assert_all::<Classifier>();
    assert_all::<LabeledPage<'static>>();
    assert_all::<Page<'static>>();
    assert_all::<parasift::Error>();
}

#[test]
fn the_file_and_the_embedded_model_agree() {
    let html = std::fs::read_to_string("examples/hacked-news.html").unwrap();
    let (embedded, read) = (Classifier::embedded(), Classifier::from_bytes(MODEL).unwrap());
    let (one, other) = (embedded.classify_html(&html), read.classify_html(&html));
    assert!(one.paragraphs().eq(other.paragraphs()));
    assert_eq!(one.counts().iter().sum::<usize>(), one.page().paragraphs().len());
}

#[test]
fn paragraphs_are_labelled_as_lines_are() {
    let lines = [
        "首页",
        "新闻",
        "昨日，记者从市城建中心获悉，两座人行天桥主体已经完工，预计本月底向市民开放。",
        "“以前过马路要绕到路口，来回得走十几分钟。”家住附近的王女士说，天桥一通就近多了。",
        "据了解，这两座天桥是今年的民生实事项目之一，总投资约两千六百万元，去年六月开工。",
        "版权所有",
    ];
    let text = lines.join("\n");
    let classifier = Classifier::embedded();
    let (one, other) = (classifier.classify_paragraphs(lines), classifier.classify_text(&text));
    assert!(one.paragraphs().eq(other.paragraphs()));
    assert_eq!(one.text_of(Label::Body), lines[2..5].join("\n"));
}

#[test]
fn probabilities_are_probabilities() {
    let long = "中文。".repeat(100_000);
    let many = "首页\n".repeat(10_000);
    for text in ["", "\u{0}", "a", long.as_str(), many.as_str(), "\u{200b}\n\u{feff}", "😀😀\n\u{202e}x"] {
        for page in [Classifier::embedded().classify_text(text), Classifier::embedded().classify_html(text)] {
            for paragraph in page.paragraphs() {
                let sum: f64 = Label::ALL.iter().map(|&label| paragraph.probability.of(label)).sum();
                assert!((sum - 1.0).abs() < 1e-9);
            }
        }
    }
}
