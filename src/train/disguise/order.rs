//! Characters in another order, which readers are told of or put right by themselves.

use crate::train::random::Random;

/// From the last to the first.
pub(super) fn reversed(text: &str, _: &mut Random) -> String {
    text.chars().rev().collect()
}

/// Each two characters in turn.
pub(super) fn pairs_turned(text: &str, _: &mut Random) -> String {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(2).flat_map(|pair| pair.iter().rev()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_table;
    use super::*;

    #[test]
    fn orders() {
        assert_table(reversed, &[("彩票网 88", "88 网票彩"), ("", "")]);
        assert_table(pairs_turned, &[("彩票网站", "票彩站网"), ("win", "iwn"), ("", "")]);
    }
}
