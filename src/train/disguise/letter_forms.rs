//! Letters and digits in other forms that Unicode has of them.

use crate::train::random::Random;

fn offset(c: char, from: char, to: u32) -> char {
    char::from_u32(to + (c as u32 - from as u32)).unwrap_or(c)
}

/// `ＡＢＣ１２３`
pub(super) fn full_width(text: &str, _: &mut Random) -> String {
    text.chars().map(|c| if ('!'..='~').contains(&c) { offset(c, '!', 0xff01) } else { c }).collect()
}

/// `ⒶⓑⒸ①②③`, or squares.
pub(super) fn enclosed(text: &str, random: &mut Random) -> String {
    let forms: [u32; 2] = [0x24b6, [0x1f130, 0x1f150, 0x1f170, 0x24b6][random.below(4)]];
    let enclose = |c: char| match c {
        'A'..='Z' => offset(c, 'A', forms[1]),
        'a'..='z' if forms[1] == forms[0] => offset(c, 'a', 0x24d0),
        'a'..='z' => offset(c, 'a', forms[1]),
        '1'..='9' => offset(c, '1', 0x2460),
        '0' => '⓪',
        c => c,
    };
    text.chars().map(enclose).collect()
}

/// Bold, italic, script, double-struck, sans-serif or monospaced letters of mathematics.
pub(super) fn mathematical(text: &str, random: &mut Random) -> String {
    // First capital, first small letter, first digit.
    const FORMS: [[u32; 3]; 5] = [
        [0x1d400, 0x1d41a, 0x1d7ce],
        [0x1d468, 0x1d482, 0x1d7ce],
        [0x1d4d0, 0x1d4ea, 0x1d7d8],
        [0x1d5d4, 0x1d5ee, 0x1d7ec],
        [0x1d670, 0x1d68a, 0x1d7f6],
    ];
    let [capital, small, digit] = FORMS[random.below(FORMS.len())];
    let form = |c: char| match c {
        'A'..='Z' => offset(c, 'A', capital),
        'a'..='z' => offset(c, 'a', small),
        '0'..='9' => offset(c, '0', digit),
        c => c,
    };
    text.chars().map(form).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_table;
    use super::*;

    #[test]
    fn forms_of_letters() {
        assert_table(full_width, &[("Win 88!", "Ｗｉｎ ８８！"), ("彩票", "彩票")]);
        assert_table(enclosed, &[("Win 80", "🅦🅘🅝 ⑧⓪"), ("彩票", "彩票")]);
        assert_table(mathematical, &[("Win 88", "𝐖𝐢𝐧 𝟖𝟖"), ("彩票", "彩票")]);
    }
}
