//! Which script a character is of.

/// Chinese characters, as Chinese, Japanese and Korean have them.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character is a letter or a digit; the most frequent ones are told without a look into Unicode's tables.
pub(crate) fn is_alphanumeric(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { is_han(c) || c.is_alphanumeric() }
}

/// The characters of Japanese and Korean that Chinese does not have.
pub(crate) fn is_kana_or_hangul(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7ff}')
}
