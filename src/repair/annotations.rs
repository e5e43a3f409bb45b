//! Pinyin in brackets behind a character: `創(chuàng)新` is `創新`.
//!
//! Some converters from simplified to traditional characters add the pronunciation to those they had to choose for.

use std::borrow::Cow;

/// Longest syllable of pinyin, in letters: `zhuang`.
const LONGEST_SYLLABLE: usize = 6;

/// The text without its annotations; borrowed if it has none.
///
/// An annotation is one syllable of lower-case letters, one of them a vowel with a tone mark, in brackets directly
/// behind a Chinese character. Texts that explain a pronunciation do so for a word now and then; this cannot tell those
/// from a converter's, and takes both.
pub(crate) fn without_annotations(text: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut start = 0;
    for (open, bracket) in text.match_indices(['(', '（']) {
        if open < start || !text[..open].chars().next_back().is_some_and(is_chinese) {
            continue;
        }
        if let Some(len) = syllable_len(&text[open + bracket.len()..]) {
            kept.push_str(&text[start..open]);
            start = open + bracket.len() + len;
        }
    }
    match start {
        0 => Cow::Borrowed(text),
        _ => Cow::Owned(kept + &text[start..]),
    }
}

/// Length in bytes of a syllable and the bracket that closes it, if that is what the text begins with.
fn syllable_len(text: &str) -> Option<usize> {
    let mut has_tone = false;
    for (count, (at, c)) in text.char_indices().enumerate() {
        match c {
            ')' | '）' => return has_tone.then_some(at + c.len_utf8()),
            _ if count == LONGEST_SYLLABLE => return None,
            'a'..='z' | 'ü' => {}
            _ if is_toned(c) => has_tone = true,
            _ => return None,
        }
    }
    None
}

fn is_toned(c: char) -> bool {
    "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ".contains(c)
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::without_annotations;

    #[test]
    fn annotations_go_and_all_else_stays() {
        for (text, expected) in [
            ("創(chuàng)新發(fā)展", "創新發展"),
            ("網(wǎng)（wǎng）", "網（wǎng）"),
            ("學（xué）習", "學習"),
            ("旅(lǚ)行(xíng)", "旅行"),
            ("中新網(张斌)電", "中新網(张斌)電"),
            ("面積(km)", "面積(km)"),
            ("成本(cost)", "成本(cost)"),
            ("名詞(zhuāngzh)", "名詞(zhuāngzh)"),
            ("abc(chuàng)", "abc(chuàng)"),
            ("創(chuàng", "創(chuàng"),
            ("(à)", "(à)"),
            ("", ""),
        ] {
            assert_eq!(without_annotations(text), expected, "{text}");
        }
    }
}
