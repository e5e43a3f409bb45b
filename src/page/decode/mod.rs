//! Bytes to text: byte order mark, what the caller says, what the page declares, UTF-8, detection — each only if the bytes
//! agree.

mod declared;
mod detected;
mod mixed;

use std::borrow::Cow;

use encoding_rs::{BIG5, Encoding, GB18030, ISO_2022_JP, UTF_8, WINDOWS_1252};

use declared::declared;
use detected::{detected, utf_16};
use mixed::decode_mixed;

/// Share of broken sequences among the non-ASCII bytes up to which a page is still taken to be in an encoding: a page
/// cut off in the middle or with one foreign widget.
const TOLERATED_DAMAGE: f64 = 0.02;

/// How the encoding of a page was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum How {
    /// It came as a string.
    String,
    /// By a byte order mark.
    Mark,
    /// The caller said so, and the bytes agree.
    Caller,
    /// The page says so, and the bytes agree.
    Declared,
    /// The bytes are UTF-8, whatever the page says.
    Valid,
    /// By the bytes alone: nothing was declared, or something that they are not.
    Detected,
    /// Parts of the page are in another encoding (UTF-8 and a legacy one); the encoding named is that of most of it.
    Mixed,
}

impl How {
    /// `"string"`, `"mark"`, `"caller"`, `"declared"`, `"valid"`, `"detected"` or `"mixed"`.
    pub const fn as_str(self) -> &'static str {
        match self {
            How::String => "string",
            How::Mark => "mark",
            How::Caller => "caller",
            How::Declared => "declared",
            How::Valid => "valid",
            How::Detected => "detected",
            How::Mixed => "mixed",
        }
    }
}

/// A decoded page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decoded<'a> {
    /// The text, borrowed where the bytes were UTF-8 already; what could not be decoded is U+FFFD.
    pub text: Cow<'a, str>,
    /// The encoding's name in lower case, as the Encoding Standard spells it.
    pub encoding: &'static str,
    /// How it was found.
    pub how: How,
}

/// Decodes the bytes of a page; never fails. `charset` is what its HTTP response or its archive says of it, if anything.
///
/// A byte order mark decides. Bytes that are valid UTF-8 are UTF-8, as text of other encodings hardly ever is. Else the
/// caller's charset is taken, then the page's own, each only if the bytes agree; then the encoding is detected from a few
/// kilobytes of text. Parts in UTF-8 within a legacy page, and parts in GBK within one in UTF-8, are decoded by themselves.
///
/// ```
/// let decoded = parasift::decode(b"<meta charset=gb2312>\xd6\xd0\xce\xc4", None);
/// assert_eq!(decoded.text, "<meta charset=gb2312>中文");
/// assert_eq!((decoded.encoding, decoded.how.as_str()), ("gbk", "declared"));
/// ```
pub fn decode<'a>(bytes: &'a [u8], charset: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..], How::Mark);
    }
    if let Some(encoding) = utf_16(bytes) {
        return with(encoding, bytes, How::Detected);
    }
    let caller = charset.and_then(|charset| Encoding::for_label(charset.trim().as_bytes()));
    let declared = declared(bytes);
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return decode_valid(bytes, text, caller, declared);
    }
    let said = [(caller, How::Caller), (declared, How::Declared)];
    let said = said.into_iter().filter_map(|(encoding, how)| Some((encoding?, how)));
    let said = said.filter(|&(encoding, how)| fits(encoding, bytes, how));
    let guessed = [UTF_8].into_iter().chain(std::iter::once_with(|| detected(bytes))).chain([GB18030, BIG5]);
    let foreign = count_foreign(bytes).max(1) as f64;
    let mut best: Option<(f64, Decoded<'a>)> = None;
    for (encoding, how) in said.chain(guessed.map(|encoding| (encoding, How::Detected))) {
        let decoded = with_parts(encoding, bytes, how);
        let damage = decoded.text.matches(char::REPLACEMENT_CHARACTER).count() as f64 / foreign;
        if damage <= TOLERATED_DAMAGE {
            return decoded;
        }
        if best.as_ref().is_none_or(|(least, _)| damage < *least) {
            best = Some((damage, decoded));
        }
    }
    best.map_or_else(|| with(UTF_8, bytes, How::Detected), |(_, decoded)| decoded)
}

/// How many bytes are beyond ASCII.
fn count_foreign(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| !byte.is_ascii()).count()
}

/// Decodes a page, and its parts in another encoding by themselves.
fn with_parts<'a>(encoding: &'static Encoding, bytes: &'a [u8], how: How) -> Decoded<'a> {
    match decode_mixed(encoding, bytes) {
        Some(text) => Decoded { text: Cow::Owned(text), encoding: name(encoding), how: How::Mixed },
        None => with(encoding, bytes, how),
    }
}

/// Whether what somebody says of the encoding is worth trying: Latin-1 fits any bytes, so it says nothing; servers and
/// templates name it without looking.
fn fits(encoding: &'static Encoding, bytes: &[u8], how: How) -> bool {
    how == How::Declared || encoding != WINDOWS_1252 || declared::is_western(bytes)
}

/// Bytes that are valid UTF-8: they are something else only if they were said to be in the encoding that writes Japanese
/// with bytes of ASCII.
fn decode_valid<'a>(
    bytes: &'a [u8],
    text: &'a str,
    caller: Option<&'static Encoding>,
    declared: Option<&'static Encoding>,
) -> Decoded<'a> {
    let is_utf_8 = |said: Option<&'static Encoding>| said == Some(UTF_8);
    if is_utf_8(caller) {
        return Decoded { text: Cow::Borrowed(text), encoding: "utf-8", how: How::Caller };
    }
    if [caller, declared].contains(&Some(ISO_2022_JP)) && bytes.contains(&0x1b) {
        return with(ISO_2022_JP, bytes, if caller == Some(ISO_2022_JP) { How::Caller } else { How::Declared });
    }
    let how = if is_utf_8(declared) { How::Declared } else { How::Valid };
    Decoded { text: Cow::Borrowed(text), encoding: "utf-8", how }
}

fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8], how: How) -> Decoded<'a> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, encoding: name(encoding), how }
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

#[cfg(test)]
mod tests;
