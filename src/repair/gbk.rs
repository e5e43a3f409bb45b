//! Characters and their bytes in GBK, and how likely a character is to stand in a text.

use encoding_rs::{DecoderResult, EncoderResult, GB18030};

use crate::normalize::fold;

/// The two bytes of a character; `None` for those of one or four.
pub(super) fn encode(c: char) -> Option<[u8; 2]> {
    // The encoder asks for room for the four bytes that a character may take.
    let (mut utf8, mut bytes) = ([0; 4], [0; 8]);
    let text = c.encode_utf8(&mut utf8);
    let (result, _, written) = GB18030.new_encoder().encode_from_utf8_without_replacement(text, &mut bytes, true);
    (result == EncoderResult::InputEmpty && written == 2).then_some([bytes[0], bytes[1]])
}

/// The character of two bytes.
pub(super) fn decode(lead: u8, trail: u8) -> Option<char> {
    if lead < 0x81 || trail < 0x40 {
        return None;
    }
    let mut utf8 = [0; 16];
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let (result, _, written) = decoder.decode_to_utf8_without_replacement(&[lead, trail], &mut utf8, true);
    let mut chars = std::str::from_utf8(&utf8[..written]).ok().filter(|_| result == DecoderResult::InputEmpty)?.chars();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_characters_and_all_bytes_are_those_of_the_standard() {
        for c in char::MIN..=char::MAX {
            let text = c.to_string();
            let (bytes, _, failed) = GB18030.encode(&text);
            let expected = bytes.as_ref().try_into().ok().filter(|_| !failed);
            assert_eq!(encode(c), expected, "{c:?}");
        }
        for bytes in (0..=u16::MAX).map(u16::to_be_bytes) {
            let expected = GB18030.decode_without_bom_handling_and_without_replacement(&bytes);
            let [lead, trail] = bytes;
            let mut chars = expected.iter().flat_map(|text| text.chars());
            let one = chars.next().filter(|_| chars.next().is_none());
            assert_eq!(decode(lead, trail), one, "{lead:x} {trail:x}");
        }
    }
}
