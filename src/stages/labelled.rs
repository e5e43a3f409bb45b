//! Labelled data, from memory.

use std::path::Path;

use crate::error::Result;
use crate::train::dataset::{self, Contents};

/// The forms of labelled pages.
#[derive(Clone, Copy, Debug)]
pub enum LabelledForm {
    /// `label<TAB>text`.
    Tsv,
    /// HTML with `data-label`.
    Html,
    /// A page, or a line of spam, a line.
    JsonLines,
}

/// The paragraphs of all pages in a file of that form, and its lines of spam.
///
/// # Errors
///
/// As [`Dataset::read`](crate::train::Dataset::read).
pub fn read_labelled(form: LabelledForm, bytes: Vec<u8>) -> Result<Vec<String>> {
    let name = match form {
        LabelledForm::Tsv => "page.tsv",
        LabelledForm::Html => "page.html",
        LabelledForm::JsonLines => "pages.jsonl",
    };
    Ok(match dataset::of_bytes(Path::new(name), bytes)? {
        Contents::Pages(pages) => {
            pages.into_iter().flat_map(|page| page.paragraphs.into_iter().map(|(text, _)| text)).collect()
        }
        Contents::SpamLines(lines) | Contents::SpamWords(lines) => lines.into_iter().map(|line| line.text).collect(),
    })
}
