//! What holds of every page, model and set of data, tried on generated ones:
//! `cargo test --features stages --test properties`.
#![cfg(all(feature = "cli", feature = "embedded", feature = "stages", feature = "train"))]

use std::collections::BTreeMap;
use std::io::{self, Read};

use parasift::stages::read_container;
use parasift::train::{Dataset, TrainOptions, learn, merge, train};
use parasift::{Classifier, Cleaning, Format, Label, LabeledPage, Page, repair};
use proptest::prelude::*;
use safetensors::SafeTensors;

/// Pieces of text: furniture, article, spam, signs, and what is hard to read.
const TEXTS: [&str; 22] = [
    "首页",
    "登录",
    "版权所有 2018",
    "昨日，记者从市城建中心获悉，两座人行天桥主体已经完工。",
    "家住附近的王女士说，天桥一通就近多了。",
    "臺灣的夏天很熱。",
    "创新(chuàng)发展",
    "澳门赌场注册送彩金",
    "在線觀看 高清",
    "The bridge opens at the end of the month.",
    "Home",
    "best online casino",
    "ＡＢＣ１２３",
    "💰北💰京",
    "\u{200b}",
    "e\u{301}\u{301}\u{301}",
    "\u{202e}abc",
    "مرحبا",
    " ",
    "\t",
    "，",
    "1",
];

const TAGS: [&str; 16] = [
    "<p>",
    "</p>",
    "<div class=nav>",
    "<div style='display:none'>",
    "</div>",
    "<ul><li>",
    "</ul>",
    "<a href=/x>",
    "</a>",
    "<h1>",
    "<br>",
    "<table><tr><td>",
    "<!-- -->",
    "<script>x</script>",
    "<b>",
    "&amp;",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![20 => prop::sample::select(&TEXTS[..]).prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

/// A text of one line.
fn line() -> impl Strategy<Value = String> {
    text().prop_map(|text| text.replace(['\n', '\r'], " "))
}

fn html() -> impl Strategy<Value = String> {
    let piece = prop_oneof![prop::sample::select(&TAGS[..]).prop_map(str::to_owned), text()];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// The labels and probabilities, to be compared.
fn said(page: &LabeledPage<'_>) -> Vec<(String, Label, [f64; 3])> {
    let of = |said: parasift::LabeledParagraph<'_>| {
        (said.text.to_owned(), said.label, Label::ALL.map(|label| said.probability.of(label)))
    };
    page.paragraphs().map(of).collect()
}

/// Gives its bytes in pieces of given lengths, over and over.
struct Dripping {
    bytes: io::Cursor<Vec<u8>>,
    lengths: Vec<usize>,
    turn: usize,
}

impl Read for Dripping {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.lengths[self.turn % self.lengths.len()].min(buffer.len());
        self.turn += 1;
        self.bytes.read(&mut buffer[..length])
    }
}

/// The texts of all pages in a file, or what is wrong with them.
fn container(bytes: &[u8], lengths: Vec<usize>) -> Vec<String> {
    let mut found = Vec::new();
    let raw = Dripping { bytes: io::Cursor::new(bytes.to_vec()), lengths, turn: 0 };
    let read = read_container(raw, |page| {
        found.push(match page {
            Ok(page) => page.paragraphs().iter().map(|paragraph| page.text(paragraph)).collect::<Vec<_>>().join("|"),
            Err(error) => error.to_string(),
        });
    });
    found.extend(read.err().map(|error| error.to_string()));
    found
}

/// A labelled page of those lines, of a site of that number.
fn labelled(site: usize, lines: &[String]) -> String {
    let labelled = lines.iter().enumerate().map(|(at, line)| {
        let label = if at % 3 == 1 { "body" } else { "nav" };
        format!("{label}\t第{at}行 {line}\n")
    });
    format!(
        "# kind: news\n# site: s{site}\n# script: hans\nnav\t首页\nbody\t正文第一段。\n{}",
        labelled.collect::<String>()
    )
}

/// Data of those pages, and a line of spam.
fn dataset(name: &str, first: usize, pages: &[Vec<String>]) -> Dataset {
    let folder = std::env::temp_dir().join(format!("parasift-{}-properties-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for (at, lines) in pages.iter().enumerate() {
        std::fs::write(folder.join(format!("{}.tsv", first + at)), labelled(first + at, lines)).unwrap();
    }
    std::fs::write(folder.join("spam.tsv"), format!("# use: inject\nspam\t澳门赌场{first},平台\n")).unwrap();
    let data = Dataset::read(std::slice::from_ref(&folder)).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    data
}

fn trained(data: &Dataset) -> Vec<u8> {
    let mut options = TrainOptions::default();
    (options.folds, options.keep_counts) = (2, true);
    train(data, &options, &|_| {}).unwrap().model
}

/// The tables and counts of a model.
fn tables(model: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let file = SafeTensors::deserialize(model).unwrap();
    let tables = file.tensors().into_iter().filter(|(name, _)| name.ends_with("evidence") || name.ends_with("counts"));
    tables.map(|(name, tensor)| (name, tensor.data().to_vec())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ranges_give_the_text_and_probabilities_sum_to_one(source in prop_oneof![html(), text()], is_html: bool) {
        let classifier = Classifier::embedded();
        let page = if is_html { classifier.classify_html(&source) } else { classifier.classify_text(&source) };
        let is_space = |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') || (c.is_control() && c != '\u{7f}');
        let words = |text: &str| text.split(is_space).filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let mut end = 0;
        for paragraph in page.paragraphs() {
            let slice = &page.page().source()[paragraph.range.clone()];
            prop_assert!(paragraph.range.start >= end);
            end = paragraph.range.end;
            // Cut out, the paragraph is the same text.
            let alone = if is_html { Page::from_html(slice) } else { Page::from_text(slice) };
            let text: Vec<&str> = alone.paragraphs().iter().map(|one| alone.text(one)).collect();
            prop_assert_eq!(words(&text.join(" ")), words(paragraph.text));
            let shares = Label::ALL.map(|label| paragraph.probability.of(label));
            prop_assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "{:?}", shares);
            prop_assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
        prop_assert_eq!(page.page().format(), if is_html { Format::Html } else { Format::Text });
        let _ = page.clean(&Cleaning::all_but_spam().with_markdown(true).with_repair(true));
    }

    #[test]
    fn a_text_is_its_paragraphs(lines in prop::collection::vec(line(), 0..20)) {
        let classifier = Classifier::embedded();
        let source = lines.join("\n");
        let whole = classifier.classify_text(&source);
        let texts: Vec<&str> = whole.paragraphs().map(|paragraph| paragraph.text).collect();
        prop_assert_eq!(said(&whole), said(&classifier.classify_paragraphs(texts)));
    }

    #[test]
    fn a_model_read_again_says_the_same(source in html()) {
        let embedded = Classifier::embedded();
        let read = Classifier::from_bytes(embedded.bytes()).unwrap();
        prop_assert_eq!(embedded.bytes(), read.bytes());
        prop_assert_eq!(said(&embedded.classify_html(&source)), said(&read.classify_html(&source)));
    }

    #[test]
    fn repaired_once_is_repaired(source in text()) {
        let once = repair(&source);
        prop_assert!(repair(&once.text).changes.is_empty(), "{:?} to {:?}", source, once.text);
        if !source.contains(['(', '（']) {
            prop_assert!(once.changes.is_empty());
        }
    }

    #[test]
    fn how_a_file_comes_in_does_not_matter(
        lines in prop::collection::vec(prop_oneof![line(), html()], 1..8),
        is_archive: bool,
        lengths in prop::collection::vec(1_usize..50, 1..5),
    ) {
        let file: String = lines.iter().map(|text| match is_archive {
            true => format!("WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{text}\r\n\r\n", text.len()),
            false => format!("{}\n", serde_json::json!({ "text": text })),
        }).collect();
        let whole = container(file.as_bytes(), vec![usize::MAX]);
        prop_assert_eq!(whole.len(), lines.len());
        prop_assert_eq!(container(file.as_bytes(), lengths.clone()), whole.clone());
        // Packed as a whole, and in two members.
        let mut packed = Vec::new();
        for part in [file.as_bytes().split_at(file.len() / 2).0, file.as_bytes().split_at(file.len() / 2).1] {
            flate2::read::GzEncoder::new(part, flate2::Compression::fast()).read_to_end(&mut packed).unwrap();
        }
        prop_assert_eq!(container(&packed, lengths.clone()), whole.clone());
        prop_assert_eq!(container(&zstd::encode_all(file.as_bytes(), 1).unwrap(), lengths), whole);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_make_the_whole_and_what_is_forgotten_was_never_there(
        pages in prop::collection::vec(prop::collection::vec(line(), 1..6), 4..8),
        cut in 2_usize..3,
    ) {
        let (one, other) = (dataset("one", 0, &pages[..cut]), dataset("other", cut, &pages[cut..]));
        let (first, second) = (trained(&one), trained(&other));
        let learned = learn(&first, &other, &Dataset::default()).unwrap();
        prop_assert_eq!(tables(&merge(&[first.clone(), second]).unwrap()), tables(&learned));
        prop_assert_eq!(learn(&learned, &Dataset::default(), &other).unwrap(), first);
    }
}
