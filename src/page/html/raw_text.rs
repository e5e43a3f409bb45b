//! Elements whose content is no markup.

use std::ops::Range;

use memchr::{memchr2, memmem};

use super::tokenizer::{Tokenizer, is_space};

impl Tokenizer<'_> {
    /// Passes over the content of a raw-text element, up to its end tag or to the end of the page, and gives it.
    pub(super) fn skip_raw_text(&mut self, name: &str) -> Range<usize> {
        if name.eq_ignore_ascii_case("script") {
            return self.skip_script();
        }
        let bytes = self.source.as_bytes();
        let content = self.at;
        while let Some(found) = memmem::find(&bytes[self.at..], b"</") {
            let start = self.at + found;
            if is_tag(&bytes[start + 2..], name) {
                self.at = start;
                return content..start;
            }
            self.at = start + 2;
        }
        self.at = bytes.len();
        content..self.at
    }

    /// The same for a script: within `<!--` and `-->` a `<script` hides the next `</script` (HTML standard, 13.2.5.15 to
    /// 13.2.5.31).
    fn skip_script(&mut self) -> Range<usize> {
        let content = self.at;
        let bytes = self.source.as_bytes();
        let (mut in_comment, mut in_script) = (false, false);
        while let Some(found) = memchr2(b'<', b'-', &bytes[self.at..]) {
            let start = self.at + found;
            let rest = &bytes[start..];
            self.at = start + 1;
            if !in_comment && rest.starts_with(b"<!--") {
                in_comment = true;
                // The dashes may be those of its end.
                self.at = start + 2;
            } else if in_comment && rest.starts_with(b"-->") {
                (in_comment, in_script) = (false, false);
            } else if in_comment && is_tag(rest, "<script") {
                in_script = true;
            } else if is_tag(rest, "</script") {
                if !in_script {
                    self.at = start;
                    return content..start;
                }
                in_script = false;
            }
        }
        self.at = bytes.len();
        content..self.at
    }

    /// Passes over the rest of the page, all of it text.
    pub(super) fn rest(&mut self) -> Range<usize> {
        let start = self.at;
        self.at = self.source.len();
        start..self.at
    }
}

/// Whether the source goes on with that beginning of a tag, in any case, and the name ends there: where the page breaks off, it may
/// not have ended (HTML standard, 13.2.5.11).
fn is_tag(rest: &[u8], beginning: &str) -> bool {
    rest.get(..beginning.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(beginning.as_bytes()))
        && rest.get(beginning.len()).is_some_and(|&b| is_space(b) || b == b'/' || b == b'>')
}

#[cfg(test)]
mod tests {
    use super::super::tokenizer::Token;
    use super::*;

    #[test]
    fn raw_text_ends_at_its_own_end_tag_only() {
        let source = "if (a</b) '</scripts>' </SCRIPT >x";
        let mut tokenizer = Tokenizer::new(source);
        tokenizer.skip_raw_text("script");
        assert_eq!(tokenizer.next(), Some(Token::End("SCRIPT")));
        assert_eq!(tokenizer.next(), Some(Token::Text(33..34)));
    }

    #[test]
    fn an_end_tag_in_which_the_page_breaks_off_has_to_be_begun() {
        for (source, content) in [("x</title", 0..8), ("x</title ", 0..1), ("x</title/", 0..1), ("x</titl", 0..7)] {
            assert_eq!(Tokenizer::new(source).skip_raw_text("title"), content, "{source}");
        }
    }
}
