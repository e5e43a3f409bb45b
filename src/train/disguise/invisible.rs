//! Characters that nobody sees, between those of a line.

use super::interspersed;
use crate::train::random::Random;

/// Spaces and joiners of no width, direction marks, fillers, invisible operators, variation selectors.
const ZERO_WIDTH: &[&str] = &[
    "\u{200b}",
    "\u{200c}",
    "\u{200d}",
    "\u{2060}",
    "\u{feff}",
    "\u{200e}",
    "\u{200f}",
    "\u{202a}",
    "\u{202c}",
    "\u{2061}",
    "\u{2062}",
    "\u{2063}",
    "\u{2064}",
    "\u{180e}",
    "\u{34f}",
    "\u{115f}",
    "\u{3164}",
    "\u{fe00}",
    "\u{fe0f}",
    "\u{e0100}",
    "\u{2066}",
    "\u{2069}",
    "\u{61c}",
];

/// Accents, strokes and rings above, below and through a character.
const MARKS: &[&str] = &[
    "\u{300}", "\u{301}", "\u{302}", "\u{303}", "\u{308}", "\u{30a}", "\u{316}", "\u{323}", "\u{32e}", "\u{332}",
    "\u{335}", "\u{336}", "\u{338}", "\u{489}", "\u{20d0}", "\u{20dd}", "\u{20e3}",
];

pub(super) fn zero_width(text: &str, random: &mut Random) -> String {
    interspersed(text, ZERO_WIDTH, random)
}

pub(super) fn soft_hyphens(text: &str, random: &mut Random) -> String {
    interspersed(text, &["\u{ad}"], random)
}

pub(super) fn combining_marks(text: &str, random: &mut Random) -> String {
    interspersed(text, MARKS, random)
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_table;
    use super::*;

    #[test]
    fn between_characters() {
        assert_table(soft_hyphens, &[("彩票网", "彩\u{ad}票\u{ad}网"), ("a b", "a b")]);
        assert_table(zero_width, &[("彩票网", "彩\u{2060}票\u{200d}网")]);
        assert_table(combining_marks, &[("win", "w\u{335}i\u{300}n")]);
    }
}
