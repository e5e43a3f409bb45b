//! A page as it looked, to be shown beside its text: its own markup, in which nothing runs and nothing is loaded.
//!
//! The browser is told so by the policy below and by the frame's `sandbox`. What neither of them covers is taken out of the
//! markup: Chromium connects for links and for frames before it looks whether it may.

use crate::page::Page;

/// What the frame may do: show text, in the page's own colours.
pub(super) const POLICY: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; \
                                 form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

/// What stands in the place of names of elements that speak to the browser and not to the reader, or that show other pages:
/// `bgsound` may stand in the head as they do, has no content, and does nothing; a template is not shown.
const INSTEAD: [(&str, &str); 7] = [
    ("link", "bgsound"),
    ("meta", "bgsound"),
    ("base", "bgsound"),
    ("embed", "bgsound"),
    ("frame", "bgsound"),
    ("iframe", "template"),
    ("/iframe", "/template"),
];

/// The attribute by which links lead somewhere.
const LEADING: &str = "href";
const NOT_LEADING: &str = "data-href";

/// The element around each paragraph, to which the frame can be scrolled as `#parasift-0`.
const MARK: &str = "parasift-mark";

/// Links look like links all the same.
const STYLE: &str = "<style>:where(a){color:#0b57d0;text-decoration:underline}\
                     parasift-mark:target{background:#ffe36e!important;color:#000!important;outline:3px solid #7a3fc0;\
                     outline-offset:2px;scroll-margin:30vh 0}</style>";

/// A change of the source: what stands in a range is replaced.
struct Edit {
    at: usize,
    length: usize,
    by: String,
}

/// The page's source with a mark around each paragraph.
pub(super) fn pane(page: &Page<'_>) -> String {
    let source = page.source();
    let lower = source.to_ascii_lowercase();
    let mut edits: Vec<Edit> = speaking(&lower).chain(leading(&lower)).collect();
    for (index, paragraph) in page.paragraphs().iter().enumerate() {
        let range = &paragraph.source;
        edits.push(Edit { at: range.start, length: 0, by: format!("<{MARK} id=parasift-{index}>") });
        edits.push(Edit { at: range.end, length: 0, by: format!("</{MARK}>") });
    }
    edits.sort_by_key(|edit| edit.at);
    let (mut out, mut copied) = (String::with_capacity(source.len() * 2), 0);
    for Edit { at, length, by } in edits {
        out += source.get(copied..at).unwrap_or_default();
        out += &by;
        copied = copied.max(at + length);
    }
    out + source.get(copied..).unwrap_or_default() + STYLE
}

/// The names of elements that speak to the browser, wherever they may begin one.
fn speaking(lower: &str) -> impl Iterator<Item = Edit> {
    lower.match_indices('<').filter_map(|(at, _)| {
        let rest = &lower[at + 1..];
        let is_name = |name: &str| {
            rest.strip_prefix(name).is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric()))
        };
        let (name, by) = INSTEAD.into_iter().find(|(name, _)| is_name(name))?;
        Some(Edit { at: at + 1, length: name.len(), by: by.to_owned() })
    })
}

/// The attributes of links, and what reads like one.
fn leading(lower: &str) -> impl Iterator<Item = Edit> {
    let is_attribute = |(at, name): &(usize, &str)| lower[at + name.len()..].trim_ascii_start().starts_with('=');
    let edit = |(at, name): (usize, &str)| Edit { at, length: name.len(), by: NOT_LEADING.to_owned() };
    lower.match_indices(LEADING).filter(is_attribute).map(edit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_marked_and_what_speaks_to_the_browser_is_not_there() {
        for (html, expected) in [
            ("<h1>标题</h1>", "<h1><parasift-mark id=parasift-0>标题</parasift-mark></h1>"),
            ("<p>一<b>二</b>", "<p><parasift-mark id=parasift-0>一<b>二</parasift-mark></b>"),
            ("<LINK rel=preconnect>", "<bgsound rel=preconnect>"),
            ("<basefont><base\nhref=/>", "<basefont><bgsound\ndata-href=/>"),
            ("<iframe src=/></IFRAME>", "<template src=/></template>"),
            ("<a HREF =/1><!--href-->", "<a data-href =/1><!--href-->"),
        ] {
            assert_eq!(pane(&Page::from_html(html)).strip_suffix(STYLE), Some(expected), "{html}");
        }
    }
}
