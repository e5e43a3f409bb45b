//! A labelled page as a person reads it.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthChar;

use crate::label::Label;
use crate::labeled::LabeledPage;
use crate::report::plain;

/// Columns of the listing where the output is no terminal.
const DEFAULT_WIDTH: usize = 100;

/// Columns before the text: two spaces, label, probability.
const LEAD: usize = 2 + 4 + 2 + 4 + 2;

/// Narrowest text that is still of use.
const LEAST_TEXT: usize = 20;

/// Columns of the terminal, or [`DEFAULT_WIDTH`].
pub(super) fn width() -> usize {
    terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0))
}

pub(super) fn style(label: Label) -> Style {
    match label {
        Label::Body => Style::new(),
        Label::Nav => Style::new().dimmed(),
        Label::Spam => AnsiColor::Red.on_default().bold(),
    }
}

/// One line for each paragraph, and one that sums up the page. With colours; the writer drops them where they do not
/// belong.
pub(super) fn listing(source: &str, page: &LabeledPage<'_>, width: usize) -> String {
    let mut out = String::new();
    let text_width = width.saturating_sub(LEAD).max(LEAST_TEXT);
    for head in page.head() {
        let style = style(head.label);
        let text = fit(&format!("<{}> {}", head.text.kind.as_str(), head.text.text), text_width);
        let _ = writeln!(out, "  {style}{:4}  {:.2}  {text}{style:#}", head.label, head.probability.of(head.label));
    }
    for paragraph in page.paragraphs() {
        let style = style(paragraph.label);
        let probability = paragraph.probability.of(paragraph.label);
        let mark = if paragraph.hidden { "(hidden) " } else { "" };
        let text = fit(&format!("{mark}{}", paragraph.text), text_width);
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  {style}{:4}  {probability:.2}  {text}{style:#}", paragraph.label);
        let style = self::style(Label::Spam);
        for span in paragraph.spans {
            let text = fit(&format!("within: {}", &paragraph.text[span.clone()]), text_width);
            let _ = writeln!(out, "  {style}{:4}        {text}{style:#}", Label::Spam);
        }
    }
    let [body, nav, spam] = page.counts();
    let bold = Style::new().bold();
    let _ = writeln!(
        out,
        "{bold}{}: {}{bold:#} ({}, {}): {body} body, {nav} nav, {spam} spam",
        plain(source),
        page.verdict().as_str(),
        page.page().format().as_str(),
        page.page().encoding(),
    );
    out
}

/// As much of a text as fits so many columns, control characters made visible.
pub(super) fn fit(text: &str, columns: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    for c in plain(text).chars() {
        let width = c.width().unwrap_or(0);
        if used + width > columns {
            // Make room for the mark.
            while used >= columns {
                used -= out.pop().and_then(UnicodeWidthChar::width).unwrap_or(1);
            }
            out.push('…');
            return out;
        }
        used += width;
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn texts_fit_their_columns() {
        for (text, columns, expected) in [
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("中文字", 6, "中文字"),
            ("中文字", 5, "中文…"),
            ("中文字", 4, "中…"),
            ("a\u{1b}[31mb", 10, "a\u{fffd}[31mb"),
            ("", 5, ""),
        ] {
            assert_eq!(fit(text, columns), expected, "{text} {columns}");
        }
    }
}
