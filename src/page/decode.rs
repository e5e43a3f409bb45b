//! Bytes to text: byte order mark, declared charset, UTF-8 — each only if the bytes agree.

use std::borrow::Cow;

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use memchr::memmem;

/// How many bytes of a page are searched for a charset. The HTML standard asks for 1024; real pages put scripts first.
const DECLARATION_BYTES: usize = 4096;

/// Share of broken sequences among the non-ASCII bytes up to which a page is still taken to be in an encoding: a page
/// cut off in the middle or with one foreign widget.
const TOLERATED_DAMAGE: f64 = 0.02;

/// A decoded page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, borrowed where the bytes were UTF-8 already; what could not be decoded is U+FFFD.
    pub text: Cow<'a, str>,
    /// The encoding's name in lower case, as the Encoding Standard spells it.
    pub encoding: &'static str,
}

/// Decodes the bytes of a page; never fails.
///
/// A byte order mark decides; then bytes that are valid UTF-8 are UTF-8; then the declared charset is taken if its
/// bytes agree; then GB18030 and Big5 are tried.
///
/// ```
/// let decoded = parasift::decode(b"<meta charset=gb2312>\xd6\xd0\xce\xc4");
/// assert_eq!(decoded.text, "<meta charset=gb2312>中文");
/// assert_eq!(decoded.encoding, "gbk");
/// ```
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..]);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), encoding: "utf-8" };
    }
    let declared = declared(bytes);
    let candidates = declared.into_iter().chain([UTF_8, GB18030, BIG5]);
    let mut best: Option<(f64, &'static Encoding)> = None;
    for encoding in candidates {
        let damage = damage(encoding, bytes);
        if damage <= TOLERATED_DAMAGE {
            return with(encoding, bytes);
        }
        if best.is_none_or(|(least, _)| damage < least) {
            best = Some((damage, encoding));
        }
    }
    with(best.map_or(UTF_8, |(_, encoding)| encoding), bytes)
}

fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, encoding: name(encoding) }
}

/// The encoding's name in lower case.
fn name(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "UTF-8" => "utf-8",
        "UTF-16LE" => "utf-16le",
        "UTF-16BE" => "utf-16be",
        "GBK" => "gbk",
        "Big5" => "big5",
        "Shift_JIS" => "shift_jis",
        "EUC-JP" => "euc-jp",
        "ISO-2022-JP" => "iso-2022-jp",
        "EUC-KR" => "euc-kr",
        "KOI8-R" => "koi8-r",
        "KOI8-U" => "koi8-u",
        // The rest is lower case but for the ISO prefix, which stays as the standard writes it.
        other => other,
    }
}

/// Share of the non-ASCII bytes that an encoding cannot read.
fn damage(encoding: &'static Encoding, bytes: &[u8]) -> f64 {
    let foreign = bytes.iter().filter(|b| !b.is_ascii()).count();
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    match had_errors {
        false => 0.0,
        true => text.matches('\u{fffd}').count() as f64 / foreign.max(1) as f64,
    }
}

/// The charset that a page declares in its head, if it names an encoding that its bytes can be in.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
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
fn is_western(bytes: &[u8]) -> bool {
    let foreign = bytes.iter().filter(|b| !b.is_ascii()).count();
    let pairs = bytes.windows(2).filter(|pair| !pair[0].is_ascii() && !pair[1].is_ascii()).count();
    pairs * 4 < foreign
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "中国新闻网今天报道，各地天气转好。";

    fn check(bytes: &[u8], encoding: &str, text: &str) {
        let decoded = decode(bytes);
        assert_eq!(decoded.encoding, encoding, "{text}");
        assert!(decoded.text.contains(text), "{}", decoded.text);
    }

    fn page(charset: &str, encoding: &'static Encoding) -> Vec<u8> {
        let (body, _, _) = encoding.encode(TEXT);
        [format!("<meta http-equiv=Content-Type content=\"text/html; charset={charset}\">").as_bytes(), &body].concat()
    }

    #[test]
    fn a_byte_order_mark_decides() {
        check(b"\xef\xbb\xbf<meta charset=gbk>\xe4\xb8\xad", "utf-8", "中");
        check(b"\xff\xfe\x2d\x4e", "utf-16le", "中");
        check(b"\xfe\xff\x4e\x2d", "utf-16be", "中");
    }

    #[test]
    fn the_declared_charset_is_taken_where_the_bytes_agree() {
        check(&page("gb2312", GB18030), "gbk", TEXT);
        check(&page("GBK", GB18030), "gbk", TEXT);
        check(&page("big5", BIG5), "big5", "中");
        check(b"<?xml version='1.0' encoding='shift_jis'?>\x93\xfa\x96\x7b", "shift_jis", "日本");
        check(b"<meta charset=iso-8859-1>caf\xe9 au lait", "windows-1252", "café");
    }

    #[test]
    fn a_wrong_declaration_is_not() {
        check(&page("utf-8", GB18030), "gb18030", TEXT);
        check(&page("gbk", UTF_8), "utf-8", TEXT);
        check(&page("iso-8859-1", GB18030), "gb18030", TEXT);
        check(&page("utf-16", GB18030), "gb18030", TEXT);
        check(&GB18030.encode(TEXT).0, "gb18030", TEXT);
    }

    #[test]
    fn a_page_cut_off_in_a_character_keeps_its_encoding() {
        let whole = TEXT.repeat(20);
        check(&whole.as_bytes()[..whole.len() - 1], "utf-8", TEXT);
    }
}
