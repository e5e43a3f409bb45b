//! What is put between the characters of a line.

use super::{interspersed, one_of};
use crate::train::random::Random;

const SIGNS: &[&str] = &["/", "-", "_", ".", "·", "*", "|", "丨", "+", "~"];
const EMOJI: &[&str] = &["💰", "🔥", "⭐", "❤️", "👉", "🎁", "✅", "🌹", "💎", "🚀", "🎯", "🍀"];
const BRACKETS: &[[&str; 2]] = &[["【", "】"], ["[", "]"], ["（", "）"], ["《", "》"], ["{", "}"], ["「", "」"]];

/// A space between all characters.
pub(super) fn spaces(text: &str, random: &mut Random) -> String {
    interspersed(text, &[" "], random)
}

/// One sign between all characters.
pub(super) fn signs(text: &str, random: &mut Random) -> String {
    let sign = one_of(SIGNS, random);
    interspersed(text, &[sign], random)
}

/// Emoji between all characters.
pub(super) fn emoji(text: &str, random: &mut Random) -> String {
    interspersed(text, EMOJI, random)
}

/// Every character in brackets.
pub(super) fn brackets(text: &str, random: &mut Random) -> String {
    let [open, close] = one_of(BRACKETS, random);
    let each = text.chars().map(|c| if c.is_whitespace() { c.to_string() } else { format!("{open}{c}{close}") });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_table;
    use super::*;

    #[test]
    fn between_characters() {
        assert_table(spaces, &[("彩票网", "彩 票 网"), ("win now", "w i n n o w"), ("", ""), ("a", "a")]);
        assert_table(signs, &[("彩票网", "彩*票*网"), ("ab cd", "a*b c*d")]);
        assert_table(emoji, &[("彩票网", "彩🎁票🌹网")]);
        assert_table(brackets, &[("彩票 网", "「彩」「票」 「网」")]);
    }
}
