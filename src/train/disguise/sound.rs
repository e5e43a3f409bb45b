//! Chinese written by its sound: by characters of the same sound, or in letters.

use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::GB18030;
use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::one_of;
use crate::train::random::Random;

/// The common characters of each sound: level 1 of GB 2312, whose rows are B0 to D7.
static COMMON: LazyLock<HashMap<String, Vec<char>>> = LazyLock::new(|| {
    let mut common: HashMap<String, Vec<char>> = HashMap::new();
    for (lead, trail) in (0xb0..=0xd7_u8).flat_map(|lead| (0xa1..=0xfe_u8).map(move |trail| (lead, trail))) {
        let pair = [lead, trail];
        let text = GB18030.decode_without_bom_handling_and_without_replacement(&pair).unwrap_or_default();
        for c in text.chars() {
            if let Some(sound) = sound(c) {
                common.entry(sound).or_default().push(c);
            }
        }
    }
    common
});

/// The sound of a character in letters, without its tone.
fn sound(c: char) -> Option<String> {
    let toned = c.to_pinyin()?.with_tone();
    let letters = toned.nfd().filter(|&c| c == '\u{308}' || !is_combining_mark(c));
    Some(letters.nfc().map(|c| if c == 'ü' { 'v' } else { c }).collect())
}

/// Every Chinese character as another common one of the same sound, tone aside.
pub(super) fn homophones(text: &str, random: &mut Random) -> String {
    let mut homophone = |c: char| {
        let same = sound(c).and_then(|sound| COMMON.get(&sound));
        let others: Vec<char> = same.into_iter().flatten().copied().filter(|&other| other != c).collect();
        if others.is_empty() { c } else { one_of(&others, random) }
    };
    text.chars().map(&mut homophone).collect()
}

/// Every Chinese character in letters.
pub(super) fn pinyin(text: &str, _: &mut Random) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        match sound(c) {
            Some(sound) => {
                if out.ends_with(char::is_alphanumeric) {
                    out.push(' ');
                }
                out.push_str(&sound);
            }
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_table;
    use super::*;

    #[test]
    fn sounds_stay() {
        assert_table(
            pinyin,
            &[("彩票网", "cai piao wang"), ("绿 88", "lv 88"), ("开户go", "kai hugo"), ("win", "win")],
        );
        for text in ["现金彩票网", "天桥通车"] {
            let disguised = homophones(text, &mut Random::seeded(1));
            let sounds = |text: &str| text.chars().map(sound).collect::<Vec<_>>();
            assert_eq!(sounds(&disguised), sounds(text), "{disguised}");
            assert!(text.chars().zip(disguised.chars()).all(|(c, other)| c != other), "{disguised}");
        }
        assert_table(homophones, &[("彩票网", "睬漂枉"), ("casino", "casino")]);
    }

    #[test]
    fn all_common_characters_have_a_sound() {
        assert_eq!(COMMON.values().map(Vec::len).sum::<usize>(), 3755);
        assert!(COMMON["bo"].contains(&'博') && COMMON["nv"].contains(&'女'));
    }
}
