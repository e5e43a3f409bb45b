//! From labels to the text that is worth keeping: the article, as plain text or as Markdown.

mod layout;
mod markdown;
mod title;

use std::borrow::Cow;

use crate::label::Label;
use crate::labeled::{LabeledPage, LabeledParagraph};
use crate::page::{Format, Paragraph};
use crate::repair::Repair;
use title::Title;

/// What of a page is kept, and how it is written down.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use parasift::{Classifier, Cleaning};
///
/// let page = std::fs::read("examples/hacked-news.html")?;
/// let page = Classifier::embedded().classify_bytes(&page, parasift::Input::Auto);
/// let text = page.clean(&Cleaning::body());
/// assert!(text.starts_with("老城区两座人行天桥月底通车\n本报讯（记者 林小禾）昨日"));
/// assert!(page.clean(&Cleaning::body().with_markdown(true)).starts_with("# 老城区两座人行天桥月底通车\n\n本报讯"));
/// # }
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaning {
    /// By [`Label::index`].
    keep: [bool; 3],
    title: bool,
    repair: bool,
    spans: bool,
    markdown: bool,
}

impl Cleaning {
    /// The article: paragraphs of body, its title first, without sentences of spam in them, a line each.
    pub fn body() -> Self {
        Cleaning::keeping(&[Label::Body])
    }

    /// Paragraphs of these labels; else as [`body`](Self::body).
    pub fn keeping(labels: &[Label]) -> Self {
        let keep = Label::ALL.map(|label| labels.contains(&label));
        Cleaning { keep, title: true, repair: false, spans: false, markdown: false }
    }

    /// All but spam, for collections that are text already: what is no spam stays in a text as it stands there, blank lines
    /// and indentation included.
    pub fn all_but_spam() -> Self {
        Cleaning::keeping(&[Label::Body, Label::Nav]).with_title(false)
    }

    /// Whether the page's title is put first where the text does not have it ([`LabeledPage::title`]); it is unless said
    /// otherwise.
    #[must_use]
    pub fn with_title(mut self, title: bool) -> Self {
        self.title = title;
        self
    }

    /// Whether a converter's damage is undone ([`repair`](crate::repair())); it is not unless said otherwise.
    #[must_use]
    pub fn with_repair(mut self, repair: bool) -> Self {
        self.repair = repair;
        self
    }

    /// Whether sentences of spam inside of other paragraphs ([`LabeledParagraph::spans`]) are kept; they are not unless said
    /// otherwise.
    #[must_use]
    pub fn with_spans(mut self, spans: bool) -> Self {
        self.spans = spans;
        self
    }

    /// Whether headings, lists, quotations, code and tables of an HTML page are written as Markdown (CommonMark, tables as
    /// GitHub has them); they are not unless said otherwise.
    #[must_use]
    pub fn with_markdown(mut self, markdown: bool) -> Self {
        self.markdown = markdown;
        self
    }
}

impl Default for Cleaning {
    fn default() -> Self {
        Cleaning::body()
    }
}

/// A paragraph that is kept.
struct Kept<'p> {
    paragraph: &'p Paragraph,
    /// What is kept of its text.
    text: Cow<'p, str>,
}

impl LabeledPage<'_> {
    /// What is worth keeping of the page, without a line feed at its end; empty if no paragraph has a label that is kept.
    ///
    /// Plain text has one line for a paragraph, as text input has; only code keeps its lines. In Markdown a blank line
    /// stands between two paragraphs.
    pub fn clean(&self, cleaning: &Cleaning) -> String {
        let page = self.page();
        let whole = || page.paragraphs().iter().map(|paragraph| page.text(paragraph));
        let repair = cleaning.repair.then(|| Repair::of(whole()));
        let kept: Vec<Kept<'_>> = self.kept(cleaning, repair.as_ref());
        if kept.is_empty() {
            return String::new();
        }
        let title = match self.found_title().filter(|_| cleaning.title) {
            Some(Title::Of(text)) => Some(text),
            Some(Title::Paragraph(index)) => {
                let paragraph = &page.paragraphs()[index];
                let is_kept = kept.iter().any(|kept| std::ptr::eq(kept.paragraph, paragraph));
                (!is_kept).then(|| page.text(paragraph).to_owned())
            }
            None => None,
        };
        let title = title.map(|title| repaired(repair.as_ref(), Cow::Owned(title)).into_owned());
        if cleaning.markdown && page.format() == Format::Html {
            markdown::markdown(page, title.as_deref(), &kept)
        } else if cleaning.keep[Label::Nav.index()] && page.format() == Format::Text {
            layout::in_place(page, &kept)
        } else {
            let texts = title.iter().map(String::as_str).chain(kept.iter().map(|kept| &*kept.text));
            texts.collect::<Vec<_>>().join("\n")
        }
    }

    fn kept<'p>(&'p self, cleaning: &Cleaning, repair: Option<&Repair>) -> Vec<Kept<'p>> {
        let paragraphs = self.page().paragraphs().iter().zip(self.paragraphs());
        let kept = paragraphs.filter(|(_, said)| cleaning.keep[said.label.index()]);
        let texts = kept.map(|(paragraph, said)| {
            let text = match self.page().preformatted(paragraph).filter(|_| said.spans.is_empty()) {
                Some(text) => Cow::Owned(text),
                None if cleaning.spans => Cow::Borrowed(said.text),
                None => without_spans(&said),
            };
            Kept { paragraph, text: repaired(repair, text) }
        });
        texts.filter(|kept| !kept.text.is_empty()).collect()
    }
}

fn repaired<'t>(repair: Option<&Repair>, text: Cow<'t, str>) -> Cow<'t, str> {
    match repair.map(|repair| repair.text(&text)) {
        // A text that needs no repair stays borrowed from the page.
        Some(repaired) if !repaired.changes.is_empty() => Cow::Owned(repaired.text.into_owned()),
        _ => text,
    }
}

fn without_spans<'p>(said: &LabeledParagraph<'p>) -> Cow<'p, str> {
    if said.spans.is_empty() {
        return Cow::Borrowed(said.text);
    }
    let (mut text, mut at) = (String::with_capacity(said.text.len()), 0);
    for span in said.spans {
        text.push_str(&said.text[at..span.start]);
        at = span.end;
    }
    text.push_str(&said.text[at..]);
    Cow::Owned(text.trim().to_owned())
}

#[cfg(test)]
mod tests;
