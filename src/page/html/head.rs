//! What a page says of itself in its head: title, description, keywords.

use std::ops::Range;

use super::StartTag;
use crate::page::{HeadKind, HeadText};

/// Texts beyond this number are passed over: no honest head has as many.
const MOST_TEXTS: usize = 32;

/// Adds a `<title>` whose content stands in that range of the source; only the first counts, as in browsers.
pub(super) fn push_title(source: &str, content: Range<usize>, head: &mut Vec<HeadText>) {
    if !head.iter().any(|text| text.kind == HeadKind::Title) {
        // In a title a NUL is a character that could not be read (HTML standard, 13.2.5.2).
        let raw = source[content.clone()].replace('\0', "\u{fffd}");
        push(HeadKind::Title, &htmlize::unescape(raw), content, head);
    }
}

/// Adds the content of a `<meta>` that says what the page is about.
pub(super) fn push_meta(source: &str, start: &StartTag<'_>, head: &mut Vec<HeadText>) {
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
    push(kind, &htmlize::unescape_attribute(raw), content, head);
}

fn push(kind: HeadKind, decoded: &str, source: Range<usize>, head: &mut Vec<HeadText>) {
    let text = decoded.split_whitespace().collect::<Vec<_>>().join(" ");
    if !text.is_empty() && head.len() < MOST_TEXTS {
        head.push(HeadText { kind, text, source });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;

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
