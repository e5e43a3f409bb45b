//! Characters and their bytes in GBK, and how likely a character is to stand in a text.

use encoding_rs::GB18030;

use crate::normalize::fold;

/// The two bytes of a character; `None` for those of one or four.
pub(super) fn encode(c: char) -> Option<[u8; 2]> {
    let mut utf8 = [0; 4];
    let (bytes, _, failed) = GB18030.encode(c.encode_utf8(&mut utf8));
    if failed { None } else { bytes.as_ref().try_into().ok() }
}

/// The character of two bytes.
pub(super) fn decode(lead: u8, trail: u8) -> Option<char> {
    if lead < 0x81 || trail < 0x40 {
        return None;
    }
    let bytes = [lead, trail];
    let text = GB18030.decode_without_bom_handling_and_without_replacement(&bytes)?;
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// How much a character speaks for a text that was read rightly: the 3,755 common characters of GB 2312 and their
/// traditional forms, and the marks of prose, against rare characters and those for private use.
pub(super) fn likelihood(c: char) -> f64 {
    if c.is_ascii() {
        return 0.0;
    }
    match fold(c).and_then(encode) {
        // Marks that are folded to ASCII.
        None if fold(c).is_some_and(|folded| folded.is_ascii()) => 1.0,
        Some([0xb0..=0xd7, 0xa1..=0xfe]) => 1.0,
        Some([0xa1, 0xa1..=0xbf]) => 1.0,
        Some([0xd8..=0xf7, 0xa1..=0xfe]) => -1.0,
        Some(_) if !matches!(c, '\u{e000}'..='\u{f8ff}') => -2.0,
        _ => -4.0,
    }
}
