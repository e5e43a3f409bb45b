//! The charset that a page declares.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use memchr::memmem;

use super::count_foreign;

/// How many bytes of a page are searched for a charset. The HTML standard asks for 1024; real pages put scripts first.
const DECLARATION_BYTES: usize = 4096;

/// The charset that a page declares in its head, if it names an encoding that its bytes can be in.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION_BYTES)].to_ascii_lowercase();
    for key in [&b"charset"[..], b"encoding"] {
        for at in memmem::find_iter(head, key) {
            let value = head[at + key.len()..].trim_ascii_start();
            let Some(value) = value.strip_prefix(b"=") else { continue };
            let value = value.trim_ascii_start();
            let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
            let len =
                value.iter().position(|b| !b.is_ascii_alphanumeric() && !b"-_:.".contains(b)).unwrap_or(value.len());
            match Encoding::for_label(&value[..len]) {
                // A declaration that can be read byte by byte cannot stand in UTF-16 (HTML standard, 13.2.3.2).
                Some(encoding) if [UTF_16LE, UTF_16BE, X_USER_DEFINED].contains(&encoding) => {}
                // Latin-1 fits any bytes, so it says nothing; Chinese pages copy it from templates.
                Some(encoding) if encoding == WINDOWS_1252 && !is_western(bytes) => {}
                Some(encoding) => return Some(encoding),
                None => {}
            }
        }
    }
    None
}

/// Whether the bytes above ASCII mostly stand alone, as accents in a Western language do.
pub(super) fn is_western(bytes: &[u8]) -> bool {
    let pairs = bytes.windows(2).filter(|pair| !pair[0].is_ascii() && !pair[1].is_ascii()).count();
    pairs * 4 < count_foreign(bytes)
}
