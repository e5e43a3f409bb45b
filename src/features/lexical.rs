//! What a paragraph says: hashed character n-grams, or jieba's words.

use crate::hash;

/// Buckets of the n-gram table: those of characters, then those of spelled words. Large enough that collisions do not
/// hurt, small enough for a cache.
pub(crate) const GRAM_BUCKETS: usize = CHARACTER_BUCKETS + SPELLED_BUCKETS;
const CHARACTER_BUCKETS: usize = 1 << 18;
const SPELLED_BUCKETS: usize = 1 << 18;

/// Buckets of the word table; one [`Seen`] serves both.
pub(crate) const WORD_BUCKETS: usize = GRAM_BUCKETS;

fn of_characters(hash: u32) -> u32 {
    hash % CHARACTER_BUCKETS as u32
}

fn of_spelled(hash: u32) -> u32 {
    CHARACTER_BUCKETS as u32 + hash % SPELLED_BUCKETS as u32
}

/// Whether a character is one of a script that spells its words, and has spaces between them: there a pair of characters
/// says little. Digits belong to words too, as brands and dates are full of them. Characters are folded.
fn is_spelled(c: char) -> bool {
    matches!(c, 'a'..='z' | '0' | '\u{df}'..='\u{24f}' | '\u{370}'..='\u{6ff}')
}

/// The buckets of the features of one paragraph, each once.
pub(crate) struct Seen {
    bits: Vec<u64>,
}

impl Seen {
    pub(crate) fn new() -> Self {
        Seen { bits: vec![0; GRAM_BUCKETS / 64] }
    }

    /// Adds the bucket of each different character and pair of characters of a folded text.
    pub(crate) fn push_grams(&mut self, text: &[char], ids: &mut Vec<u32>) {
        let start = ids.len();
        let (mut previous, mut word, mut word_before) = (0, 0, 0);
        for &c in text {
            let code = c as u32;
            self.push(of_characters(hash::pair(0, code)), ids);
            if previous != 0 {
                self.push(of_characters(hash::pair(previous, code)), ids);
            }
            previous = code;
            if is_spelled(c) {
                word = hash::pair(word, code) | 1;
            } else if word != 0 {
                self.push_word(word, &mut word_before, ids);
                word = 0;
            }
        }
        if word != 0 {
            self.push_word(word, &mut word_before, ids);
        }
        self.clear(&ids[start..]);
    }

    /// Adds a word, and the pair of the word before and it.
    fn push_word(&mut self, word: u32, before: &mut u32, ids: &mut Vec<u32>) {
        self.push(of_spelled(hash::pair(0, word)), ids);
        if *before != 0 {
            self.push(of_spelled(hash::pair(*before, word)), ids);
        }
        *before = word;
    }

    /// Adds the bucket of each different word.
    #[cfg(feature = "words")]
    pub(crate) fn push_words<'a>(&mut self, words: impl Iterator<Item = &'a str>, ids: &mut Vec<u32>) {
        let start = ids.len();
        for word in words {
            self.push(hash::bytes(word.bytes()) % WORD_BUCKETS as u32, ids);
        }
        self.clear(&ids[start..]);
    }

    fn push(&mut self, id: u32, ids: &mut Vec<u32>) {
        let (word, bit) = (id as usize / 64, 1 << (id % 64));
        if self.bits[word] & bit == 0 {
            self.bits[word] |= bit;
            ids.push(id);
        }
    }

    fn clear(&mut self, ids: &[u32]) {
        for &id in ids {
            self.bits[id as usize / 64] = 0;
        }
    }
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
        let words = self.0.cut(&text, false);
        seen.push_words(words.iter().map(|token| token.word).filter(|word| !word.trim().is_empty()), ids);
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
        let expected = ["我们", "在", "北京", "上班"].map(|word| hash::bytes(word.bytes()) % WORD_BUCKETS as u32);
        assert_eq!(ids, expected);
    }
}
