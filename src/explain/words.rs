//! Evidence of hashed n-grams, added up into words that a person can read.

use std::collections::{BTreeMap, HashSet};
#[cfg(feature = "words")]
use std::sync::OnceLock;

use serde::Serialize;

use crate::bayes::CONTRASTS;
use crate::features::{Group, folded_texts, for_each_gram};
use crate::model::Model;
use crate::page::Page;

/// A word, folded as the model reads it, and what its n-grams say: log-odds in nats, over all its places in the paragraph.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WordEvidence {
    /// The word.
    pub word: String,
    /// For body against nav.
    pub article: f64,
    /// For spam against the other two.
    pub spam: f64,
}

/// The words of each paragraph of a page, the strongest first.
pub(super) fn of_page(model: &Model, page: &Page<'_>) -> Vec<Vec<WordEvidence>> {
    let cutter = Cutter::load();
    folded_texts(page).iter().map(|text| words(model, &cutter, text)).collect()
}

fn words(model: &Model, cutter: &Cutter, text: &[char]) -> Vec<WordEvidence> {
    let mut of_character = vec![[0.0; CONTRASTS]; text.len()];
    if let Some(group) = model.place_of(Group::Grams) {
        let mut seen = HashSet::new();
        for_each_gram(text, |bucket, characters| {
            // As in the features, each bucket counts once.
            if seen.insert(bucket) {
                let sums = model.evidence_of(group, &[bucket]).sums;
                let share = 1.0 / characters.len() as f64;
                for own in &mut of_character[characters] {
                    own.iter_mut().zip(sums).for_each(|(own, sum)| *own += f64::from(sum) * share);
                }
            }
        });
    }
    let mut words: BTreeMap<String, [f64; CONTRASTS]> = BTreeMap::new();
    let text: String = text.iter().collect();
    let mut characters = of_character.iter();
    for word in cutter.cut(&text) {
        let sums = words.entry(word.to_owned()).or_insert_with(|| cutter.own_evidence(model, word));
        for own in characters.by_ref().take(word.chars().count()) {
            sums.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
        }
    }
    let mut words: Vec<WordEvidence> =
        words.into_iter().map(|(word, [article, spam])| WordEvidence { word, article, spam }).collect();
    let strength = |word: &WordEvidence| word.article.abs().max(word.spam.abs());
    words.sort_by(|one, other| strength(other).total_cmp(&strength(one)));
    words
}

/// Cuts a folded text into words that together are the text.
#[cfg(feature = "words")]
struct Cutter(&'static crate::features::Words);

#[cfg(feature = "words")]
impl Cutter {
    fn load() -> Self {
        // Many pages are explained one after the other, and the dictionary takes its time.
        static WORDS: OnceLock<crate::features::Words> = OnceLock::new();
        Cutter(WORDS.get_or_init(crate::features::Words::load))
    }

    fn cut<'a>(&self, text: &'a str) -> Vec<&'a str> {
        self.0.cut(text)
    }

    /// What the word says as a feature of its own, in models that have such.
    fn own_evidence(&self, model: &Model, word: &str) -> [f64; CONTRASTS] {
        let group = model.place_of(Group::Words).filter(|_| !word.trim().is_empty());
        let evidence = group.map(|group| model.evidence_of(group, &[crate::features::word_bucket(word)]));
        evidence.unwrap_or_default().sums.map(f64::from)
    }
}

/// Cuts a folded text into pieces between marks.
#[cfg(not(feature = "words"))]
struct Cutter;

#[cfg(not(feature = "words"))]
impl Cutter {
    fn load() -> Self {
        Cutter
    }

    fn cut<'a>(&self, text: &'a str) -> Vec<&'a str> {
        text.split_inclusive(|c: char| !c.is_alphanumeric()).collect()
    }

    fn own_evidence(&self, _: &Model, _: &str) -> [f64; CONTRASTS] {
        [0.0; CONTRASTS]
    }
}
