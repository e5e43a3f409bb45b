//! The text between two breaks, while it is read.

use std::ops::Range;

use crate::page::Annotation;

/// The paragraph being read.
#[derive(Default)]
pub(super) struct Line {
    /// Where its text starts in the texts.
    pub(super) start: usize,
    pub(super) source: Range<usize>,
    pub(super) chars: usize,
    pub(super) link_chars: usize,
    pub(super) element: Option<usize>,
    pub(super) hidden: bool,
    pub(super) annotation: Option<Annotation>,
    /// White space stands between the last character and the next.
    pub(super) gap: bool,
}

/// White space as a reader sees it: Unicode's, the no-break and ideographic spaces, and two marks of no width.
pub(super) fn is_space(c: char) -> bool {
    // The most frequent characters are told without a look into Unicode's tables.
    if matches!(c, '!'..='~' | '\u{3001}'..='\u{fefe}') {
        return false;
    }
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') || (c.is_control() && c != '\u{7f}')
}
