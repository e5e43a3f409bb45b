//! The embedded model, and what happens to a broken one.
#![cfg(feature = "embedded")]

use std::panic::{RefUnwindSafe, UnwindSafe};

use parasift::{Classifier, ErrorKind, Label, LabeledPage, Page};

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

#[test]
fn a_model_cut_short_is_an_error() {
    for len in (0..2000).chain((2000..MODEL.len()).step_by(9973)) {
        let error = Classifier::from_bytes(&MODEL[..len]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Model, "{len}");
    }
}

/// Any byte of the header may be wrong: the model is refused, or it still scores without a panic.
#[test]
fn a_model_with_a_wrong_byte_never_panics() {
    let header = 8 + u64::from_le_bytes(MODEL[..8].try_into().unwrap()) as usize;
    for at in (0..header).step_by(3) {
        for wrong in [0, b'"', b'9', b'}', 0xff] {
            let mut bytes = MODEL.to_vec();
            bytes[at] = wrong;
            if let Ok(classifier) = Classifier::from_bytes(bytes) {
                assert_eq!(classifier.classify_html("<p>首页<p>正文。").page().paragraphs().len(), 2);
            }
        }
    }
}

/// Replaces a piece of the metadata by one of the same length.
fn tampered(from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = MODEL.to_vec();
    let at = bytes.windows(from.len()).position(|window| window == from.as_bytes()).unwrap();
    bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
    bytes
}

#[test]
fn errors_say_what_is_wrong() {
    for (from, to, message) in [
        (r#"{\"format\":1"#, r#"{\"format\":9"#, "model has file format 9, this build reads 1"),
        (r#"\"features\":3"#, r#"\"features\":9"#, "model has features 9"),
        (r#"\"name\":\"grams\""#, r#"\"name\":\"prams\""#, "unknown feature group \"prams\""),
        (r#""html.first.bias""#, r#""html.first.blas""#, "tensor \"html.first.bias\" is missing"),
        (r#"{"parasift""#, r#"{"paraslft""#, "metadata key \"parasift\" is missing"),
    ] {
        let error = Classifier::from_bytes(tampered(from, to)).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[test]
fn numbers_that_are_none_are_refused() {
    let name = br#""html.second.transitions":{"dtype":"F64","shape":[3,3],"data_offsets":["#;
    let at = MODEL.windows(name.len()).position(|window| window == name).unwrap() + name.len();
    let digits = MODEL[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    let offset: usize = std::str::from_utf8(&MODEL[at..at + digits]).unwrap().parse().unwrap();
    let header = 8 + u64::from_le_bytes(MODEL[..8].try_into().unwrap()) as usize;
    for wrong in [f64::NAN, f64::INFINITY, 1e9] {
        let mut bytes = MODEL.to_vec();
        bytes[header + offset..header + offset + 8].copy_from_slice(&wrong.to_le_bytes());
        let error = Classifier::from_bytes(bytes).unwrap_err();
        assert!(error.to_string().contains("html.second.transitions"), "{error}");
    }
}
