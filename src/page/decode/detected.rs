//! The encoding of bytes that say nothing of it, or lie.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::count_foreign;

/// How many bytes beyond ASCII the detector is shown: it is slow, and a few kilobytes settle it.
const DETECTED_BYTES: usize = 4096;

/// How many bytes are looked at for UTF-16.
const UTF_16_BYTES: usize = 1024;

/// The likeliest legacy encoding, from the first pieces of text beyond ASCII. No top-level domain is given: a wrong one
/// flips every answer.
pub(super) fn detected(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut fed = 0;
    // Neither mark is part of a character in any encoding of the web.
    for piece in bytes.split(|&byte| matches!(byte, b'<' | b'>')) {
        let foreign = count_foreign(piece);
        // A widget in UTF-8 would rule out what all the rest is in.
        if foreign > 0 && std::str::from_utf8(piece).is_err() {
            detector.feed(piece, false);
            detector.feed(b"\n", false);
            fed += foreign;
        }
        if fed >= DETECTED_BYTES {
            break;
        }
    }
    detector.feed(b"", true);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-16 without a byte order mark, told by the zeros that every ASCII character has on one side. Markup has many.
pub(super) fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let (pairs, _) = bytes[..bytes.len().min(UTF_16_BYTES)].as_chunks::<2>();
    let high = pairs.iter().filter(|pair| pair[0] == 0 && pair[1] != 0).count();
    let low = pairs.iter().filter(|pair| pair[0] != 0 && pair[1] == 0).count();
    let enough = pairs.len().div_ceil(4).max(2);
    match () {
        () if low >= enough && high * 16 <= low => Some(UTF_16LE),
        () if high >= enough && low * 16 <= high => Some(UTF_16BE),
        () => None,
    }
}
