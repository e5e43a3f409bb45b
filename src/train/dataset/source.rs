//! What labelled data is made of: pages and lines.

use std::path::PathBuf;
use std::sync::Arc;

use crate::label::Label;

/// A page with a label for each paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LabeledSource {
    /// File, and line where one file holds many pages.
    pub(crate) path: PathBuf,
    pub(crate) line: Option<usize>,
    /// Pages of one set are reported together; of pages written one by one the set is their kind.
    pub(crate) source: String,
    /// What the page says of its kind and script.
    pub(crate) about: About,
    /// Pages of one site stay in one fold.
    pub(crate) site: String,
    /// The page's headline, where its label is not to be trusted: in a heading of the HTML it is body, in text it is left
    /// out.
    pub(crate) headline: Option<String>,
    /// Decoded HTML, if there is any; what is made of a page for training shares it.
    pub(crate) html: Option<Arc<str>>,
    /// The labels stand in the HTML, as `data-label`; else they are carried over from the paragraphs. (Real pages use
    /// that attribute too, for ends of their own.)
    pub(crate) annotated: bool,
    /// Text and label; no label if the text is to be left out.
    pub(crate) paragraphs: Vec<(String, Option<Label>)>,
    /// Line of each paragraph in the file, where it is one.
    pub(crate) lines: Vec<usize>,
}

impl LabeledSource {
    /// A text made from this page, of the same file and site, to be reported as another source.
    pub(crate) fn as_text(&self, source: &str, paragraphs: Vec<(String, Option<Label>)>) -> LabeledSource {
        LabeledSource {
            path: self.path.clone(),
            line: self.line,
            source: source.to_owned(),
            about: self.about.clone(),
            site: self.site.clone(),
            headline: None,
            html: None,
            annotated: self.annotated,
            paragraphs,
            lines: Vec::new(),
        }
    }
}

/// The metadata of a page that training does not need, and `check` does.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct About {
    pub(crate) kind: Option<String>,
    pub(crate) script: Option<String>,
    pub(crate) has_site: bool,
    /// The text speaks of markup, so markup in it is no mistake.
    pub(crate) quotes_markup: bool,
}

/// A line of spam to be put into pages, and the family it is of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SpamLine {
    pub(crate) text: String,
    pub(crate) family: String,
    /// What sort of line of that family it is.
    pub(crate) kind: Option<String>,
}
