//! Plain text: every non-blank line is one paragraph.

use std::borrow::Cow;

use super::{Format, How, Page, Paragraph};

/// White space, and the marks of no width that make a line no less blank.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}')
}

pub(super) fn segment(source: Cow<'_, str>) -> Page<'_> {
    let mut paragraphs = Vec::new();
    let mut start = 0;
    for line in source.split(['\n', '\r']) {
        let text = line.trim_matches(is_blank);
        if !text.is_empty() {
            let lead = line.len() - line.trim_start_matches(is_blank).len();
            paragraphs.push(paragraph(start + lead, text));
        }
        start += line.len() + 1;
    }
    page(source, paragraphs)
}

pub(super) fn join<'a, S: AsRef<str>>(texts: impl IntoIterator<Item = S>) -> Page<'a> {
    let mut source = String::new();
    let mut paragraphs = Vec::new();
    for text in texts {
        if !paragraphs.is_empty() {
            source.push('\n');
        }
        paragraphs.push(paragraph(source.len(), text.as_ref()));
        source.push_str(text.as_ref());
    }
    page(Cow::Owned(source), paragraphs)
}

fn paragraph(start: usize, text: &str) -> Paragraph {
    let range = start..start + text.len();
    Paragraph {
        text: range.clone(),
        source: range,
        chars: text.chars().count(),
        link_chars: 0,
        element: None,
        hidden: false,
        annotation: None,
    }
}

fn page(source: Cow<'_, str>, paragraphs: Vec<Paragraph>) -> Page<'_> {
    Page {
        head: Vec::new(),
        source,
        format: Format::Text,
        encoding: "utf-8",
        how: How::String,
        texts: String::new(),
        paragraphs,
        elements: Vec::new(),
        words: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(source: &str) -> Vec<&str> {
        let page = segment(source.into());
        page.paragraphs.iter().map(|p| &source[p.source.clone()]).collect()
    }

    #[test]
    fn every_line_that_is_not_blank_is_a_paragraph() {
        assert_eq!(lines("一\n\n  二 三 \r\n\u{3000}\u{feff}\n四"), ["一", "二 三", "四"]);
        assert_eq!(lines("a\rb\r\nc"), ["a", "b", "c"]);
        assert_eq!(lines(""), [""; 0]);
        assert_eq!(lines(" \n\u{200b}\n"), [""; 0]);
    }

    #[test]
    fn joined_paragraphs_keep_their_number_and_their_line_feeds() {
        let page = join(["一\n二", "", "三"]);
        let texts: Vec<&str> = page.paragraphs().iter().map(|p| page.text(p)).collect();
        assert_eq!(texts, ["一\n二", "", "三"]);
    }
}
