//! What an article is called.

use crate::features::{BEGINNING, folded_texts, titles};
use crate::label::Label;
use crate::labeled::LabeledPage;
use crate::page::HeadKind;

/// Headings beyond this level are none of an article.
const LAST_LEVEL: u8 = 3;

/// Where a title was found.
pub(super) enum Title {
    /// A paragraph of the page, by its index.
    Paragraph(usize),
    /// Of the head, without the site's name.
    Of(String),
}

impl LabeledPage<'_> {
    /// What the article is called: the heading that the page's `<title>` names, else the longest part of that `<title>`,
    /// which is the one without the site's name. `None` for a text, and for a page whose title is missing or spam.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let page = parasift::Classifier::embedded().classify_html("<title>两座人行天桥月底通车_青石日报</title><p>短讯");
    /// assert_eq!(page.title().as_deref(), Some("两座人行天桥月底通车"));
    /// # }
    /// ```
    pub fn title(&self) -> Option<String> {
        Some(match self.found_title()? {
            Title::Paragraph(index) => self.page().text(&self.page().paragraphs()[index]).to_owned(),
            Title::Of(text) => text,
        })
    }

    pub(super) fn found_title(&self) -> Option<Title> {
        let title = self.head().find(|head| head.text.kind == HeadKind::Title)?;
        if title.label == Label::Spam {
            return None;
        }
        if let Some(index) = self.heading() {
            return Some(Title::Paragraph(index));
        }
        let text = parts(&title.text.text).into_iter().rev().max_by_key(|part| part.chars().count())?;
        Some(Title::Of(text.to_owned())).filter(|_| !text.is_empty())
    }

    /// The paragraph that the title begins with: the article's own before one of the furniture, a heading before a line.
    fn heading(&self) -> Option<usize> {
        let page = self.page();
        let texts = folded_texts(page);
        let relations = titles(page, &texts.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let candidates = self.paragraphs().zip(&relations).filter_map(|(said, &[relation, level, ..])| {
            let is_heading = (1..=LAST_LEVEL).contains(&level);
            let is_body = said.label == Label::Body;
            let is_candidate = relation >= BEGINNING && (is_body || is_heading && said.label == Label::Nav);
            is_candidate.then_some((is_body, is_heading, std::cmp::Reverse(said.index)))
        });
        candidates.max().map(|(.., index)| index.0)
    }
}

/// The parts of a title between its separators.
fn parts(title: &str) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    for (at, c) in title.char_indices() {
        let end = at + c.len_utf8();
        if is_separator(c, title[..at].chars().next_back(), title[end..].chars().next()) {
            parts.push(title[start..at].trim());
            start = end;
        }
    }
    parts.push(title[start..].trim());
    parts
}

/// Whether a character between these two parts an article's title from the name of its site. Dashes and dots are
/// punctuation of the title itself unless they stand alone; hyphens and underscores join words.
fn is_separator(c: char, before: Option<char>, after: Option<char>) -> bool {
    let both = |test: fn(char) -> bool| before.is_some_and(test) && after.is_some_and(test);
    let either = |test: fn(char) -> bool| before.is_some_and(test) || after.is_some_and(test);
    match c {
        '|' | '｜' => true,
        '_' => !both(|c| c.is_ascii_alphanumeric()),
        '-' => !either(|c| c.is_ascii_alphanumeric()),
        '–' | '—' | '·' | '»' => both(char::is_whitespace),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn titles_are_cut_at_their_separators() {
        for (title, expected) in [
            ("两座人行天桥月底通车_青石日报", &["两座人行天桥月底通车", "青石日报"][..]),
            ("两座人行天桥月底通车-本地-青石网", &["两座人行天桥月底通车", "本地", "青石网"]),
            ("A well-kept bridge | The Times", &["A well-kept bridge", "The Times"]),
            ("A bridge - The Times", &["A bridge", "The Times"]),
            ("约翰·某人谈春天——一个故事", &["约翰·某人谈春天——一个故事"]),
            ("Spring — the story · The Times", &["Spring", "the story", "The Times"]),
            ("well-kept snake_case", &["well-kept snake_case"]),
            ("", &[""]),
        ] {
            assert_eq!(parts(title), expected, "{title}");
        }
    }
}
