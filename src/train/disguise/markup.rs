//! Text where readers do not see it: hidden, or where only machines look. The text comes escaped.

/// By a rule of a style sheet of the page for a class.
pub(super) fn by_class(text: &str, label: &str) -> String {
    format!("<style>.box-7{{display:none}}</style><div class=box-7 data-label={label}><p>{text}</p></div>")
}

/// By its own style.
pub(super) fn by_style(text: &str, label: &str) -> String {
    format!("<div style=\"position:absolute;left:-9999px\" data-label={label}><p>{text}</p></div>")
}

/// By the attribute `hidden`.
pub(super) fn by_attribute(text: &str, label: &str) -> String {
    format!("<div hidden data-label={label}><p>{text}</p></div>")
}

/// For those without scripts.
pub(super) fn noscript(text: &str, label: &str) -> String {
    format!("<noscript><div data-label={label}><p>{text}</p></div></noscript>")
}

/// What is said in place of an image.
pub(super) fn alt(text: &str, label: &str) -> String {
    format!("<p data-label={label}><img src=a.png alt=\"{text}\"></p>")
}

/// What is shown over an image.
pub(super) fn image_title(text: &str, label: &str) -> String {
    format!("<p data-label={label}><img src=a.png title=\"{text}\"></p>")
}

/// What is shown over a link.
pub(super) fn link_title(text: &str, label: &str) -> String {
    format!("<p data-label={label}><a href=\"http://spam.example/\" title=\"{text}\"></a></p>")
}

/// In markup that scripts may make use of.
pub(super) fn template(text: &str, label: &str) -> String {
    format!("<template><p data-label={label}>{text}</p></template>")
}

/// In a comment.
pub(super) fn comment(text: &str, _label: &str) -> String {
    format!("<!-- {text} -->")
}

/// Written by a script when the page is shown.
pub(super) fn script(text: &str, _label: &str) -> String {
    format!("<script>document.write('{text}')</script>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;

    /// What of each is text of the page, and whether it counts as hidden.
    #[test]
    fn what_is_read_of_it() {
        for (disguise, expected) in [
            (by_class as fn(&str, &str) -> String, Some(true)),
            (by_style, Some(true)),
            (by_attribute, Some(true)),
            (noscript, None),
            (alt, None),
            (image_title, None),
            (link_title, None),
            (template, None),
            (comment, None),
            (script, None),
        ] {
            let html = format!("<body><p>天桥</p>{}</body>", disguise("彩票", "spam"));
            let page = Page::from_html(html.as_str());
            let paragraph = page.paragraphs().iter().find(|paragraph| page.text(paragraph) == "彩票");
            assert_eq!(paragraph.map(|paragraph| paragraph.hidden), expected, "{html}");
        }
    }
}
