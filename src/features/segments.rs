//! How a paragraph is strung together: pieces between separators, repetition, scripts, marks. Strings of keywords look
//! alike whatever the words are.

use super::slots::{ABSENT, bin};
use crate::script::{is_han, is_kana_or_hangul};

/// How many values each slot has: length, pieces, their mean length, how much they differ, distinct characters, script,
/// separator, marks.
pub(crate) const SIZES: [usize; 8] =
    [LEN.len() + 1, PIECES.len() + 1, MEAN.len() + 1, DEVIATION.len() + 1, DISTINCT.len() + 1, 6, SEPARATORS + 1, 3];

const LEN: [f64; 5] = [4.0, 10.0, 25.0, 60.0, 150.0];
const PIECES: [f64; 6] = [1.0, 2.0, 3.0, 5.0, 9.0, 19.0];
const MEAN: [f64; 6] = [2.0, 4.0, 6.0, 9.0, 14.0, 24.0];
/// Of the deviation of the pieces' lengths by their mean.
const DEVIATION: [f64; 4] = [0.15, 0.35, 0.6, 0.9];
/// Of the share of characters that are the first of their kind, in texts of at least this length.
const DISTINCT: [f64; 5] = [0.35, 0.5, 0.65, 0.8, 0.95];
const LEAST_FOR_DISTINCT: usize = 6;

/// How many kinds of separators there are.
const SEPARATORS: usize = 6;

/// The kind of a separator, after folding.
fn separator(c: char) -> Option<usize> {
    Some(match c {
        ' ' => 0,
        ',' | '、' => 1,
        '|' | '丨' => 2,
        '_' | '-' | '—' => 3,
        '/' | '·' | ';' | '>' => 4,
        '。' | '.' | '!' | '?' | ':' => 5,
        _ => return None,
    })
}

/// The values of a folded text.
pub(crate) fn segments(text: &[char]) -> [u8; SIZES.len()] {
    let mut kinds = [0_usize; SEPARATORS];
    let (mut count, mut sum, mut squares, mut len) = (0.0, 0.0, 0.0, 0.0);
    let mut end = |len: &mut f64| {
        if *len > 0.0 {
            (count, sum, squares) = (count + 1.0, sum + *len, squares + *len * *len);
            *len = 0.0;
        }
    };
    for &c in text {
        match separator(c) {
            Some(kind) => {
                kinds[kind] += 1;
                end(&mut len);
            }
            None => len += 1.0,
        }
    }
    end(&mut len);
    let mean = sum / f64::max(count, 1.0);
    let deviation = (squares / f64::max(count, 1.0) - mean * mean).max(0.0).sqrt() / mean.max(1.0);
    let most =
        kinds.iter().enumerate().filter(|(_, n)| **n > 0).max_by_key(|(kind, n)| (**n, std::cmp::Reverse(*kind)));
    [
        bin(text.len() as f64, &LEN),
        bin(count, &PIECES),
        bin(mean, &MEAN),
        if count > 2.0 { bin(deviation, &DEVIATION) } else { ABSENT },
        if text.len() >= LEAST_FOR_DISTINCT { bin(distinct(text), &DISTINCT) } else { ABSENT },
        script(text),
        most.map_or(0, |(kind, _)| kind as u8 + 1),
        marks(text),
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
fn script(text: &[char]) -> u8 {
    let (mut kana, mut han, mut latin, mut other) = (false, false, false, false);
    for &c in text {
        match c {
            'a'..='z' => latin = true,
            _ if is_han(c) => han = true,
            _ if is_kana_or_hangul(c) => kana = true,
            _ => other |= !c.is_ascii() && c.is_alphabetic(),
        }
    }
    match (kana, han, latin) {
        (true, ..) => 3,
        (_, true, false) => 0,
        (_, true, true) => 1,
        (_, _, true) => 2,
        _ if other => 5,
        _ => 4,
    }
}

/// None; brackets that set off words; symbols and emoji.
fn marks(text: &[char]) -> u8 {
    let mark = |&c: &char| match c {
        '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '@' | '*' | '=' | '~' => 2,
        '【' | '】' | '[' | ']' | '『' | '』' | '《' => 1,
        _ => 0,
    };
    text.iter().map(mark).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_values() {
        let of = |text: &str| segments(&text.chars().collect::<Vec<_>>());
        assert_eq!(of("首页"), [0, 0, 0, ABSENT, ABSENT, 0, 0, 0]);
        assert_eq!(of("在线观看_免费_高清_app下载"), [2, 3, 1, 2, 4, 1, 4, 0]);
        assert_eq!(of("【热门】a|b|c|d"), [2, 3, 0, 3, 4, 1, 3, 1]);
        assert_eq!(of(""), [0, 0, 0, ABSENT, ABSENT, 4, 0, 0]);
    }
}
