//! Pinyin in brackets behind a character: `創(chuàng)新` is `創新`.

use std::collections::{HashMap, HashSet};

use pinyin::ToPinyinMulti;

use super::{Change, Damage};
use crate::normalize::is_traditional;

/// Longest syllable of pinyin, in letters: `zhuang`.
const LONGEST_SYLLABLE: usize = 6;

/// A converter annotates many characters, and each wherever it stands; a text that explains a pronunciation does so for a
/// few, once.
const LEAST_ANNOTATIONS: usize = 3;
const LEAST_CHARACTERS: usize = 2;
const LEAST_SHARE: f64 = 0.6;

/// What a page's annotations are like: empty if a converter did not make them.
pub(super) struct Annotations {
    /// The characters that are annotated.
    characters: HashSet<char>,
    /// How often each pair of characters stands in the page: what a lost character may have been.
    pairs: HashMap<(char, char), usize>,
}

impl Annotations {
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut counts: HashMap<char, usize> = HashMap::new();
        for text in texts.clone() {
            for (open, bracket) in text.match_indices(['(', '（']) {
                if let Some((c, _)) = annotated(text, open, bracket.len()) {
                    *counts.entry(c).or_default() += 1;
                }
            }
        }
        let mut annotations = Annotations { characters: HashSet::new(), pairs: HashMap::new() };
        let found: usize = counts.values().sum();
        if found < LEAST_ANNOTATIONS || counts.len() < LEAST_CHARACTERS {
            return annotations;
        }
        let standing: usize = texts.clone().map(|text| text.chars().filter(|c| counts.contains_key(c)).count()).sum();
        if (found as f64) < LEAST_SHARE * standing as f64 {
            return annotations;
        }
        for text in texts {
            let mut previous = None;
            for c in text.chars() {
                if let Some(previous) = previous {
                    *annotations.pairs.entry((previous, c)).or_default() += 1;
                }
                previous = Some(c);
            }
        }
        annotations.characters = counts.into_keys().collect();
        annotations
    }

    pub(super) fn is_empty(&self) -> bool {
        self.characters.is_empty()
    }

    pub(super) fn has(&self, c: char) -> bool {
        self.characters.contains(&c)
    }

    /// How often two characters stand side by side in the page.
    pub(super) fn pairs(&self, first: char, second: char) -> usize {
        self.pairs.get(&(first, second)).copied().unwrap_or(0)
    }

    /// The annotation that opens at an offset.
    pub(super) fn at(&self, text: &str, open: usize) -> Option<Change> {
        let bracket = text[open..].chars().next()?.len_utf8();
        let (_, end) = annotated(text, open, bracket)?;
        Some(Change { range: open..end, damage: Damage::Annotation, restored: String::new() })
    }
}

/// The character annotated by the bracket at an offset, and where the annotation ends: a traditional character, and a
/// reading of it.
fn annotated(text: &str, open: usize, bracket: usize) -> Option<(char, usize)> {
    let c = text[..open].chars().next_back().filter(|&c| is_traditional(c))?;
    let start = open + bracket;
    let (len, closing) = syllable(&text[start..])?;
    is_reading(c, &text[start..start + len]).then_some((c, start + len + closing))
}

/// Length in bytes of a syllable with a tone, and of the bracket that closes it, if a text begins so.
pub(super) fn syllable(text: &str) -> Option<(usize, usize)> {
    let mut has_tone = false;
    for (count, (at, c)) in text.char_indices().enumerate() {
        match c {
            ')' | '）' => return has_tone.then_some((at, c.len_utf8())),
            _ if count == LONGEST_SYLLABLE => return None,
            'a'..='z' | 'ü' => {}
            _ if "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ".contains(c) => has_tone = true,
            _ => return None,
        }
    }
    None
}

/// Whether a syllable with its tone is one of a character's readings.
pub(super) fn is_reading(c: char, syllable: &str) -> bool {
    c.to_pinyin_multi().is_some_and(|readings| readings.into_iter().any(|reading| reading.with_tone() == syllable))
}
