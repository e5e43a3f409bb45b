//! Labelled pages as Python sees them.

use parasift::{Characters, Label, LabeledPage};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};

use crate::cleaning::cleaning;
use crate::error::raised;
use crate::paragraph::{Paragraph, Probability, shortened};

/// A text of the page's head: its title, description or keywords.
#[pyclass(frozen, eq, get_all, module = "parasift")]
#[derive(Clone, PartialEq)]
pub(crate) struct Head {
    /// "title", "description", "keywords" or "open-graph".
    kind: &'static str,
    /// The text, entities decoded and white space collapsed.
    text: String,
    /// Where it begins in the page's source, in characters (code points).
    start: usize,
    /// Where it ends there.
    end: usize,
    /// "spam" if it was hijacked, else "nav".
    label: &'static str,
    /// The probability of each label; that of body is 0.
    probability: Probability,
}

#[pymethods]
impl Head {
    fn __repr__(&self) -> String {
        format!("<Head {} {} {:?}>", self.kind, self.label, shortened(&self.text))
    }
}

/// A page with a label for each of its paragraphs.
///
/// All offsets count characters (code points) of `source`: of the `str` that was given, or of the text that the given
/// bytes were decoded to. `page.source[p.start:p.end]` is where paragraph `p` stands.
#[pyclass(frozen, module = "parasift")]
pub(crate) struct Page {
    classifier: parasift::Classifier,
    page: LabeledPage<'static>,
    paragraphs: PyOnceLock<Py<PyTuple>>,
    head: PyOnceLock<Py<PyTuple>>,
}

impl Page {
    pub(crate) fn new(classifier: &parasift::Classifier, page: LabeledPage<'static>) -> Self {
        Page { classifier: classifier.clone(), page, paragraphs: PyOnceLock::new(), head: PyOnceLock::new() }
    }

    fn characters(&self) -> Characters<'_> {
        Characters::of(self.page.page().source())
    }
}

#[pymethods]
impl Page {
    /// The paragraphs in document order.
    #[getter]
    fn paragraphs<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyTuple>> {
        let paragraphs = self.paragraphs.get_or_try_init(py, || {
            let characters = self.characters();
            let paragraphs = self.page.paragraphs().map(|said| Paragraph::of(&said, &characters));
            PyTuple::new(py, paragraphs.collect::<Vec<_>>()).map(Bound::unbind)
        });
        paragraphs.map(|paragraphs| paragraphs.bind(py))
    }

    /// Title, description and keywords in document order; a text has none.
    #[getter]
    fn head<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyTuple>> {
        let head = self.head.get_or_try_init(py, || {
            let characters = self.characters();
            let head = self.page.head().map(|head| Head {
                kind: head.text.kind.as_str(),
                text: head.text.text.clone(),
                start: characters.at(head.text.source.start),
                end: characters.at(head.text.source.end),
                label: head.label.as_str(),
                probability: head.probability.into(),
            });
            PyTuple::new(py, head.collect::<Vec<_>>()).map(Bound::unbind)
        });
        head.map(|head| head.bind(py))
    }

    /// The decoded input, to which all offsets point. Surrogates without a partner in a `str` are U+FFFD here.
    #[getter]
    fn source(&self) -> &str {
        self.page.page().source()
    }

    /// What the article is called; None for a text, and for a page whose title is missing or spam.
    #[getter]
    fn title(&self) -> Option<String> {
        self.page.title()
    }

    /// The paragraphs of the article, joined by line feeds.
    #[getter]
    fn body(&self) -> String {
        self.page.text_of(Label::Body)
    }

    /// "clean", "injected" (an article or honest furniture with spam), "doorway" (mostly spam) or "no-body".
    #[getter]
    fn verdict(&self) -> &'static str {
        self.page.verdict().as_str()
    }

    /// How much the page is worth to a collection of articles, from 0 to 1.
    #[getter]
    fn quality(&self) -> f64 {
        self.page.quality()
    }

    /// How many paragraphs have each label.
    #[getter]
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let counts = PyDict::new(py);
        for (label, count) in Label::ALL.into_iter().zip(self.page.counts()) {
            counts.set_item(label.as_str(), count)?;
        }
        Ok(counts)
    }

    /// "html" or "text": how the page was read.
    #[getter]
    fn format(&self) -> &'static str {
        self.page.page().format().as_str()
    }

    /// The name of the encoding that the bytes were in; "utf-8" for a page that came as a `str`.
    #[getter]
    fn encoding(&self) -> &'static str {
        self.page.page().encoding()
    }

    /// How the encoding was found: "string", "mark", "caller", "declared", "valid", "detected" or "mixed".
    #[getter]
    fn how(&self) -> &'static str {
        self.page.page().how().as_str()
    }

    /// The name of the model that labelled the page.
    #[getter]
    fn model_name(&self) -> &str {
        self.classifier.model_name()
    }

    /// The paragraphs of one label, joined by line feeds.
    #[pyo3(signature = (label, /))]
    fn text_of(&self, label: &str) -> PyResult<String> {
        Ok(self.page.text_of(crate::cleaning::label(label)?))
    }

    /// What is worth keeping of the page, as `Classifier.clean_html` has it.
    #[pyo3(signature = (**options), text_signature = "($self, *, keep='body', title=True, repair=False, markdown=False, keep_spans=False)")]
    fn clean(&self, py: Python<'_>, options: Option<&Bound<'_, PyDict>>) -> PyResult<String> {
        let cleaning = cleaning(options)?;
        Ok(py.detach(|| self.page.clean(&cleaning)))
    }

    /// The page as the JSON object that `parasift score --format jsonl` prints, without the file that it stands in, and
    /// with offsets in characters where that has bytes.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        let json = py.detach(|| parasift::bindings::labels_json(&self.classifier, &self.page));
        json.map_err(|error| raised(py, &error))
    }

    /// What `to_json` gives, as Python has it.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        loaded(py, &self.to_json(py)?)
    }

    fn __len__(&self) -> usize {
        self.page.paragraphs().len()
    }

    fn __repr__(&self) -> String {
        let [body, nav, spam] = self.page.counts();
        let (verdict, quality) = (self.page.verdict().as_str(), self.page.quality());
        format!("<Page {verdict}: {body} body, {nav} nav, {spam} spam, quality {quality:.2}>")
    }
}

/// JSON as Python has it.
pub(crate) fn loaded<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (json,))
}
