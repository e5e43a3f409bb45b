//! From a page to labelled paragraphs.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::features::Extractor;
use crate::label::{Label, Probability};
use crate::model::{Bytes, Model};
use crate::page::{Input, Page};

/// Labels the paragraphs of pages by a trained model. Cheap to clone, and shared between threads.
///
/// Classification never fails: bad input of any kind is a page with other paragraphs.
#[derive(Clone)]
pub struct Classifier {
    inner: Arc<Inner>,
}

struct Inner {
    model: Model,
    extractor: Extractor,
}

impl Classifier {
    /// The model that is compiled into the library. The tables are used where they lie; nothing is copied.
    #[cfg(feature = "embedded")]
    pub fn embedded() -> Classifier {
        static EMBEDDED: std::sync::OnceLock<Classifier> = std::sync::OnceLock::new();
        static MODEL: &[u8] = include_bytes!("../models/parasift.safetensors");
        EMBEDDED
            .get_or_init(|| {
                let model = Model::read(Bytes::Static(MODEL));
                Classifier::of(model.expect("the model that was compiled in is sound, as the tests show"))
            })
            .clone()
    }

    /// Reads a model file.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the file cannot be read, else as [`from_bytes`](Self::from_bytes).
    pub fn open(path: impl AsRef<Path>) -> Result<Classifier> {
        let path = path.as_ref();
        let bytes = std::fs::read(path).map_err(|error| Error::io(error, path))?;
        Classifier::from_bytes(bytes).map_err(|error| error.at(path))
    }

    /// Takes the bytes of a model file.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Model`](crate::ErrorKind::Model) if the bytes are not a model, a model of another version, or one
    /// with words where the cargo feature `words` is off.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Result<Classifier> {
        Model::read(Bytes::Owned(bytes.into())).map(Classifier::of)
    }

    fn of(model: Model) -> Classifier {
        let extractor = Extractor::new(model.groups.clone());
        Classifier { inner: Arc::new(Inner { model, extractor }) }
    }

    /// The model's name.
    pub fn model_name(&self) -> &str {
        &self.inner.model.metadata.name
    }

    /// How the model cuts text: `"ngrams"`, `"words"` or `"both"`.
    pub fn tokenizer(&self) -> &str {
        &self.inner.model.metadata.tokenizer
    }

    /// Labels the paragraphs of an HTML page.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use parasift::{Classifier, Label};
    ///
    /// let page = Classifier::embedded().classify_html("<ul><li><a href=/>Home</a></ul>");
    /// assert_eq!(page.paragraphs().next().unwrap().label, Label::Nav);
    /// # }
    /// ```
    pub fn classify_html<'a>(&self, html: &'a str) -> LabeledPage<'a> {
        self.classify(Page::from_html(html))
    }

    /// Labels the lines of a plain text; blank lines are no paragraphs.
    pub fn classify_text<'a>(&self, text: &'a str) -> LabeledPage<'a> {
        self.classify(Page::from_text(text))
    }

    /// Labels the bytes of a page whose encoding is still to be found, and whose kind if it is
    /// [`Input::Auto`].
    pub fn classify_bytes<'a>(&self, bytes: &'a [u8], input: Input) -> LabeledPage<'a> {
        self.classify(Page::from_bytes(bytes, input))
    }

    /// Labels paragraphs that were cut elsewhere; one comes out for each that goes in.
    pub fn classify_paragraphs<S: AsRef<str>>(&self, paragraphs: impl IntoIterator<Item = S>) -> LabeledPage<'static> {
        self.classify(Page::from_paragraphs(paragraphs))
    }

    /// Labels the paragraphs of a page.
    pub fn classify<'a>(&self, page: Page<'a>) -> LabeledPage<'a> {
        let features = self.inner.extractor.extract(&page);
        let probabilities = self.inner.model.probabilities(page.format(), &features);
        let probabilities = probabilities.into_iter().map(Probability::from).collect();
        LabeledPage { page, probabilities }
    }
}

impl std::fmt::Debug for Classifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Classifier").field("model", &self.model_name()).finish_non_exhaustive()
    }
}

/// A page with a label for each of its paragraphs.
#[derive(Clone, Debug)]
pub struct LabeledPage<'a> {
    page: Page<'a>,
    probabilities: Vec<Probability>,
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
    /// The most probable label.
    pub label: Label,
    /// The probability of each label.
    pub probability: Probability,
}

impl<'a> LabeledPage<'a> {
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
                label: probability.best(),
                probability,
            }
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
