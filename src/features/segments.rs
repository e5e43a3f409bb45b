//! How a paragraph is strung together: pieces between separators, repetition, scripts, marks. Strings of keywords look
//! alike whatever the words are.

use super::characters::Characters;
use super::slots::{ABSENT, bin};

/// How many values each slot has: length, pieces, their mean length, how much they differ, distinct characters, script,
/// separator, marks.
pub(crate) const SIZES: [usize; 8] =
    [LEN.len() + 1, PIECES.len() + 1, MEAN.len() + 1, DEVIATION.len() + 1, DISTINCT.len() + 1, 6, SEPARATORS + 1, 3];

/// How many kinds of separators there are.
const SEPARATORS: usize = 6;

const LEN: [f64; 5] = [4.0, 10.0, 25.0, 60.0, 150.0];
const PIECES: [f64; 6] = [1.0, 2.0, 3.0, 5.0, 9.0, 19.0];
const MEAN: [f64; 6] = [2.0, 4.0, 6.0, 9.0, 14.0, 24.0];
/// Of the deviation of the pieces' lengths by their mean.
const DEVIATION: [f64; 4] = [0.15, 0.35, 0.6, 0.9];
/// Of the share of characters that are the first of their kind, in texts of at least this length.
const DISTINCT: [f64; 5] = [0.35, 0.5, 0.65, 0.8, 0.95];
const LEAST_FOR_DISTINCT: usize = 6;

/// The values of a folded text.
pub(crate) fn segments(text: &[char], characters: &Characters) -> [u8; SIZES.len()] {
    let kinds = characters.separators();
    let (count, len) = (characters.pieces as f64, text.len() - kinds.iter().sum::<usize>());
    let mean = len as f64 / count.max(1.0);
    let deviation = (characters.squares as f64 / count.max(1.0) - mean * mean).max(0.0).sqrt() / mean.max(1.0);
    let most =
        kinds.iter().enumerate().filter(|(_, n)| **n > 0).max_by_key(|(kind, n)| (**n, std::cmp::Reverse(*kind)));
    [
        bin(text.len() as f64, &LEN),
        bin(count, &PIECES),
        bin(mean, &MEAN),
        if count > 2.0 { bin(deviation, &DEVIATION) } else { ABSENT },
        if text.len() >= LEAST_FOR_DISTINCT { bin(distinct(text), &DISTINCT) } else { ABSENT },
        script(characters),
        most.map_or(0, |(kind, _)| kind as u8 + 1),
        marks(characters),
    ]
}

/// Characters that are looked at for repetition: beyond a sentence or two all texts repeat theirs.
const MOST_FOR_DISTINCT: usize = 64;

/// Places of a table of characters: twice as many as there may be.
const PLACES: usize = 2 * MOST_FOR_DISTINCT;

/// Share of the characters that are the first of their kind.
fn distinct(text: &[char]) -> f64 {
    let looked_at = &text[..text.len().min(MOST_FOR_DISTINCT)];
    // A hash table with open addressing; no folded text has a NUL.
    let mut seen = ['\0'; PLACES];
    let mut first = 0;
    for &c in looked_at {
        let mut place = c as usize % PLACES;
        while seen[place] != '\0' && seen[place] != c {
            place = (place + 1) % PLACES;
        }
        first += usize::from(seen[place] != c);
        seen[place] = c;
    }
    first as f64 / looked_at.len() as f64
}

/// Chinese; Chinese with Latin; Latin; kana or hangul; no letters; other.
fn script(characters: &Characters) -> u8 {
    match (characters.kana() > 0, characters.han() > 0, characters.latin() > 0) {
        (true, ..) => 3,
        (_, true, false) => 0,
        (_, true, true) => 1,
        (_, _, true) => 2,
        _ if characters.letters() > 0 => 5,
        _ => 4,
    }
}

/// None; brackets that set off words; symbols and emoji.
fn marks(characters: &Characters) -> u8 {
    if characters.symbols() > 0 { 2 } else { u8::from(characters.brackets() > 0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_values() {
        let of = |text: &str| {
            let text: Vec<char> = text.chars().collect();
            segments(&text, &Characters::of(&text))
        };
        assert_eq!(of("首页"), [0, 0, 0, ABSENT, ABSENT, 0, 0, 0]);
        assert_eq!(of("在线观看_免费_高清_app下载"), [2, 3, 1, 2, 4, 1, 4, 0]);
        assert_eq!(of("【热门】a|b|c|d"), [2, 3, 0, 3, 4, 1, 3, 1]);
        assert_eq!(of(""), [0, 0, 0, ABSENT, ABSENT, 4, 0, 0]);
    }
}
