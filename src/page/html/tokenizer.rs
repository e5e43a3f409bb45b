//! HTML bytes to tags and text, by the states of the HTML standard (13.2.5) that matter for reading.

use std::ops::Range;

use memchr::{memchr, memmem};

/// A piece of the source.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text, entities not decoded.
    Text(Range<usize>),
    /// A start tag, or one that closes itself.
    Start(StartTag<'a>),
    /// An end tag of that name, as written.
    End(&'a str),
}

/// A start tag with the attributes that the segmenter reads, entities not decoded.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct StartTag<'a> {
    pub(super) name: &'a str,
    /// Offset of `<`.
    pub(super) start: usize,
    pub(super) class: Option<&'a str>,
    pub(super) id: Option<&'a str>,
    pub(super) style: Option<&'a str>,
    pub(super) hidden: bool,
    pub(super) color: Option<&'a str>,
    pub(super) bgcolor: Option<&'a str>,
    pub(super) width: Option<&'a str>,
    pub(super) height: Option<&'a str>,
    /// `name` or `property`.
    pub(super) name_attribute: Option<&'a str>,
    /// Where the value of `content` stands.
    pub(super) content: Option<Range<usize>>,
    /// Where the value of `data-label` stands.
    pub(super) annotation: Option<Range<usize>>,
}

/// Cuts a page into tokens; comments, doctypes and processing instructions are passed over.
pub(super) struct Tokenizer<'a> {
    pub(super) source: &'a str,
    pub(super) at: usize,
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

impl<'a> Tokenizer<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Tokenizer { source, at: 0 }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.source.as_bytes().get(at).copied()
    }

    /// Passes over `<!…>`, `<?…>` and `</` before anything but a letter.
    fn skip_markup_declaration(&mut self, start: usize) {
        let rest = &self.source[start..];
        self.at = match rest.strip_prefix("<!--") {
            Some(comment) => start + 4 + comment_len(comment),
            None => start + memchr(b'>', rest.as_bytes()).map_or(rest.len(), |end| end + 1),
        };
    }

    /// `None`, as for a start tag, if the page ends within it: then there is no tag.
    fn end_tag(&mut self, start: usize) -> Option<Token<'a>> {
        let (name, mut at) = self.name(start + 2);
        while self.attribute(&mut at).is_some() {}
        self.close(at).then_some(Token::End(name))
    }

    /// Goes behind the `>` that stands at `at`; whether there is one.
    fn close(&mut self, at: usize) -> bool {
        self.at = (at + 1).min(self.source.len());
        at < self.source.len()
    }

    fn start_tag(&mut self, start: usize) -> Option<Token<'a>> {
        let (name, mut at) = self.name(start + 1);
        let mut tag = StartTag { name, start, ..StartTag::default() };
        while let Some((name, range)) = self.attribute(&mut at) {
            let value = &self.source[range.clone()];
            // Of two attributes with one name the first counts.
            match name.len() {
                5 if name.eq_ignore_ascii_case("class") => _ = tag.class.get_or_insert(value),
                2 if name.eq_ignore_ascii_case("id") => _ = tag.id.get_or_insert(value),
                5 if name.eq_ignore_ascii_case("style") => _ = tag.style.get_or_insert(value),
                6 if name.eq_ignore_ascii_case("hidden") => tag.hidden = true,
                5 if name.eq_ignore_ascii_case("color") => _ = tag.color.get_or_insert(value),
                7 if name.eq_ignore_ascii_case("bgcolor") => _ = tag.bgcolor.get_or_insert(value),
                5 if name.eq_ignore_ascii_case("width") => _ = tag.width.get_or_insert(value),
                6 if name.eq_ignore_ascii_case("height") => _ = tag.height.get_or_insert(value),
                4 if name.eq_ignore_ascii_case("name") => _ = tag.name_attribute.get_or_insert(value),
                8 if name.eq_ignore_ascii_case("property") => _ = tag.name_attribute.get_or_insert(value),
                7 if name.eq_ignore_ascii_case("content") => _ = tag.content.get_or_insert(range),
                10 if name.eq_ignore_ascii_case("data-label") => _ = tag.annotation.get_or_insert(range),
                _ => {}
            }
        }
        self.close(at).then_some(Token::Start(tag))
    }

    /// A tag name from `start` on, and where it ends.
    fn name(&self, start: usize) -> (&'a str, usize) {
        let rest = &self.source.as_bytes()[start..];
        let len = rest.iter().position(|&b| is_space(b) || b == b'/' || b == b'>').unwrap_or(rest.len());
        (&self.source[start..start + len], start + len)
    }

    /// The next attribute from `at` on: its name and the range of its value. `None` before the tag's `>`, or at the
    /// end of the page.
    fn attribute(&self, at: &mut usize) -> Option<(&'a str, Range<usize>)> {
        while self.byte(*at).is_some_and(|b| is_space(b) || b == b'/') {
            *at += 1;
        }
        if self.byte(*at)? == b'>' {
            return None;
        }
        let start = *at;
        // An equals sign at the very start belongs to the name.
        *at += 1;
        while self.byte(*at).is_some_and(|b| !is_space(b) && !matches!(b, b'/' | b'>' | b'=')) {
            *at += 1;
        }
        let name = start..*at;
        let mut ahead = *at;
        while self.byte(ahead).is_some_and(is_space) {
            ahead += 1;
        }
        let value = match self.byte(ahead) {
            Some(b'=') => self.attribute_value(ahead + 1, at),
            _ => *at..*at,
        };
        // Only `<`, `>`, quotes and the like cut here, so both ends are character boundaries.
        Some((self.source.get(name)?, value))
    }

    fn attribute_value(&self, mut start: usize, at: &mut usize) -> Range<usize> {
        let bytes = self.source.as_bytes();
        while self.byte(start).is_some_and(is_space) {
            start += 1;
        }
        match self.byte(start) {
            Some(quote @ (b'"' | b'\'')) => {
                let end = memchr(quote, &bytes[start + 1..]).map_or(bytes.len(), |found| start + 1 + found);
                *at = (end + 1).min(bytes.len());
                start + 1..end
            }
            _ => {
                let rest = &bytes[start.min(bytes.len())..];
                let end = start + rest.iter().position(|&b| is_space(b) || b == b'>').unwrap_or(rest.len());
                *at = end;
                start..end
            }
        }
    }
}

/// Length of a comment behind its `<!--`, the closing `-->` or `--!>` included.
fn comment_len(comment: &str) -> usize {
    if comment.starts_with('>') {
        return 1;
    }
    if comment.starts_with("->") {
        return 2;
    }
    let mut at = 0;
    while let Some(found) = memmem::find(&comment.as_bytes()[at..], b"--") {
        let rest = &comment[at + found + 2..];
        match rest.as_bytes() {
            [b'>', ..] => return at + found + 3,
            [b'!', b'>', ..] => return at + found + 4,
            _ => at += found + 1,
        }
    }
    comment.len()
}

impl<'a> Iterator for Tokenizer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let mut start = self.at;
        let mut search = start;
        while let Some(found) = memchr(b'<', &self.source.as_bytes()[search..]) {
            let open = search + found;
            let is_markup = match self.byte(open + 1) {
                Some(b'!' | b'?') => true,
                Some(b'/') => self.byte(open + 2).is_some(),
                Some(b) => b.is_ascii_alphabetic(),
                None => false,
            };
            if !is_markup {
                search = open + 1;
                continue;
            }
            if open > start {
                self.at = open;
                return Some(Token::Text(start..open));
            }
            match self.byte(open + 1) {
                Some(b'/') if self.byte(open + 2).is_some_and(|b| b.is_ascii_alphabetic()) => {
                    return self.end_tag(open);
                }
                Some(b'!' | b'?' | b'/') => {
                    self.skip_markup_declaration(open);
                    (start, search) = (self.at, self.at);
                }
                _ => return self.start_tag(open),
            }
        }
        self.at = self.source.len();
        (start < self.at).then_some(Token::Text(start..self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens written down: text as it is, `+name` and `-name` for tags.
    fn tokens(source: &str) -> Vec<String> {
        Tokenizer::new(source)
            .map(|token| match token {
                Token::Text(range) => source[range].to_owned(),
                Token::Start(tag) => format!("+{}", tag.name),
                Token::End(name) => format!("-{name}"),
            })
            .collect()
    }

    #[test]
    fn cuts_as_browsers_do() {
        for (source, expected) in [
            ("a<b>c</b>", &["a", "+b", "c", "-b"][..]),
            ("1 < 2 <3 <", &["1 < 2 <3 <"]),
            ("<p title=\"a>b\">x", &["+p", "x"]),
            ("<p title=a'>b'>x", &["+p", "b'>x"]),
            ("<a href=x/>y</A >", &["+a", "y", "-A"]),
            ("<br/><hr />", &["+br", "+hr"]),
            ("a<!-- <b> -->c", &["a", "c"]),
            ("a<!-->b<!--->c<!-- x --!>d", &["a", "b", "c", "d"]),
            ("a<!-- never closed <b>", &["a"]),
            ("<!DOCTYPE html><?php echo 1 ?>x", &["x"]),
            ("<![CDATA[x]]>y", &["y"]),
            ("a</ b>c</>d", &["a", "c", "d"]),
            ("a<p", &["a"]),
            ("a<p class=", &["a"]),
            ("a<p class=\"b>", &["a"]),
            ("a</p", &["a"]),
            ("</", &["</"]),
            ("", &[]),
        ] {
            assert_eq!(tokens(source), expected, "{source}");
        }
    }

    #[test]
    fn reads_the_attributes_that_matter() {
        let source = "<div CLASS='a b' id=c class=ignored style = \"display:none\" hidden data-label=spam data-x=y>";
        let Some(Token::Start(tag)) = Tokenizer::new(source).next() else { panic!("no start tag") };
        assert_eq!((tag.class, tag.id, tag.style), (Some("a b"), Some("c"), Some("display:none")));
        assert!(tag.hidden);
        assert_eq!(&source[tag.annotation.unwrap()], "spam");
    }
}
