//! A text without some of its lines, and otherwise as it was.

use super::Kept;
use crate::page::Page;

/// What ends a line of text.
const LINE_ENDS: [char; 2] = ['\n', '\r'];

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
                text.push_str(&before[..before.rfind(LINE_ENDS).map_or(0, |line| line + 1)]);
                at = place.end + line_len(&source[place.end..]);
            }
        }
    }
    text.push_str(&source[at..]);
    text.truncate(text.trim_end_matches(['\n', '\r']).len());
    text
}

/// Length of what is left of a line, its end included.
fn line_len(rest: &str) -> usize {
    let Some(end) = rest.find(LINE_ENDS) else { return rest.len() };
    end + if rest[end..].starts_with("\r\n") { 2 } else { 1 }
}
