//! From a page to labelled paragraphs.

use std::path::Path;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::features::Extractor;
use crate::label::{Label, Probability};
use crate::labeled::LabeledPage;
use crate::model::{Bytes, Model};
use crate::page::{Format, Input, Page};
use crate::spans::Suspects;
use crate::threshold::SpamThreshold;

/// Paragraphs of a page beside which its head is read: so many of those that are body with this probability.
const MOST_ARTICLE: usize = 20;
const LIKELY_BODY: f64 = 0.5;

/// Labels the paragraphs of pages by a trained model. Cheap to clone, and shared between threads.
///
/// Classification never fails: bad input of any kind is a page with other paragraphs.
#[derive(Clone)]
pub struct Classifier {
    inner: Arc<Inner>,
    /// For HTML and for text; spam is what is likeliest without them.
    spam_at: Option<[SpamThreshold; 2]>,
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
        Classifier { inner: Arc::new(Inner { model, extractor }), spam_at: None }
    }

    /// The same model, which calls spam as much as it can without calling spam more than that share of body, 0 to 1:
    /// paragraphs (and texts of the head) are spam if their probability of spam is greater than the threshold that training
    /// found for it on pages held out. Probabilities stay what they are.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use parasift::{Classifier, Format};
    ///
    /// let classifier = Classifier::embedded().spam_at_false_alarms(0.001)?;
    /// let threshold = classifier.spam_threshold(Format::Html).expect("it was chosen above");
    /// assert!(threshold.false_alarms <= 0.001 && threshold.recall > 0.5);
    /// # }
    /// # Ok::<(), parasift::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Model`](crate::ErrorKind::Model) if the model has no threshold that loses so little; the message says
    /// which it has.
    pub fn spam_at_false_alarms(&self, share: f64) -> Result<Classifier> {
        let of = |format| SpamThreshold::choose(self.inner.model.thresholds(format), share);
        Ok(Classifier { spam_at: Some([of(Format::Html)?, of(Format::Text)?]), inner: self.inner.clone() })
    }

    /// The threshold for spam in pages of that format, if one was chosen.
    pub fn spam_threshold(&self, format: Format) -> Option<SpamThreshold> {
        self.spam_at.map(|[html, text]| match format {
            Format::Html => html,
            Format::Text => text,
        })
    }

    /// The model's name.
    pub fn model_name(&self) -> &str {
        &self.inner.model.metadata.name
    }

    /// The bytes of the model file, as [`from_bytes`](Self::from_bytes) takes them.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use parasift::Classifier;
    ///
    /// let embedded = Classifier::embedded();
    /// assert_eq!(Classifier::from_bytes(embedded.bytes())?.model_name(), embedded.model_name());
    /// # }
    /// # Ok::<(), parasift::Error>(())
    /// ```
    pub fn bytes(&self) -> &[u8] {
        self.inner.model.bytes()
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
    /// let labels: Vec<Label> = page.paragraphs().map(|paragraph| paragraph.label).collect();
    /// assert_eq!(labels, [Label::Nav]);
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
        let probabilities = self.probabilities(page.format(), &page);
        let probabilities: Vec<Probability> = probabilities.into_iter().map(Probability::from).collect();
        let head = self.head(&page, &probabilities);
        let of = |format| self.spam_threshold(format).map(|threshold| threshold.probability);
        let mut suspects = Suspects::new(self);
        let spans = page.paragraphs().iter().zip(&probabilities).enumerate();
        let spans = spans.filter(|(_, (_, said))| said.best() != Label::Nav).filter_map(|(index, (paragraph, _))| {
            let spans = suspects.spans(page.text(paragraph));
            (!spans.is_empty()).then_some((index, spans))
        });
        LabeledPage {
            spans: spans.collect(),
            spam_at: of(page.format()),
            head_spam_at: of(Format::Text),
            page,
            probabilities,
            head,
        }
    }

    /// The model, and what makes its features.
    pub(crate) fn parts(&self) -> (&Model, &Extractor) {
        (&self.inner.model, &self.inner.extractor)
    }

    /// The probability of each label for each paragraph of a page, read by the head for that format.
    pub(crate) fn probabilities(&self, format: Format, page: &Page<'_>) -> Vec<[f64; 3]> {
        self.inner.model.probabilities(format, &self.inner.extractor.extract(page))
    }

    /// The probabilities of the texts of a page's head: they are read as lines above those of the page that are likeliest
    /// its article, which an honest title has words of. They are furniture or spam; what they repeat of the article is
    /// not the article.
    fn head(&self, page: &Page<'_>, probabilities: &[Probability]) -> Vec<Probability> {
        if page.head().is_empty() {
            return Vec::new();
        }
        let article = page.paragraphs().iter().zip(probabilities).filter(|(_, said)| said.body > LIKELY_BODY);
        let article = article.map(|(paragraph, _)| page.text(paragraph)).take(MOST_ARTICLE);
        let lines = Page::from_paragraphs(page.head().iter().map(|text| text.text.as_str()).chain(article));
        let said = self.probabilities(Format::Text, &lines);
        let furniture = |&[body, nav, spam]: &[f64; 3]| Probability::from([0.0, (body + nav).min(1.0), spam]);
        said[..page.head().len()].iter().map(furniture).collect()
    }
}

impl std::fmt::Debug for Classifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Classifier").field("model", &self.model_name()).finish_non_exhaustive()
    }
}
