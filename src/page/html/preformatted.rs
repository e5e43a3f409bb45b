//! Text whose line breaks and indentation mean something: code.

use std::ops::Range;

use super::tag_of;
use super::tags::{Role, Tag};
use super::tokenizer::{Token, Tokenizer};

/// The text of a piece of the source, white space as it stands there: from the beginning of its first line, indented as it
/// is, without the blank lines at its ends.
pub(crate) fn preformatted(source: &str, range: Range<usize>) -> String {
    let indentation = source[..range.start].trim_end_matches([' ', '\t']).len();
    let is_line = source[..indentation].ends_with(['\n', '>']);
    let piece = &source[if is_line { indentation } else { range.start }..range.end];
    let mut text = String::with_capacity(piece.len());
    let mut tokens = Tokenizer::new(piece);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(range) => text.push_str(&htmlize::unescape(piece[range].replace('\0', ""))),
            Token::Start(start) => match tag_of(start.name) {
                Tag::Br => text.push('\n'),
                tag if tag.role() == Role::RawDropped => _ = tokens.skip_raw_text(start.name),
                _ => {}
            },
            Token::End(_) => {}
        }
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.trim_start_matches('\n').trim_end().to_owned()
}
