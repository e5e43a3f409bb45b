//! What a paragraph looks like from afar: length, punctuation, ending, digits, script.

use super::characters::Characters;
use super::slots::bin;

/// The slots of a shape; values are bins.
pub(crate) const SLOTS: [&str; 9] = ["len", "punct", "end", "digits", "latin", "cuts", "commas", "first", "function"];

/// How many values each slot has.
pub(crate) const SIZES: [usize; 9] = [
    LEN.len() + 1,
    PUNCT.len() + 1,
    5,
    DIGITS.len() + 1,
    LATIN.len() + 1,
    CUTS.len() + 1,
    COMMAS.len() + 1,
    FIRST.len() + 2,
    FUNCTION.len() + 1,
];

/// The shape of one paragraph, a value for each slot.
pub(crate) type Shape = [u8; SLOTS.len()];

// Edges of the bins, as measured with the prototype.
const LEN: [f64; 14] = [2.0, 4.0, 6.0, 9.0, 13.0, 18.0, 25.0, 35.0, 50.0, 80.0, 120.0, 200.0, 400.0, 1000.0];
const PUNCT: [f64; 6] = [0.001, 0.02, 0.04, 0.06, 0.1, 0.2];
const DIGITS: [f64; 5] = [0.001, 0.05, 0.15, 0.3, 0.5];
const LATIN: [f64; 5] = [0.001, 0.1, 0.3, 0.6, 0.9];
const CUTS: [f64; 4] = [0.001, 0.03, 0.08, 0.15];
const COMMAS: [f64; 5] = [1.0, 2.0, 3.0, 5.0, 8.0];
const FUNCTION: [f64; 4] = [0.001, 0.03, 0.06, 0.1];

/// Marks that a paragraph may begin with and that each tell something of their own; then come other marks and letters.
const FIRST: [char; 46] = [
    '"', '#', '$', '%', '&', '\'', '(', '*', '+', '-', '.', '/', ':', '<', '>', '@', '[', '\\', '^', '_', '|', '~',
    '©', '·', '“', '‘', '「', '『', '《', '【', '〖', '•', '■', '□', '●', '○', '◆', '◇', '▲', '►', '»', '«', '→', '…',
    '—', ',',
];

/// Ends of sentences, after folding.
fn is_stop(c: char) -> bool {
    matches!(c, '。' | '!' | '?' | '.')
}

/// The shape of a folded text.
pub(crate) fn shape(text: &[char], characters: &Characters) -> Shape {
    let share = |count: usize| count as f64 / text.len().max(1) as f64;
    [
        bin(text.len() as f64, &LEN),
        bin(share(characters.punctuation()), &PUNCT),
        end(text.last().copied()),
        bin(share(characters.digits()), &DIGITS),
        bin(share(characters.latin()), &LATIN),
        bin(share(characters.cuts()), &CUTS),
        bin(characters.enumerating() as f64, &COMMAS),
        first(text.first().copied()),
        bin(share(characters.function()), &FUNCTION),
    ]
}

fn end(last: Option<char>) -> u8 {
    match last {
        Some(c) if is_stop(c) => 0,
        Some('”' | '"' | '」' | '』' | ')' | '】') => 1,
        Some(':') => 2,
        Some('0') => 3,
        _ => 4,
    }
}

fn first(first: Option<char>) -> u8 {
    let Some(c) = first else { return FIRST.len() as u8 + 1 };
    match FIRST.iter().position(|&mark| mark == c) {
        Some(mark) => mark as u8,
        None if c.is_alphanumeric() => FIRST.len() as u8 + 1,
        None => FIRST.len() as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Shape {
        let mut folded = Vec::new();
        crate::normalize::fold_into(text, &mut folded);
        shape(&folded, &Characters::of(&folded))
    }

    #[test]
    fn exact_shapes() {
        let letter = FIRST.len() as u8 + 1;
        for (text, expected) in [
            ("首页", [0, 0, 4, 0, 0, 0, 0, letter, 0]),
            ("2025-03-14 09:20", [5, 4, 3, 5, 0, 4, 0, letter, 0]),
            ("【公告】停水的通知。", [4, 4, 0, 0, 0, 0, 0, 29, 3]),
            ("Home > News", [4, 0, 4, 0, 4, 4, 0, letter, 0]),
            ("", [0, 0, 4, 0, 0, 0, 0, letter, 0]),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }
}
