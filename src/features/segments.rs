//! How a paragraph is strung together: pieces between separators, repetition, scripts, marks. Strings of keywords look
//! alike whatever the words are.

use super::slots::{ABSENT, bin};
use crate::script::{is_han, is_kana_or_hangul};

/// How many values each slot has: length, pieces, their mean length, how much they differ, distinct characters, script,
/// separator, marks.
pub(crate) const SIZES: [usize; 8] = [
    LEN.len() + 1,
    PIECES.len() + 1,
    MEAN.len() + 1,
    DEVIATION.len() + 1,
    DISTINCT.len() + 1,
    6,
    SEPARATORS.len() + 1,
    3,
];

const LEN: [f64; 5] = [4.0, 10.0, 25.0, 60.0, 150.0];
const PIECES: [f64; 6] = [1.0, 2.0, 3.0, 5.0, 9.0, 19.0];
const MEAN: [f64; 6] = [2.0, 4.0, 6.0, 9.0, 14.0, 24.0];
/// Of the deviation of the pieces' lengths by their mean.
const DEVIATION: [f64; 4] = [0.15, 0.35, 0.6, 0.9];
/// Of the share of characters that are the first of their kind, in texts of at least this length.
const DISTINCT: [f64; 5] = [0.35, 0.5, 0.65, 0.8, 0.95];
const LEAST_FOR_DISTINCT: usize = 6;

/// Separators by kind, after folding.
const SEPARATORS: [&[char]; 6] =
    [&[' '], &[',', '、'], &['|', '丨'], &['_', '-', '—'], &['/', '·', ';', '>'], &['。', '.', '!', '?', ':']];

/// The values of a folded text.
pub(crate) fn segments(text: &[char]) -> [u8; SIZES.len()] {
    let mut kinds = [0_usize; SEPARATORS.len()];
    let (mut count, mut sum, mut squares, mut len) = (0.0, 0.0, 0.0, 0.0);
    let mut end = |len: &mut f64| {
        if *len > 0.0 {
            (count, sum, squares) = (count + 1.0, sum + *len, squares + *len * *len);
            *len = 0.0;
        }
    };
    for c in text {
        match SEPARATORS.iter().position(|kind| kind.contains(c)) {
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

/// Share of the characters that are the first of their kind. Beyond a sentence or two all texts repeat theirs, so only
/// so many are looked at.
fn distinct(text: &[char]) -> f64 {
    const MOST: usize = 64;
    let looked_at = &text[..text.len().min(MOST)];
    let first = (0..looked_at.len()).filter(|&at| !looked_at[..at].contains(&looked_at[at])).count();
    first as f64 / looked_at.len() as f64
}

/// Chinese; Chinese with Latin; Latin; kana or hangul; no letters; other.
fn script(text: &[char]) -> u8 {
    let any = |wanted: fn(char) -> bool| text.iter().any(|&c| wanted(c));
    match (any(is_kana_or_hangul), any(is_han), any(|c| c.is_ascii_lowercase())) {
        (true, ..) => 3,
        (_, true, false) => 0,
        (_, true, true) => 1,
        (_, _, true) => 2,
        _ if any(char::is_alphabetic) => 5,
        _ => 4,
    }
}

/// None; brackets that set off words; symbols and emoji.
fn marks(text: &[char]) -> u8 {
    let symbol = |c: &char| matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '@' | '*' | '=' | '~');
    if text.iter().any(symbol) {
        2
    } else {
        u8::from(text.iter().any(|c| matches!(c, '【' | '】' | '[' | ']' | '『' | '』' | '《')))
    }
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
