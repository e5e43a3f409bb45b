//! What a page says of itself in its head: title, description, keywords.

use std::ops::Range;

use super::StartTag;
use crate::page::{HeadKind, HeadText};

/// Collects the texts of a page's head.
#[derive(Default)]
pub(super) struct Head {
    pub(super) texts: Vec<HeadText>,
    has_title: bool,
}

impl Head {
    /// Adds a `<title>` whose content stands in that range of the source; only the first counts, as in browsers.
    pub(super) fn push_title(&mut self, source: &str, content: Range<usize>) {
        if !self.has_title {
            // In a title a NUL is a character that could not be read (HTML standard, 13.2.5.2).
            let raw = source[content.clone()].replace('\0', "\u{fffd}");
            self.has_title = self.push(HeadKind::Title, &htmlize::unescape(raw), content);
        }
    }

    /// Adds the content of a `<meta>` that says what the page is about.
    pub(super) fn push_meta(&mut self, source: &str, start: &StartTag<'_>) {
        let (Some(name), Some(content)) = (start.name_attribute, start.content.clone()) else { return };
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        let kind = if is("description") {
            HeadKind::Description
        } else if is("keywords") {
            HeadKind::Keywords
        } else if is("og:title") || is("og:description") || is("og:site_name") {
            HeadKind::OpenGraph
        } else {
            return;
        };
        let raw = source[content.clone()].replace('\0', "\u{fffd}");
        // In attributes, `&copy=` is the parameter of an address (13.2.5.73).
        self.push(kind, &htmlize::unescape_attribute(raw), content);
    }

    /// Adds a text; whether there is any.
    fn push(&mut self, kind: HeadKind, decoded: &str, source: Range<usize>) -> bool {
        let text = decoded.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_text = !text.is_empty();
        if is_text {
            self.texts.push(HeadText { kind, text, source });
        }
        is_text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;

    #[test]
    fn every_text_is_read_and_one_title() {
        let metas = "<meta name=keywords content=a>".repeat(100);
        let html =
            format!("<title> </title>{metas}<title>b</title><title>c</title><meta name=description content=d><p>e");
        let page = Page::from_html(&html);
        assert_eq!(page.head().len(), 102);
        assert_eq!(page.head()[100].text, "b");
        assert_eq!(page.head()[101].text, "d");
    }

    #[test]
    fn title_and_meta_are_read_and_stand_apart() {
        let html = "<head><meta name=Keywords content='a,b'><title> 甲 &amp;\n乙 </title><meta property=og:title content='c&copy=1'>\
                    <meta charset=utf-8><meta name=description content=''></head><svg><title>no</title></svg><p>d";
        let page = Page::from_html(html);
        let found: Vec<(HeadKind, &str, &str)> =
            page.head().iter().map(|text| (text.kind, &*text.text, &html[text.source.clone()])).collect();
        assert_eq!(
            found,
            [
                (HeadKind::Keywords, "a,b", "a,b"),
                (HeadKind::Title, "甲 & 乙", " 甲 &amp;\n乙 "),
                (HeadKind::OpenGraph, "c&copy=1", "c&copy=1")
            ]
        );
        assert_eq!(page.paragraphs().len(), 1);
    }
}
