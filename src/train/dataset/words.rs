//! `words/*.txt`: words of a spam family, one a line; lines that begin with `#` are metadata.

use std::path::Path;

use super::{Contents, Kind, SpamLine, inflated, jsonl, stem, text};
use crate::error::{Error, Result};

/// Reads a list that was named as one, in either form.
pub(super) fn read_named(path: &Path) -> Result<Vec<SpamLine>> {
    let text = text(inflated(path)?)?;
    if !matches!(Kind::of(path), Some(Kind::Jsonl)) {
        return read(path, &text);
    }
    match jsonl::read(path, text)? {
        Contents::SpamLines(words) => Ok(words.into_iter().map(of_kind).collect()),
        _ => Err(Error::data("pages, where words were expected: lines with \"text\" and \"kind\"")),
    }
}

/// Lists of words have many kinds in one file, each a family of its own.
fn of_kind(word: SpamLine) -> SpamLine {
    let family = word.kind.clone().unwrap_or(word.family);
    SpamLine { family, ..word }
}

pub(super) fn read(path: &Path, text: &str) -> Result<Vec<SpamLine>> {
    let mut family = stem(path);
    let mut words = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines().map(str::trim) {
        match line.strip_prefix('#') {
            Some(metadata) => {
                if let Some(("family", name)) = metadata.split_once(':').map(|(key, value)| (key.trim(), value.trim()))
                {
                    name.clone_into(&mut family);
                }
            }
            None if line.is_empty() => {}
            None => words.push(line.to_owned()),
        }
    }
    match words.is_empty() {
        true => Err(Error::data("no words: expected one word or short phrase a line")),
        false => Ok(words.into_iter().map(|text| SpamLine { text, family: family.clone(), kind: None }).collect()),
    }
}
