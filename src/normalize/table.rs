//! Makes `table.bin`, and fails where the committed one differs. `PARASIFT_UPDATE=1 cargo test` writes it.

use std::path::Path;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::LETTERLIKE;

#[test]
fn table_is_what_unicode_and_opencc_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/normalize/table.bin");
    let table = table();
    if std::env::var_os("PARASIFT_UPDATE").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    let committed = std::fs::read(&path).unwrap();
    assert!(committed == table, "src/normalize/table.bin is stale: PARASIFT_UPDATE=1 cargo test normalize");
}

fn table() -> Vec<u8> {
    let opencc = OpenCC::from_config(BuiltinConfig::T2s).unwrap();
    let mut blocks: Vec<Vec<u8>> = Vec::new();
    let mut numbers = Vec::new();
    for high in 0..=0xff_u16 {
        let block: Vec<u8> = (0..=0xff).flat_map(|low| offset(high << 8 | low, &opencc).to_le_bytes()).collect();
        let number = blocks.iter().position(|known| *known == block).unwrap_or_else(|| {
            blocks.push(block);
            blocks.len() - 1
        });
        numbers.push(u8::try_from(number).unwrap());
    }
    let letterlike =
        LETTERLIKE.into_iter().flatten().map(|code| match char::from_u32(code).map(|c| canonical(c, &opencc)) {
            Some(Some(c)) if c.is_ascii() => c as u8,
            _ => 0,
        });
    numbers.iter().copied().chain(blocks.concat()).chain(letterlike).collect()
}

fn offset(code: u16, opencc: &OpenCC) -> u16 {
    let Some(c) = char::from_u32(u32::from(code)) else { return 0 };
    let folded = canonical(c, opencc).map_or(0, |c| u16::try_from(c as u32).unwrap_or(code));
    folded.wrapping_sub(code)
}

/// The canonical character, found by applying the steps until nothing changes.
fn canonical(c: char, opencc: &OpenCC) -> Option<char> {
    let mut c = c;
    for _ in 0..8 {
        let next = step(c, opencc)?;
        if next == c {
            break;
        }
        c = next;
    }
    Some(c)
}

fn step(c: char, opencc: &OpenCC) -> Option<char> {
    if is_dropped(c) {
        return None;
    }
    let c = single(c.nfkc()).unwrap_or(c);
    if c.is_whitespace() || c.is_control() {
        return Some(' ');
    }
    if c.is_numeric() && is_decimal(c) {
        return Some('0');
    }
    let c = single(c.to_lowercase()).unwrap_or(c);
    // An accented letter is its letter; kana and Hangul are no letters with accents.
    let c = c.nfd().next().filter(|base| base.is_alphabetic() && !is_east_asian(c) && *base != c).unwrap_or(c);
    single(opencc.convert(&c.to_string()).chars()).filter(|_| is_east_asian(c)).or(Some(c))
}

fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    let first = chars.next()?;
    chars.next().is_none().then_some(first)
}

fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}')
}

/// Decimal digits in any script, and digits in circles: NFKC has made ASCII of those.
fn is_decimal(c: char) -> bool {
    c.is_ascii_digit() || (c.is_numeric() && !c.is_ascii() && digit_runs().any(|run| run.contains(&(c as u32))))
}

/// Blocks of ten decimal digits in the Basic Multilingual Plane (Unicode category Nd, DerivedGeneralCategory.txt).
fn digit_runs() -> impl Iterator<Item = std::ops::Range<u32>> {
    [
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
        0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0,
        0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0,
    ]
    .into_iter()
    .map(|start| start..start + 10)
}

/// Marks of no width: joiners, direction marks, soft hyphens, variation selectors, and accents that stand alone.
fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}')
        || (is_combining_mark(c)
            && matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'))
}
