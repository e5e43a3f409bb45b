//! Paragraphs as Python sees them.

use parasift::{Characters, LabeledParagraph};
use pyo3::prelude::*;

/// The probability of each label, 0 to 1; the three sum to 1.
#[pyclass(frozen, eq, get_all, module = "parasift")]
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Probability {
    /// Probability of body.
    body: f64,
    /// Probability of nav.
    nav: f64,
    /// Probability of spam.
    spam: f64,
}

impl From<parasift::Probability> for Probability {
    fn from(probability: parasift::Probability) -> Self {
        let parasift::Probability { body, nav, spam } = probability;
        Probability { body, nav, spam }
    }
}

#[pymethods]
impl Probability {
    /// The probability of one label.
    #[pyo3(signature = (label, /))]
    fn of(&self, label: &str) -> PyResult<f64> {
        let parasift = parasift::Probability { body: self.body, nav: self.nav, spam: self.spam };
        Ok(parasift.of(crate::cleaning::label(label)?))
    }

    fn __repr__(&self) -> String {
        format!("Probability(body={:.4}, nav={:.4}, spam={:.4})", self.body, self.nav, self.spam)
    }
}

/// One paragraph of a page, with its label.
#[pyclass(frozen, eq, get_all, module = "parasift")]
#[derive(Clone, PartialEq)]
pub(crate) struct Paragraph {
    /// Place among the page's paragraphs, from 0.
    index: usize,
    /// The text, entities decoded and white space collapsed.
    text: String,
    /// Where it begins in the page's source, in characters (code points).
    start: usize,
    /// Where it ends there.
    end: usize,
    /// "body", "nav" or "spam": the most probable; with a threshold for spam, what that makes of it.
    label: &'static str,
    /// The probability of each label.
    probability: Probability,
    /// Sentences of `text` that are spam, where it is not spam as a whole: pairs of start and end, in characters.
    spans: Vec<(usize, usize)>,
    /// Whether readers of the page do not see it.
    hidden: bool,
}

impl Paragraph {
    pub(crate) fn of(said: &LabeledParagraph<'_>, characters: &Characters<'_>) -> Self {
        let within = |byte: usize| said.text[..byte].chars().count();
        Paragraph {
            index: said.index,
            text: said.text.to_owned(),
            start: characters.at(said.range.start),
            end: characters.at(said.range.end),
            label: said.label.as_str(),
            probability: said.probability.into(),
            spans: said.spans.iter().map(|span| (within(span.start), within(span.end))).collect(),
            hidden: said.hidden,
        }
    }
}

#[pymethods]
impl Paragraph {
    fn __repr__(&self) -> String {
        let Probability { body, nav, spam } = self.probability;
        let likelihood = match self.label {
            "body" => body,
            "nav" => nav,
            _ => spam,
        };
        format!("<Paragraph {} {} {likelihood:.2} {:?}>", self.index, self.label, shortened(&self.text))
    }
}

/// Characters of a text that stand in a `repr`.
const MOST_SHOWN: usize = 40;

/// The beginning of a text.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
