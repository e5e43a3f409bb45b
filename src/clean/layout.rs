//! A text without some of its lines, and otherwise as it was.

use super::Kept;
use crate::page::Page;

/// The source of a page of text with its kept paragraphs as they are now, without the lines of the others.
pub(super) fn in_place(page: &Page<'_>, kept: &[Kept<'_>]) -> String {
    let source = page.source();
    let mut text = String::with_capacity(source.len());
    let (mut at, mut next) = (0, kept.iter().peekable());
    for paragraph in page.paragraphs() {
        let place = paragraph.source.clone();
        match next.next_if(|kept| std::ptr::eq(kept.paragraph, paragraph)) {
            Some(kept) => {
                text.push_str(&source[at..place.start]);
                text.push_str(&kept.text);
                at = place.end;
            }
            None => {
                let before = &source[at..place.start];
                // What indents the line goes with it.
                text.push_str(&before[..before.rfind('\n').map_or(0, |line| line + 1)]);
                at = source[place.end..].find('\n').map_or(source.len(), |line| place.end + line + 1);
            }
        }
    }
    text.push_str(&source[at..]);
    text.truncate(text.trim_end_matches(['\n', '\r']).len());
    text
}
