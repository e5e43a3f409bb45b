//! Written spam names reserved hosts and contacts only (`example`), which no real spam does: other names stand in for
//! them, or training would learn that word.

use crate::hash;

/// The reserved name, in any case.
const RESERVED: &str = "example";

const CONSONANTS: &[u8] = b"bcdfghjklmnpqrstvwxyz";
const VOWELS: &[u8] = b"aeiou";

/// A line with another made-up name, the same in every run, for each reserved one.
pub(super) fn replaced(line: &str) -> String {
    let lower = line.to_ascii_lowercase();
    let (mut replaced, mut copied) = (String::with_capacity(line.len()), 0);
    for (number, (at, _)) in lower.match_indices(RESERVED).enumerate() {
        replaced += &line[copied..at];
        replaced += &name(hash::pair(hash::bytes(line.bytes()), number as u32));
        copied = at + RESERVED.len();
    }
    replaced + &line[copied..]
}

/// Two to four syllables, and every other time some digits.
fn name(mut seed: u32) -> String {
    let mut draw = |letters: &[u8]| {
        seed = hash::pair(seed, 1);
        char::from(letters[seed as usize % letters.len()])
    };
    let syllables = 2 + (draw(b"012") as usize - '0' as usize);
    let mut name: String = (0..syllables).flat_map(|_| [CONSONANTS, VOWELS]).map(&mut draw).collect();
    if draw(b"01") == '1' {
        name.extend([draw(b"123456789"), draw(b"0123456789")]);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_names_are_replaced_and_nothing_else() {
        let line = "加微信 EXAMPLE88 登录 www.example.com，a@b";
        let made = replaced(line);
        assert!(made.starts_with("加微信 ") && made.ends_with(".com，a@b") && made.contains("88 登录 www."), "{made}");
        assert!(!made.to_ascii_lowercase().contains(RESERVED));
        assert_eq!(replaced(line), made);
        assert_eq!(replaced("没有"), "没有");
        assert_ne!(replaced("example 1"), replaced("example 2"));
    }
}
