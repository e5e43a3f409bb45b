//! One canonical character for every way of writing it.
//!
//! Width, case, accents, traditional and simplified forms, digits (all become `0`), and the marks of no width that spam
//! puts between its characters. The mapping is a table made from Unicode's NFKC and OpenCC's traditional-to-simplified
//! characters; the tests make it anew and compare.

#[cfg(test)]
mod table;

/// Raised whenever the mapping changes: a model works only with the normaliser it was trained with.
pub(crate) const VERSION: u32 = 1;

/// The table: 256 block numbers; blocks of 256 little-endian `u16` offsets, added to a character of the Basic
/// Multilingual Plane (a sum of 0 drops it); and for each of [`LETTERLIKE`] the ASCII character it looks like, or 0.
static TABLE: &[u8] = include_bytes!("table.bin");

/// Planes above: mathematical alphanumerics and enclosed letters.
const LETTERLIKE: [std::ops::Range<u32>; 2] = [0x1d400..0x1d800, 0x1f100..0x1f200];

/// The canonical form of a character; `None` if it is dropped.
pub(crate) fn fold(c: char) -> Option<char> {
    let code = c as u32;
    if code < 0x80 {
        return Some(match c {
            '0'..='9' => '0',
            '\0'..=' ' => ' ',
            _ => c.to_ascii_lowercase(),
        });
    }
    match u16::try_from(code) {
        Ok(code) => fold_in_plane(code),
        Err(_) => fold_above(c),
    }
}

fn fold_in_plane(code: u16) -> Option<char> {
    let block = usize::from(TABLE[usize::from(code >> 8)]);
    let at = 256 + block * 512 + usize::from(code & 0xff) * 2;
    let folded = code.wrapping_add(u16::from_le_bytes([TABLE[at], TABLE[at + 1]]));
    (folded != 0).then(|| char::from_u32(u32::from(folded))).flatten()
}

fn fold_above(c: char) -> Option<char> {
    let code = c as u32;
    // Variation selectors and language tags have no width.
    if (0xe0000..0xe0200).contains(&code) {
        return None;
    }
    let letterlike: usize = LETTERLIKE.iter().map(ExactSizeIterator::len).sum();
    let mut at = TABLE.len() - letterlike;
    for range in LETTERLIKE {
        if range.contains(&code) {
            let ascii = TABLE[at + (code - range.start) as usize];
            return Some(if ascii == 0 { c } else { char::from(ascii) });
        }
        at += range.len();
    }
    Some(c)
}

/// The common Chinese characters.
const HAN: std::ops::Range<u32> = 0x4e00..0xa000;

/// The simplified form of a traditional character; `None` of any other.
fn simplified(c: char) -> Option<char> {
    if HAN.contains(&(c as u32)) { fold(c).filter(|&folded| folded != c) } else { None }
}

/// Whether a character is traditional: one that simplified text writes otherwise.
pub(crate) fn is_traditional(c: char) -> bool {
    simplified(c).is_some()
}

/// Whether a character is the simplified form of another. Many are traditional characters too.
pub(crate) fn is_simplified(c: char) -> bool {
    static SIMPLIFIED: std::sync::OnceLock<Vec<u64>> = std::sync::OnceLock::new();
    let bits = SIMPLIFIED.get_or_init(|| {
        let mut bits = vec![0_u64; HAN.len().div_ceil(64)];
        let forms = HAN.filter_map(char::from_u32).filter_map(simplified);
        for form in forms.filter(|&form| HAN.contains(&(form as u32))) {
            let at = form as usize - HAN.start as usize;
            bits[at / 64] |= 1 << (at % 64);
        }
        bits
    });
    let at = (c as usize).wrapping_sub(HAN.start as usize);
    HAN.contains(&(c as u32)) && bits[at / 64] >> (at % 64) & 1 == 1
}

/// Appends the canonical form of a text, runs of white space as one space and none at the ends.
pub(crate) fn fold_into(text: &str, out: &mut Vec<char>) {
    let start = out.len();
    let mut gap = false;
    for c in text.chars().filter_map(fold) {
        if c == ' ' {
            gap = out.len() > start;
        } else {
            if gap {
                out.push(' ');
                gap = false;
            }
            out.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut out = Vec::new();
        fold_into(text, &mut out);
        out.into_iter().collect()
    }

    #[test]
    fn one_form_for_every_way_of_writing() {
        for (text, expected) in [
            ("ＡＢＣ　ｄｅｆ１２３", "abc def000"),
            ("  x \u{a0}\n y ", "x y"),
            ("繁體中文與資訊", "繁体中文与资讯"),
            ("澳\u{200b}门\u{feff}娱\u{2060}乐", "澳门娱乐"),
            ("①②Ⅲ㈠", "00Ⅲ㈠".to_lowercase().as_str()),
            ("𝐂𝐚𝐬𝐢𝐧𝐨 𝟗", "casino 0"),
            ("c\u{327}a\u{301}fé", "cafe"),
            ("が々カ", "が々カ"),
            ("ﾊﾝｶｸ", "ハンカク"),
            ("٣३", "00"),
            ("，。！？：；（）", ",。!?:;()"),
            ("😀", "😀"),
            ("한국어", "한국어"),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for c in (0..=0x10ffff).filter_map(char::from_u32) {
            let once = fold(c);
            assert_eq!(once.and_then(fold), once, "U+{:04X}", c as u32);
        }
    }
}
