//! `words/*.txt`: words of a spam family, one a line; lines that begin with `#` are metadata.

use std::path::Path;

use super::{SpamLine, stem};
use crate::error::{Error, Result};

pub(super) fn read(path: &Path, text: &str) -> Result<Vec<SpamLine>> {
    let mut family = stem(path);
    let mut words = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines().map(str::trim) {
        match line.strip_prefix('#') {
            Some(metadata) => {
                if let Some(("family", name)) = metadata.split_once(':').map(|(key, value)| (key.trim(), value.trim())) {
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
