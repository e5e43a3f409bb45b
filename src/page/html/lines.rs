//! Text between two breaks to a paragraph.

use std::borrow::Cow;
use std::ops::Range;

use super::blocks::Blocks;
use super::line::{Line, is_space};
use crate::page::text::is_blank;
use crate::page::{Annotation, Paragraph};

impl Blocks<'_> {
    /// Text of the page, entities not decoded.
    pub(super) fn text(&mut self, range: Range<usize>) {
        let raw = &self.source[range.clone()];
        if self.dropped > 0 || raw.is_empty() {
            return;
        }
        if memchr::memchr2(b'&', b'\0', raw.as_bytes()).is_some() {
            let mut decoded = htmlize::unescape(raw);
            // A NUL is no text, and no white space either (HTML standard, 13.2.6.4.7); but it cuts a reference.
            if decoded.contains('\0') {
                decoded = Cow::Owned(decoded.replace('\0', ""));
            }
            // A decoded text has no offsets of its own: the range covers the raw text without its white space.
            let lead = raw.len() - raw.trim_start().len();
            let span = range.start + lead..range.start + raw.trim_end().len().max(lead);
            self.push(&decoded, |_| span.clone());
        } else {
            let start = range.start;
            self.push(raw, |at| start + at.start..start + at.end);
        }
        if self.line.chars > 0 && self.annotated && !raw.chars().all(is_space) {
            let open = self.annotation();
            if let Some(annotation) = &mut self.line.annotation
                && open.as_ref() != Some(&annotation.value)
            {
                annotation.conflict = open;
            }
        }
    }

    /// Text that has no entities, and in which a NUL is a character that could not be read (13.2.5.5).
    pub(super) fn plain_text(&mut self, range: Range<usize>) {
        if self.dropped > 0 {
            return;
        }
        let (start, raw) = (range.start, &self.source[range.clone()]);
        match raw.contains('\0') {
            true => self.push(&raw.replace('\0', "\u{fffd}"), |_| range.clone()),
            false => self.push(raw, |at| start + at.start..start + at.end),
        }
    }

    /// The innermost open annotation.
    fn annotation(&self) -> Option<Range<usize>> {
        let mut open = self.open.iter().rev().filter(|_| self.annotated);
        open.find_map(|open| open.annotation.clone())
    }

    /// Adds the characters of a text to the line, white space collapsed; `place` tells where in the source the bytes
    /// of the text stand.
    fn push(&mut self, text: &str, place: impl Fn(Range<usize>) -> Range<usize>) {
        let mut rest = 0;
        while let Some(start) = text[rest..].find(|c| !is_space(c)).map(|found| rest + found) {
            self.line.gap |= start > rest;
            let mut chars = 0;
            let end = text[start..].char_indices().find(|&(_, c)| {
                chars += 1;
                is_space(c)
            });
            let end = match end {
                Some((space, _)) => start + space,
                None => text.len(),
            };
            chars -= usize::from(end < text.len());
            let source = place(start..end);
            if self.line.chars == 0 {
                self.begin_line(source.start);
            } else if self.line.gap {
                self.texts.push(' ');
                chars += 1;
            }
            self.texts.push_str(&text[start..end]);
            self.line.gap = false;
            self.line.chars += chars;
            self.line.link_chars += if self.links > 0 { chars } else { 0 };
            self.line.source.end = source.end;
            rest = end;
        }
        self.line.gap |= rest < text.len();
    }

    fn begin_line(&mut self, source: usize) {
        self.line = Line {
            start: self.texts.len(),
            source: source..source,
            element: self.open.iter().rev().find_map(|open| open.element),
            hidden: self.hidden > 0,
            annotation: self.annotation().map(|value| Annotation { value, conflict: None }),
            ..Line::default()
        };
    }

    /// Ends the paragraph being read.
    pub(super) fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if line.chars == 0 {
            return;
        }
        if self.texts[line.start..].chars().all(is_blank) {
            self.texts.truncate(line.start);
            return;
        }
        self.paragraphs.push(Paragraph {
            text: line.start..self.texts.len(),
            source: line.source,
            chars: line.chars,
            link_chars: line.link_chars,
            element: line.element,
            hidden: line.hidden,
            annotation: line.annotation,
        });
    }
}
