//! Twins of clean pages, damaged as pages really are: by a converter that appends pinyin and works on bytes, by a
//! folding of their characters, by a wrong encoding.
//!
//! Twins are texts without markup; labels stay as they are.

use encoding_rs::GB18030;
use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;

use super::dataset::LabeledSource;
use super::random::Random;
use super::views::is_mostly_east_asian;
use crate::error::{Error, Result};
use crate::hash;

/// What twins are reported as.
pub(super) const SOURCE: &str = "(damaged)";

/// Of so many Chinese pages one gets a twin.
const PAGES_PER_TWIN: usize = 8;

/// Characters are annotated that OpenCC has changed and whose hash is a multiple of this: converters annotate those they
/// know several readings or forms of, some 40 different ones on the page that was studied.
const ANNOTATED: u32 = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Damage {
    /// Traditional, with pinyin in brackets; runs shifted by a byte.
    Converted,
    /// The same, with compatibility forms folded afterwards (NFKC).
    ConvertedAndFolded,
    /// Punctuation that went through a wrong encoding.
    Mojibake,
}

/// Twins of some of the pages, each with the place of its page.
///
/// # Errors
///
/// [`ErrorKind::Data`](crate::ErrorKind::Data) if OpenCC's tables cannot be loaded.
pub(super) fn twins(pages: &[LabeledSource]) -> Result<Vec<(usize, LabeledSource)>> {
    let to_traditional = OpenCC::from_config(BuiltinConfig::S2t)
        .map_err(|error| Error::data(format!("OpenCC's tables cannot be loaded: {error}")))?;
    let mut twins = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        let mut random = Random::of(page);
        if !is_mostly_east_asian(page) || random.below(PAGES_PER_TWIN) != 0 {
            continue;
        }
        let damage = [Damage::Converted, Damage::ConvertedAndFolded, Damage::Mojibake][random.below(3)];
        let damaged = |text: &str| damaged(text, damage, &to_traditional);
        let paragraphs = page.paragraphs.iter().map(|(text, label)| (damaged(text), *label)).collect();
        twins.push((at, page.as_text(SOURCE, paragraphs)));
    }
    Ok(twins)
}

fn damaged(text: &str, damage: Damage, to_traditional: &OpenCC) -> String {
    match damage {
        Damage::Converted => convert(text, to_traditional),
        Damage::ConvertedAndFolded => convert(text, to_traditional).nfkc().collect(),
        Damage::Mojibake => text.chars().map(mojibake).collect(),
    }
}

/// What a converter makes of a text: it searches the bytes of the traditional text for characters that it annotates, without
/// regard to where characters begin, and puts the pinyin behind them.
fn convert(text: &str, to_traditional: &OpenCC) -> String {
    let traditional = to_traditional.convert(text);
    let (bytes, _, _) = GB18030.encode(&traditional);
    let mut converted = Vec::with_capacity(bytes.len() * 2);
    let mut at = 0;
    while at < bytes.len() {
        match bytes.get(at..at + 2).and_then(|pair| annotation(pair, to_traditional)) {
            Some(pinyin) => {
                converted.extend(&bytes[at..at + 2]);
                converted.extend(pinyin);
                at += 2;
            }
            None => {
                converted.push(bytes[at]);
                at += 1;
            }
        }
    }
    decode(&converted)
}

/// The pinyin in brackets that goes behind a character, in the same encoding.
fn annotation(pair: &[u8], to_traditional: &OpenCC) -> Option<Vec<u8>> {
    if pair[0] < 0x81 || pair[1] < 0x40 {
        return None;
    }
    let text = GB18030.decode_without_bom_handling_and_without_replacement(pair)?;
    let mut chars = text.chars();
    let (c, None) = (chars.next()?, chars.next()) else { return None };
    if !hash::pair(0, c as u32).is_multiple_of(ANNOTATED) || !is_traditional(c, to_traditional) {
        return None;
    }
    let pinyin = format!("({})", c.to_pinyin()?.with_tone());
    Some(GB18030.encode(&pinyin).0.into_owned())
}

/// Whether a character is one that a conversion from simplified text brings about.
fn is_traditional(c: char, to_traditional: &OpenCC) -> bool {
    crate::normalize::fold(c)
        .is_some_and(|folded| folded != c && to_traditional.convert(&folded.to_string()).chars().eq([c]))
}

/// Decodes as converters do: two bytes that are no character are one question mark.
fn decode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    let mut at = 0;
    while at < bytes.len() {
        let len = match bytes[at] {
            0..0x80 => 1,
            // Characters of four bytes have a digit for their second.
            _ if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) && at + 4 <= bytes.len() => 4,
            _ => 2.min(bytes.len() - at),
        };
        match GB18030.decode_without_bom_handling_and_without_replacement(&bytes[at..at + len]) {
            Some(decoded) => {
                text.push_str(&decoded);
                at += len;
            }
            None => {
                text.push('?');
                at += len.min(2);
            }
        }
    }
    text
}

/// Quotation marks and dashes whose UTF-8 was read as GBK; other characters stay, as no reader could use such a page.
fn mojibake(c: char) -> String {
    if !matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '•' | '\u{a0}') {
        return c.to_string();
    }
    let mut utf8 = [0; 4];
    decode(c.encode_utf8(&mut utf8).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repair_undoes_what_the_converter_did() {
        let opencc = OpenCC::from_config(BuiltinConfig::S2t).unwrap();
        let texts = ["training-data/pages/news-local", "training-data/pages/gov-notice"].map(|folder| {
            let dataset = super::super::Dataset::read(&[folder.into()]).unwrap();
            dataset
                .pages
                .iter()
                .map(|page| page.paragraphs.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join("\n"))
                .collect::<Vec<_>>()
        });
        let (mut chars, mut wrong, mut damaged_chars) = (0, 0, 0);
        for text in texts.iter().flatten() {
            let (traditional, damaged) = (opencc.convert(text), convert(text, &opencc));
            let repaired = crate::repair(&damaged).text.into_owned();
            let differing = |one: &str, other: &str| {
                let ops = similar::TextDiff::from_chars(one, other);
                ops.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal).count()
            };
            chars += traditional.chars().count();
            wrong += differing(&traditional, &repaired);
            damaged_chars += differing(&traditional, &damaged);
        }
        eprintln!("{chars} characters, {damaged_chars} damaged, {wrong} left");
        assert!(wrong * 20 < damaged_chars && damaged_chars * 10 > chars, "{chars} {damaged_chars} {wrong}");
    }

    #[test]
    fn damage_is_what_pages_show() {
        let opencc = OpenCC::from_config(BuiltinConfig::S2t).unwrap();
        let annotated = convert("创新发展，数据与网络，学习", &opencc);
        assert!(annotated.contains('(') && crate::repair(&annotated).text.starts_with("創新發展"), "{annotated}");
        // 數 is 94 B5; 當地 is AE 94 B5 D8. What stands in the middle is hit, and the rest shifts by one byte.
        let bytes = [0xae, 0x94, 0xb5, b'(', b's', b'h', 0xa8, 0xb4, b')', 0xd8, 0xc9, 0xd0, 0xd7, 0xca];
        assert_eq!(decode(&bytes[..9]), "當?shù)");
        assert_eq!(decode("创1".as_bytes()), "鍒?", "a lead byte takes the next with it");
        assert_eq!(mojibake('”'), "鈥?");
        assert_eq!(mojibake('中'), "中");
    }
}
