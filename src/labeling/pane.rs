//! A page as it looked, to be shown beside its text: its own markup, in which nothing runs and nothing is loaded.
//!
//! The browser is told so by the policy below and by the frame's `sandbox`. What neither of them covers, such as connections
//! that a `<link>` may open ahead of time, is taken out of the markup.

use crate::page::Page;

/// What the frame may do: show text, in the page's own colours.
pub(super) const POLICY: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; \
                                 form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

/// Elements that speak to the browser and not to the reader. They are called [`NOTHING`] instead, which like them stands in
/// the head, has no content, and does nothing.
const SPEAKING: [&str; 3] = ["link", "meta", "base"];
const NOTHING: &str = "bgsound";

/// The element around each paragraph, to which the frame can be scrolled as `#parasift-0`.
const MARK: &str = "parasift-mark";
const STYLE: &str = "<style>parasift-mark:target{background:#ffe36e!important;color:#000!important;outline:3px solid #7a3fc0;\
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
    let mut edits: Vec<Edit> = speaking(source).collect();
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
fn speaking(source: &str) -> impl Iterator<Item = Edit> {
    source.match_indices('<').filter_map(|(at, _)| {
        let rest = source.as_bytes().get(at + 1..)?;
        let name = SPEAKING.into_iter().find(|name| {
            rest.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
                && rest.get(name.len()).is_none_or(|next| !next.is_ascii_alphanumeric())
        })?;
        Some(Edit { at: at + 1, length: name.len(), by: NOTHING.to_owned() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_marked_and_what_speaks_to_the_browser_is_not_there() {
        let html = "<LINK rel=preconnect href=//example.com><basefont><meta\nhttp-equiv=refresh><h1>标题</h1><p>一<b>二</b>";
        let expected = "<bgsound rel=preconnect href=//example.com><basefont><bgsound\nhttp-equiv=refresh>\
                        <h1><parasift-mark id=parasift-0>标题</parasift-mark></h1>\
                        <p><parasift-mark id=parasift-1>一<b>二</parasift-mark></b>";
        assert_eq!(pane(&Page::from_html(html)).strip_suffix(STYLE), Some(expected));
    }
}
