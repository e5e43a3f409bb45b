//! HTML: block-level paragraphs in document order, as a reader sees them.

mod blocks;
mod classes;
mod head;
mod hidden;
mod line;
mod lines;
pub(super) mod preformatted;
mod raw_text;
mod style_sheet;
pub(super) mod tags;
mod tokenizer;

use std::borrow::Cow;

use super::{Format, How, Page};
use blocks::Blocks;
use head::Head;
use tags::{Role, Tag};
use tokenizer::{StartTag, Token, Tokenizer};

/// The longest tag name that is looked up; longer ones are [`Tag::Other`].
const LONGEST_NAME: usize = 16;

/// An element that never ends: all behind its start tag is text.
const PLAIN_TEXT: &str = "plaintext";

pub(super) fn segment(source: Cow<'_, str>) -> Page<'_> {
    let mut blocks = Blocks::new(&source);
    let mut tokens = Tokenizer::new(&source);
    let mut head = Head::default();
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(range) => blocks.text(range),
            Token::End(name) => blocks.end(tag_of(name)),
            Token::Start(start) => {
                let tag = tag_of(start.name);
                match tag.role() {
                    Role::RawDropped => {
                        let content = tokens.skip_raw_text(start.name);
                        match tag {
                            Tag::Style => blocks.style_sheet(&source[content]),
                            Tag::Title if !blocks.is_dropping() => head.push_title(&source, content),
                            _ => {}
                        }
                    }
                    _ => {
                        if tag == Tag::Meta {
                            head.push_meta(&source, &start);
                        }
                        blocks.start(tag, &start);
                        if start.name.eq_ignore_ascii_case(PLAIN_TEXT) {
                            blocks.plain_text(tokens.rest());
                        }
                    }
                }
            }
        }
    }
    let (texts, paragraphs, elements, words) = blocks.finish();
    let head = head.texts;
    Page { source, format: Format::Html, encoding: "utf-8", how: How::String, head, texts, paragraphs, elements, words }
}

fn tag_of(name: &str) -> Tag {
    let mut buffer = [0; LONGEST_NAME];
    let lower = lowered(name, &mut buffer).and_then(|lower| std::str::from_utf8(lower).ok());
    lower.map_or(Tag::Other, Tag::parse)
}

/// A name in lower case; `None` if it is longer than the buffer.
fn lowered<'b>(name: &str, buffer: &'b mut [u8]) -> Option<&'b [u8]> {
    let lower = buffer.get_mut(..name.len())?;
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    Some(lower)
}

#[cfg(test)]
#[cfg(all(feature = "cli", feature = "train"))]
mod reference;
#[cfg(test)]
mod tests;
