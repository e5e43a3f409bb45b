//! HTML or plain text, told by the content.

use super::Format;
use super::html::tags::Tag;

/// How many bytes of the text are looked at.
const SNIFFED_BYTES: usize = 65_536;

/// From how many tags on a text is HTML although it does not begin like it: a fragment, or a page behind a banner.
const TAGS_OF_A_FRAGMENT: usize = 3;

/// Bytes of text for each tag above which the tags are taken to be quoted, as in an article about HTML.
const BYTES_PER_TAG: usize = 1000;

/// What pages begin with, and no text does: the page itself and what its head has. The MIME Sniffing Standard (7.1) knows
/// neither `<meta>` nor `<link>`, but `<p>`, `<b>` and the like, with which sentences about them begin, too.
const FIRST_TAGS: [&str; 8] = ["html", "head", "body", "title", "meta", "link", "script", "style"];

/// Tells HTML from plain text: by how it begins, else by how many real tags it has.
///
/// ```
/// use parasift::{Format, sniff};
/// assert_eq!(sniff("<!DOCTYPE html><p>x"), Format::Html);
/// assert_eq!(sniff("if a < b and b > c\n<3"), Format::Text);
/// ```
pub fn sniff(text: &str) -> Format {
    let text = &text[..text.floor_char_boundary(SNIFFED_BYTES)];
    if begins_like_html(text) {
        return Format::Html;
    }
    let tags = text.match_indices('<').filter(|(at, _)| is_tag(&text[at + 1..])).count();
    match tags >= TAGS_OF_A_FRAGMENT && tags * BYTES_PER_TAG >= text.len() && starts_with_markup(text) {
        true => Format::Html,
        false => Format::Text,
    }
}

fn starts_with_markup(text: &str) -> bool {
    text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').starts_with('<')
}

/// Whether the first thing behind white space, comments and processing instructions is a doctype or the start of a page.
fn begins_like_html(text: &str) -> bool {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let closing = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") {
            "?>"
        } else {
            break;
        };
        match rest.find(closing) {
            Some(at) => rest = &rest[at + closing.len()..],
            // A comment that goes on beyond what is looked at.
            None => return closing == "-->",
        }
    }
    let start = rest.get(..rest.floor_char_boundary(14)).unwrap_or("").to_ascii_lowercase();
    start.starts_with("<!doctype html")
        || start.strip_prefix('<').is_some_and(|rest| FIRST_TAGS.contains(&tag_name(rest)))
}

/// The letters and digits at the start of what stands behind a `<`.
fn tag_name(rest: &str) -> &str {
    let len = rest.bytes().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
    &rest[..len]
}

fn is_tag(rest: &str) -> bool {
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let name = tag_name(rest);
    let behind = rest.as_bytes().get(name.len());
    !name.is_empty()
        && name.len() <= 10
        && Tag::parse(&name.to_ascii_lowercase()) != Tag::Other
        && behind.is_some_and(|b| matches!(b, b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_pages_from_text() {
        for (text, expected) in [
            ("", Format::Text),
            ("一段普通的文字。", Format::Text),
            ("\u{feff} <!-- saved --><?xml version=\"1.0\"?>\n<!doctype HTML>", Format::Html),
            ("<HTML lang=zh>", Format::Html),
            ("<body>", Format::Html),
            ("<bodyguard>", Format::Text),
            ("<div><p>一</p><p>二</p></div>", Format::Html),
            ("用 <p> 和 </p> 标记一个段落，再加 <br> 换行。", Format::Text),
            ("<html>", Format::Html),
            ("<title>题目</title>正文", Format::Html),
            ("<SCRIPT>document.write(1)</SCRIPT>", Format::Html),
            ("<titles>", Format::Text),
            ("<", Format::Text),
            ("a <b", Format::Text),
        ] {
            assert_eq!(sniff(text), expected, "{text}");
        }
        let long = "字".repeat(SNIFFED_BYTES);
        assert_eq!(sniff(&format!("<title>{long}</title><p>")), Format::Html);
        assert_eq!(sniff(&format!("<!-- {long} --><!doctype html>")), Format::Html);
        assert_eq!(sniff(&format!("<? {long} ?>")), Format::Text);
    }
}
