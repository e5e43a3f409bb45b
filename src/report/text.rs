//! Texts of pages, made fit to be shown: what steers a reader's display is made visible.

use std::ops::Range;

/// A part of a text that is shown in one way.
#[derive(Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) is_spam: bool,
    /// The text is the name of a character that is not shown itself.
    pub(super) is_control: bool,
}

/// Cuts a text at its spans of spam, which stand in order, and at characters that would steer the display.
pub(super) fn pieces(text: &str, spans: &[Range<usize>]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut spans = spans.iter().peekable();
    for (at, c) in text.char_indices() {
        while spans.next_if(|span| span.end <= at).is_some() {}
        let is_spam = spans.peek().is_some_and(|span| span.contains(&at));
        match pieces.last_mut() {
            _ if is_steering(c) => {
                pieces.push(Piece { text: format!("U+{:04X}", u32::from(c)), is_spam, is_control: true });
            }
            Some(piece) if piece.is_spam == is_spam && !piece.is_control => piece.text.push(c),
            _ => pieces.push(Piece { text: c.to_string(), is_spam, is_control: false }),
        }
    }
    pieces
}

/// A text for places where nothing can be marked: attributes, titles, JSON.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| if is_steering(c) { '\u{fffd}' } else { c }).collect()
}

/// Control characters, and those that turn the direction of the text behind them (Unicode Bidirectional Algorithm, 2).
fn is_steering(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_where_they_are_shown_in_another_way() {
        let show = |text, spans: &[Range<usize>]| -> Vec<String> {
            let mark = |piece: Piece| match (piece.is_spam, piece.is_control) {
                (false, false) => piece.text,
                (true, false) => format!("*{}*", piece.text),
                (_, true) => format!("<{}>", piece.text),
            };
            pieces(text, spans).into_iter().map(mark).collect()
        };
        assert_eq!(show("", &[]), [""; 0]);
        assert_eq!(show("全文", &[]), ["全文"]);
        assert_eq!(show("一二三四五", &[3..6, 9..12]), ["一", "*二*", "三", "*四*", "五"]);
        assert_eq!(show("ab\u{202e}cd\u{7}", &[]), ["ab", "<U+202E>", "cd", "<U+0007>"]);
    }

    #[test]
    fn plain_texts_steer_nothing() {
        assert_eq!(plain("a\u{1b}[31m\u{2066}b"), "a\u{fffd}[31m\u{fffd}b");
    }
}
