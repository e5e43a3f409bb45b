//! What a paragraph says: hashed character n-grams, or jieba's words.

use std::ops::Range;

use crate::hash;

/// Buckets of the n-gram table: those of characters, of pairs of characters, of spelled words. Large enough that
/// collisions do not hurt, small enough for a cache.
pub(crate) const GRAM_BUCKETS: usize = CHARACTER_BUCKETS + HASHED_BUCKETS;
/// A character of the basic plane has a bucket of its own, the others wrap around.
const CHARACTER_BUCKETS: usize = 1 << 16;
const HASHED_BUCKETS: usize = PAIR_BUCKETS + SPELLED_BUCKETS;
const PAIR_BUCKETS: usize = 1 << 18;
const SPELLED_BUCKETS: usize = 1 << 18;

/// Buckets of the word table; one [`Seen`] serves both, and words have none of a single character.
pub(crate) const WORD_BUCKETS: usize = GRAM_BUCKETS;

/// Whether a lexical bucket is that of a single character, which says little by itself.
pub(crate) fn is_character(bucket: u32) -> bool {
    bucket < CHARACTER_BUCKETS as u32
}

fn of_character(code: u32) -> u32 {
    code % CHARACTER_BUCKETS as u32
}

fn of_pair(before: u32, code: u32) -> u32 {
    CHARACTER_BUCKETS as u32 + hash::pair(before, code) % PAIR_BUCKETS as u32
}

fn of_spelled(before: u32, word: u32) -> u32 {
    (CHARACTER_BUCKETS + PAIR_BUCKETS) as u32 + hash::pair(before, word) % SPELLED_BUCKETS as u32
}

/// Whether a character is one of a script that spells its words, and has spaces between them: there a pair of characters
/// says little. Digits belong to words too, as brands and dates are full of them. Characters are folded.
fn is_spelled(c: char) -> bool {
    matches!(c, 'a'..='z' | '0' | '\u{df}'..='\u{24f}' | '\u{370}'..='\u{6ff}')
}

/// Calls `visit` with the bucket of each character, pair of characters, spelled word and pair of words of a folded text, and
/// with the characters it is made of.
pub(crate) fn for_each_gram(text: &[char], mut visit: impl FnMut(u32, Range<usize>)) {
    let (mut previous, mut word, mut word_start) = (0, 0, 0);
    let mut word_before: Option<(u32, usize)> = None;
    for at in 0..=text.len() {
        let c = text.get(at).copied();
        if let Some(code) = c.map(u32::from) {
            visit(of_character(code), at..at + 1);
            if previous != 0 {
                visit(of_pair(previous, code), at - 1..at + 1);
            }
            previous = code;
        }
        match c.filter(|&c| is_spelled(c)) {
            Some(c) => {
                word_start = if word == 0 { at } else { word_start };
                word = hash::pair(word, c as u32) | 1;
            }
            None if word != 0 => {
                visit(of_spelled(0, word), word_start..at);
                if let Some((before, start)) = word_before {
                    visit(of_spelled(before, word), start..at);
                }
                word_before = Some((word, word_start));
                word = 0;
            }
            None => {}
        }
    }
}

/// The most n-grams that end at one character, or right behind the last: itself, a pair, a word, a pair of words.
const MOST_PER_CHARACTER: usize = 4;

/// The buckets of the features of one paragraph, each once.
pub(crate) struct Seen {
    bits: Vec<u64>,
}

impl Seen {
    pub(crate) fn new() -> Self {
        Seen { bits: vec![0; GRAM_BUCKETS / 64] }
    }

    /// Adds the bucket of each different character and pair of characters of a folded text, and of its spelled words.
    pub(crate) fn push_grams(&mut self, text: &[char], ids: &mut Vec<u32>) {
        let start = ids.len();
        // Each is written and the next written over it if it was no new one: there is nothing to branch on.
        ids.resize(start + MOST_PER_CHARACTER * (text.len() + 1), 0);
        let mut end = start;
        for_each_gram(text, |bucket, _| {
            ids[end] = bucket;
            end += usize::from(self.insert(bucket));
        });
        ids.truncate(end);
        self.clear(&ids[start..]);
    }

    /// Adds the bucket of each different word.
    #[cfg(feature = "words")]
    pub(crate) fn push_words<'a>(&mut self, words: impl Iterator<Item = &'a str>, ids: &mut Vec<u32>) {
        let start = ids.len();
        for word in words {
            let bucket = word_bucket(word);
            if self.insert(bucket) {
                ids.push(bucket);
            }
        }
        self.clear(&ids[start..]);
    }

    /// Whether a bucket is a new one.
    fn insert(&mut self, id: u32) -> bool {
        let (word, bit) = (id as usize / 64, 1 << (id % 64));
        let is_new = self.bits[word] & bit == 0;
        self.bits[word] |= bit;
        is_new
    }

    fn clear(&mut self, ids: &[u32]) {
        for &id in ids {
            self.bits[id as usize / 64] = 0;
        }
    }
}

/// The bucket of a word of jieba.
#[cfg(feature = "words")]
pub(crate) fn word_bucket(word: &str) -> u32 {
    CHARACTER_BUCKETS as u32 + hash::bytes(word.bytes()) % HASHED_BUCKETS as u32
}

/// jieba with its dictionary; loading it costs some 100 ms and 30 MB, so it is done only for models with words.
#[cfg(feature = "words")]
pub(crate) struct Words(jieba_rs::Jieba);

#[cfg(feature = "words")]
impl Words {
    pub(crate) fn load() -> Self {
        Words(jieba_rs::Jieba::new())
    }

    /// Adds the buckets of the words of a folded text.
    pub(crate) fn push(&self, text: &[char], seen: &mut Seen, ids: &mut Vec<u32>) {
        let text: String = text.iter().collect();
        seen.push_words(self.cut(&text).into_iter().filter(|word| !word.trim().is_empty()), ids);
    }

    /// The words of a folded text, white space among them: together they are the text.
    pub(crate) fn cut<'a>(&self, text: &'a str) -> Vec<&'a str> {
        self.0.cut(text, false).iter().map(|token| token.word).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_gram_counts_once() {
        let (mut seen, mut ids) = (Seen::new(), Vec::new());
        seen.push_grams(&['中', '文', '中', '文'], &mut ids);
        // 中, 文, 中文, 文中
        assert_eq!(ids.len(), 4);
        let first = ids.clone();
        seen.push_grams(&['中', '文', '中', '文'], &mut ids);
        assert_eq!(ids[4..], first);
    }

    #[cfg(feature = "words")]
    #[test]
    fn words_are_jiebas() {
        let (words, mut seen, mut ids) = (Words::load(), Seen::new(), Vec::new());
        words.push(&"我们在北京上班".chars().collect::<Vec<_>>(), &mut seen, &mut ids);
        let expected = ["我们", "在", "北京", "上班"].map(word_bucket);
        assert_eq!(ids, expected);
    }
}
