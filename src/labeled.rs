//! A page with the labels of its paragraphs.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::label::{Label, Probability};
use crate::page::{HeadText, Page};
use crate::threshold::label;

/// A page with a label for each of its paragraphs.
#[derive(Clone, Debug)]
pub struct LabeledPage<'a> {
    pub(crate) page: Page<'a>,
    pub(crate) probabilities: Vec<Probability>,
    pub(crate) head: Vec<Probability>,
    /// By paragraph.
    pub(crate) spans: BTreeMap<usize, Vec<Range<usize>>>,
    /// Thresholds for spam, if any: of paragraphs, and of the head, which is read as text.
    pub(crate) spam_at: Option<f64>,
    pub(crate) head_spam_at: Option<f64>,
}

/// A text of the page's head: its title, description or keywords.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LabeledHead<'p> {
    /// The text and its place.
    pub text: &'p HeadText,
    /// Spam if it was hijacked, else nav.
    pub label: Label,
    /// The probability of each label; that of body is 0.
    pub probability: Probability,
}

/// One paragraph of a [`LabeledPage`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LabeledParagraph<'p> {
    /// Place among the page's paragraphs, from 0.
    pub index: usize,
    /// The text, entities decoded and white space collapsed.
    pub text: &'p str,
    /// Byte range in the decoded input, [`Page::source`].
    pub range: Range<usize>,
    /// The most probable label; with a threshold for spam, what that makes of it.
    pub label: Label,
    /// The probability of each label.
    pub probability: Probability,
    /// Byte ranges of `text` that are spam within a paragraph that is not spam as a whole: sentences.
    pub spans: &'p [Range<usize>],
    /// Whether readers of the page do not see it ([`Paragraph::hidden`](crate::Paragraph)).
    pub hidden: bool,
}

impl<'a> LabeledPage<'a> {
    /// The same page with a source of its own, to be kept longer than the input.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use parasift::{Classifier, LabeledPage};
    ///
    /// fn labeled(html: String) -> LabeledPage<'static> {
    ///     Classifier::embedded().classify_html(&html).into_owned()
    /// }
    /// assert_eq!(labeled("<p>One".to_owned()).page().source(), "<p>One");
    /// # }
    /// ```
    pub fn into_owned(self) -> LabeledPage<'static> {
        let LabeledPage { page, probabilities, head, spans, spam_at, head_spam_at } = self;
        LabeledPage { page: page.into_owned(), probabilities, head, spans, spam_at, head_spam_at }
    }

    /// The page.
    pub fn page(&self) -> &Page<'a> {
        &self.page
    }

    /// The paragraphs in document order.
    pub fn paragraphs(&self) -> impl ExactSizeIterator<Item = LabeledParagraph<'_>> {
        self.page.paragraphs().iter().zip(&self.probabilities).enumerate().map(|(index, (paragraph, &probability))| {
            LabeledParagraph {
                index,
                text: self.page.text(paragraph),
                range: paragraph.source.clone(),
                label: label(&probability, self.spam_at),
                probability,
                spans: self.spans.get(&index).map_or(&[], Vec::as_slice),
                hidden: paragraph.hidden,
            }
        })
    }

    /// The texts of the page's head in document order; [`text_of`](Self::text_of) and the counts leave them out.
    pub fn head(&self) -> impl ExactSizeIterator<Item = LabeledHead<'_>> {
        self.page.head().iter().zip(&self.head).map(|(text, &probability)| LabeledHead {
            text,
            label: label(&probability, self.head_spam_at),
            probability,
        })
    }

    /// The paragraphs of one label, joined by line feeds.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use parasift::{Classifier, Label};
    ///
    /// let html = "<nav><a href=/>Home</a></nav>";
    /// assert_eq!(Classifier::embedded().classify_html(html).text_of(Label::Nav), "Home");
    /// # }
    /// ```
    pub fn text_of(&self, label: Label) -> String {
        let texts: Vec<&str> = self.paragraphs().filter(|p| p.label == label).map(|p| p.text).collect();
        texts.join("\n")
    }
}
