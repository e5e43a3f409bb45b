//! Pages put together from parts in two encodings: an article in GBK with a widget in UTF-8, or the other way round.

use encoding_rs::{Encoding, GB18030, UTF_8};

use super::count_foreign;
use super::declared::is_western;

/// Characters of three bytes that a piece must have to be UTF-8 for certain: two legacy characters can look like one.
const LEAST_CHARACTERS: usize = 2;

/// Of every so many bytes beyond ASCII of a piece one must be broken as UTF-8, or it is UTF-8 that was cut off somewhere.
const BROKEN_SHARE: usize = 4;

/// Decodes a page piece by piece, where some are of another encoding than the page; `None` if none is, or most are. Pieces end at
/// brackets of tags and at line feeds, which are part of no character in any encoding of the web.
pub(super) fn decode_mixed(main: &'static Encoding, bytes: &[u8]) -> Option<String> {
    if main.is_single_byte() {
        return None;
    }
    let pieces = || bytes.split_inclusive(|&byte| matches!(byte, b'<' | b'>' | b'\n'));
    let of_others: usize = pieces().filter(|piece| other_encoding(main, piece).is_some()).map(count_foreign).sum();
    // What most of the page is in is its encoding.
    if of_others == 0 || of_others * 2 > count_foreign(bytes) {
        return None;
    }
    let mut text = String::with_capacity(bytes.len() * 3 / 2);
    for piece in pieces() {
        text.push_str(&other_encoding(main, piece).unwrap_or(main).decode_without_bom_handling(piece).0);
    }
    Some(text)
}

/// The encoding of a piece, if it is not that of the page.
fn other_encoding(main: &'static Encoding, piece: &[u8]) -> Option<&'static Encoding> {
    if piece.is_ascii() {
        return None;
    }
    match std::str::from_utf8(piece) {
        Ok(text) => {
            let long = text.chars().filter(|c| c.len_utf8() > 2).count();
            (main != UTF_8 && long >= LEAST_CHARACTERS).then_some(UTF_8)
        }
        Err(_) if main != UTF_8 || is_western(piece) => None,
        Err(_) => {
            let broken = String::from_utf8_lossy(piece).matches('\u{fffd}').count();
            let (_, has_errors) = GB18030.decode_without_bom_handling(piece);
            (broken * BROKEN_SHARE >= count_foreign(piece) && !has_errors).then_some(GB18030)
        }
    }
}
