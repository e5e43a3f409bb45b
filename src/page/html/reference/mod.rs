//! The tokenizer held against html5ever's: a page, and the same page written anew from html5ever's tokens in a form that no
//! tokenizer can misread, must have the same blocks.
//!
//! Deliberate differences, none of which these comparisons see: tokens carry no comments and doctypes; attributes that the
//! segmenter does not read are passed over.

mod anew;

use std::path::{Path, PathBuf};

use crate::page::{Input, Page};
use crate::train::random::Random;
use anew::written_anew;

/// What is compared of each paragraph, then of the head.
fn blocks(page: &Page<'_>) -> Vec<String> {
    let paragraphs = page.paragraphs().iter().map(|paragraph| {
        let tags: Vec<_> = page.tags(paragraph).collect();
        let words: Vec<_> = page.ancestors(paragraph).take(3).map(|element| page.words(element)).collect();
        format!("{} {} {tags:?} {words:?} {:?}", paragraph.link_chars, paragraph.hidden, page.text(paragraph))
    });
    paragraphs.chain(page.head().iter().map(|text| format!("{:?} {:?}", text.kind, text.text))).collect()
}

/// The first difference between a page's blocks and those of the page written anew.
fn difference(source: &str) -> Option<String> {
    let anew = written_anew(source);
    let (own, reference) = (blocks(&Page::from_html(source)), blocks(&Page::from_html(anew.as_str())));
    let at = own.iter().zip(&reference).position(|(own, reference)| own != reference);
    let at = at.or_else(|| (own.len() != reference.len()).then(|| own.len().min(reference.len())))?;
    let of = |blocks: &[String]| blocks.get(at).cloned().unwrap_or_default();
    Some(format!(
        "block {at} of {}, {}\n   own       {}\n   html5ever {}",
        own.len(),
        reference.len(),
        of(&own),
        of(&reference)
    ))
}

fn html_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.to_string_lossy();
        if path.is_dir() {
            html_files(&path, files);
        } else if name.ends_with(".html") || name.ends_with(".html.gz") {
            files.push(path);
        }
    }
}

/// Compares all pages of a folder.
fn compare(folder: &str) {
    let mut files = Vec::new();
    html_files(Path::new(folder), &mut files);
    let mut found = Vec::new();
    for path in &files {
        let mut bytes = std::fs::read(path).unwrap();
        if path.extension().is_some_and(|ending| ending == "gz") {
            let packed = std::mem::take(&mut bytes);
            std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&packed[..]), &mut bytes).unwrap();
        }
        let page = Page::from_bytes(&bytes, Input::Html);
        let is_readable = page.encoding() == "utf-8" || !page.source().contains(char::REPLACEMENT_CHARACTER);
        assert!(is_readable, "{}: a character of {} was lost", path.display(), page.encoding());
        found.extend(difference(page.source()).map(|difference| format!("{}: {difference}", path.display())));
    }
    assert!(!files.is_empty() && found.is_empty(), "{} of {} pages:\n{}", found.len(), files.len(), found.join("\n"));
}

#[test]
fn pages_of_the_training_data_are_cut_as_html5ever_does() {
    compare("training-data/pages");
}

#[test]
fn real_pages_are_cut_as_html5ever_does() {
    if Path::new("../shared/corpus").is_dir() {
        compare("../shared/corpus");
    } else {
        eprintln!("skipped: no ../shared/corpus");
    }
}

/// Pieces that broken pages are made of.
const PIECES: [&str; 79] = [
    "<",
    ">",
    "</",
    "/>",
    "<!",
    "<!--",
    "-->",
    "--!>",
    "<!-->",
    "<!--->",
    "--",
    "-",
    "!",
    "?",
    "<?",
    "<?php x ?>",
    "=",
    "\"",
    "'",
    " ",
    "\n",
    "\t",
    "\r\n",
    "\u{c}",
    "\0",
    "/",
    "&",
    "&amp;",
    "&lt",
    "&lt;b&gt;",
    "&#x4e2d;",
    "&#0;",
    "&#x\0",
    "4e2d;",
    "&nbsp;",
    "&notit;",
    "a",
    "中",
    "文字",
    "b>",
    "x y",
    "<p",
    "<p>",
    "</p>",
    "<P CLASS=a>",
    "<div",
    "<div class='nav a>b'>",
    "</div>",
    "</div x=\">\">",
    "<a href=x/>",
    "<a href=\"x",
    "</a>",
    "<b title=a'b>",
    "<br/>",
    "<br></br>",
    "<img src=x>",
    "<li>",
    "<td>",
    "<table>",
    "</table>",
    "<title>",
    "</title>",
    "<textarea>",
    "</textarea>",
    "<script>",
    "</script>",
    "<script",
    "</script",
    "<style>",
    "</style >",
    "<xmp>",
    "</xmp>",
    "<noscript>",
    "</noscript>",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE html>",
    "style=display:none hidden",
    "<meta name=description content=",
];

/// Pieces that raw text is made of.
const RAW_PIECES: [&str; 16] = [
    "<script>",
    "</script>",
    "<script",
    "</SCRIPT ",
    "<!--",
    "-->",
    "<!-->",
    "--",
    ">",
    "<",
    "/",
    "-",
    "a",
    "<p>",
    "<plaintext>",
    "<style>",
];

#[test]
fn broken_pages_are_cut_as_html5ever_does() {
    let mut random = Random::seeded(1);
    let mut found = Vec::new();
    for round in 0..100_000 {
        let pieces = if round % 2 == 0 { &PIECES[..] } else { &RAW_PIECES };
        let page: String = (0..random.below(12)).map(|_| pieces[random.below(pieces.len())]).collect();
        found.extend(difference(&page).map(|difference| format!("{page:?}: {difference}")));
    }
    found.sort_by_key(String::len);
    assert!(found.is_empty(), "{} pages, the shortest:\n{}", found.len(), found[..found.len().min(12)].join("\n"));
}
