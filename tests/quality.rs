//! Figures on real pages that must not fall. The pages are others' and stand beside the repository, if anywhere.
#![cfg(all(feature = "embedded", feature = "train"))]

use std::path::PathBuf;

use parasift::train::{Dataset, Evaluation, evaluate};
use parasift::{Classifier, Format, Label};

const CORPUS: &str = "../shared/corpus";

/// Evaluates on some sets of pages; `None`, with a line that says so, where there are none.
fn evaluated(sets: &[&str], view: Format) -> Option<Evaluation> {
    if !std::path::Path::new(CORPUS).is_dir() {
        eprintln!("skipped: no real pages in {CORPUS}");
        return None;
    }
    let paths: Vec<PathBuf> = sets.iter().map(|set| PathBuf::from(format!("{CORPUS}/{set}"))).collect();
    let dataset = Dataset::read(&paths).unwrap();
    let mut all = Evaluation::default();
    for (_, evaluation) in evaluate(&Classifier::embedded(), &dataset, view).unwrap() {
        all.merge(&evaluation);
    }
    Some(all)
}

const CHINESE: [&str; 4] = [
    "dev/zh-163-finance.jsonl.gz",
    "dev/zh-hacked.jsonl.gz",
    "dev/zh-list-pages.jsonl.gz",
    "dev/zh-news-sites.jsonl.gz",
];
const ENGLISH: [&str; 1] = ["dev/en-web.jsonl.gz"];

/// Mean F1 of body and nav.
fn body_and_nav(evaluation: &Evaluation) -> f64 {
    (evaluation.score(Label::Body).f1 + evaluation.score(Label::Nav).f1) / 2.0
}

#[test]
fn body_and_nav_on_real_pages() {
    for (sets, view, floor) in [
        (&CHINESE[..], Format::Text, 0.96),
        (&CHINESE, Format::Html, 0.98),
        (&ENGLISH, Format::Text, 0.84),
        (&ENGLISH, Format::Html, 0.88),
    ] {
        let Some(evaluation) = evaluated(sets, view) else { return };
        let figure = body_and_nav(&evaluation);
        assert!(figure >= floor, "{sets:?} {view:?}: {figure:.4} is under {floor}");
    }
}

#[test]
fn the_article_is_not_called_spam() {
    for view in [Format::Text, Format::Html] {
        let Some(evaluation) = evaluated(&CHINESE, view) else { return };
        let [body, nav, spam] = evaluation.confusion()[Label::Body.index()];
        let share = spam as f64 / (body + nav + spam) as f64;
        assert!(share <= 0.002, "{view:?}: {spam} paragraphs of body are called spam ({share:.4})");
    }
}

#[test]
fn the_seeds() {
    let Some(evaluation) = evaluated(&["zh-seeds.jsonl"], Format::Text) else { return };
    assert!(evaluation.macro_f1() >= 0.95, "{:.4}", evaluation.macro_f1());
    assert_eq!(evaluation.score(Label::Spam).recall, 1.0, "the injected line");
}

#[test]
fn no_sentence_of_a_seed_is_spam_within_its_paragraph() {
    let Ok(seeds) = std::fs::read_dir("../shared/seeds") else {
        eprintln!("skipped: no pages in ../shared/seeds");
        return;
    };
    for seed in seeds {
        let bytes = std::fs::read(seed.unwrap().path()).unwrap();
        let page = Classifier::embedded().classify_bytes(&bytes, parasift::Input::Text);
        let within: Vec<&str> =
            page.paragraphs().flat_map(|said| said.spans.iter().map(move |span| &said.text[span.clone()])).collect();
        assert!(within.is_empty(), "{within:?}");
    }
}
