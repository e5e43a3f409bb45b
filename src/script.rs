//! Which script a character is of.

/// Chinese characters, as Chinese, Japanese and Korean have them.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// The characters of Japanese and Korean that Chinese does not have.
pub(crate) fn is_kana_or_hangul(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7ff}')
}
