//! `parasift.Classifier`.

use std::path::PathBuf;

use parasift::{Input, bindings};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyDict, PyList, PyString};

use crate::batch::{Pages, batch};
use crate::cleaning::cleaning;
use crate::error::raised;
use crate::page::{Page, loaded};
use crate::source::{self, Given, Reading};
use crate::table::Table;

/// Labels the paragraphs of pages by a trained model.
///
/// It can be used from many threads at once, and be pickled: the model that is built in by its name, which the other side
/// must have built in as well, any other with all its bytes.
///
/// Pages are `str`, or `bytes` (or `bytearray`) whose encoding is found. No page, whatever is in it, causes an error.
#[pyclass(frozen, module = "parasift")]
pub(crate) struct Classifier {
    classifier: parasift::Classifier,
    is_embedded: bool,
    /// What `spam_at_false_alarms` was given.
    share: Option<f64>,
}

impl Classifier {
    fn of_bytes(py: Python<'_>, model: &[u8]) -> PyResult<Self> {
        let classifier = py.detach(|| parasift::Classifier::from_bytes(model));
        Ok(Classifier { classifier: classifier.map_err(|error| raised(py, &error))?, is_embedded: false, share: None })
    }

    fn page(&self, py: Python<'_>, page: &Bound<'_, PyAny>, input: Input, charset: Option<&str>) -> PyResult<Page> {
        let given = Given::of(page)?;
        let reading = Reading { input, charset };
        let page = py.detach(|| self.classifier.classify(given.source().page(reading)).into_owned());
        Ok(Page::new(&self.classifier, page))
    }

    fn cleaned(
        &self,
        page: &Bound<'_, PyAny>,
        input: Input,
        charset: Option<&str>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<String> {
        let (given, cleaning) = (Given::of(page)?, cleaning(options)?);
        let reading = Reading { input, charset };
        Ok(page.py().detach(|| self.classifier.classify(given.source().page(reading)).clean(&cleaning)))
    }
}

#[pymethods]
impl Classifier {
    /// The model that is built into the package.
    #[staticmethod]
    fn embedded() -> Self {
        Classifier { classifier: parasift::Classifier::embedded(), is_embedded: true, share: None }
    }

    /// Reads a model file. Raises parasift.Error if it cannot be read, or is none.
    #[staticmethod]
    #[pyo3(signature = (path, /))]
    fn open(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let classifier = py.detach(|| parasift::Classifier::open(path));
        Ok(Classifier { classifier: classifier.map_err(|error| raised(py, &error))?, is_embedded: false, share: None })
    }

    /// Takes the bytes of a model file. Raises parasift.Error if they are none.
    #[staticmethod]
    #[pyo3(signature = (model, /))]
    fn from_bytes(py: Python<'_>, model: PyBackedBytes) -> PyResult<Self> {
        Classifier::of_bytes(py, &model)
    }

    /// The same model, which calls spam as much as it can without calling spam more than that share of body, from 0 to 1.
    /// Raises parasift.Error if the model has no threshold that loses so little; the message says which it has.
    #[pyo3(signature = (share, /))]
    fn spam_at_false_alarms(&self, py: Python<'_>, share: f64) -> PyResult<Self> {
        if !(0.0..=1.0).contains(&share) {
            return Err(PyValueError::new_err(format!(
                "{share} is not a share: give a number from 0 to 1, such as 0.001"
            )));
        }
        let classifier = self.classifier.spam_at_false_alarms(share).map_err(|error| raised(py, &error))?;
        Ok(Classifier { classifier, is_embedded: self.is_embedded, share: Some(share) })
    }

    /// The model's name.
    #[getter]
    fn model_name(&self) -> &str {
        self.classifier.model_name()
    }

    /// Labels the paragraphs of an HTML page. `charset` is what the HTTP response says of bytes; it is believed if they
    /// agree.
    #[pyo3(signature = (html, /, *, charset=None))]
    fn classify_html(&self, py: Python<'_>, html: &Bound<'_, PyAny>, charset: Option<&str>) -> PyResult<Page> {
        self.page(py, html, Input::Html, charset)
    }

    /// Labels the lines of a plain text; blank lines are no paragraphs.
    #[pyo3(signature = (text, /, *, charset=None))]
    fn classify_text(&self, py: Python<'_>, text: &Bound<'_, PyAny>, charset: Option<&str>) -> PyResult<Page> {
        self.page(py, text, Input::Text, charset)
    }

    /// Labels the paragraphs of a page whose kind is told by its content, unless `input` is "html" or "text".
    #[pyo3(signature = (page, /, *, input="auto", charset=None))]
    fn classify_bytes(
        &self,
        py: Python<'_>,
        page: &Bound<'_, PyAny>,
        input: &str,
        charset: Option<&str>,
    ) -> PyResult<Page> {
        self.page(py, page, source::input(input)?, charset)
    }

    /// Labels paragraphs that were cut elsewhere; one comes out for each that goes in. The page's source is the paragraphs,
    /// joined by line feeds.
    #[pyo3(signature = (paragraphs, /))]
    fn classify_paragraphs(&self, py: Python<'_>, paragraphs: &Bound<'_, PyAny>) -> PyResult<Page> {
        if paragraphs.is_instance_of::<PyString>() {
            return Err(pyo3::exceptions::PyTypeError::new_err("paragraphs are a list of str, not one str"));
        }
        let mut texts = Vec::new();
        for paragraph in paragraphs.try_iter()? {
            texts.push(source::text(paragraph?.cast::<PyString>()?)?.into_owned());
        }
        let page = py.detach(|| self.classifier.classify_paragraphs(texts));
        Ok(Page::new(&self.classifier, page))
    }

    /// Labels many pages, spread over `threads` (one for each core unless said otherwise) and without the interpreter's
    /// lock.
    ///
    /// A list of `str` or `bytes` gives a list of pages. Whatever speaks Arrow (a table, a batch of rows, a column: pyarrow,
    /// polars, DuckDB) gives a Table with a row for each, null where the page is: the columns of `parasift score`'s
    /// Parquet, with offsets in characters. The pages stand in the column `column`, or in "html" or "text"; they are read as
    /// those names say unless `input` does.
    #[pyo3(signature = (pages, /, *, column=None, input="auto", charset=None, threads=None))]
    fn classify_batch<'py>(
        &self,
        pages: &Bound<'py, PyAny>,
        column: Option<&str>,
        input: &str,
        charset: Option<&str>,
        threads: Option<i64>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, batch) = (pages.py(), batch(column, input, charset, threads)?);
        let classifier = &self.classifier;
        match batch.pages(pages)? {
            Pages::List(given) => {
                let pages = batch.each(py, &given, |page| classifier.classify(page).into_owned())?;
                let pages = pages.into_iter().map(|page| Bound::new(py, Page::new(classifier, page)));
                Ok(PyList::new(py, pages.collect::<PyResult<Vec<_>>>()?)?.into_any())
            }
            Pages::Arrow(arrays, input) => {
                let batches =
                    batch.rows(py, &arrays, input, classifier, |pages| bindings::label_rows(classifier, pages))?;
                Ok(Bound::new(py, Table::new(bindings::label_schema(), batches))?.into_any())
            }
        }
    }

    /// What is worth keeping of an HTML page: the paragraphs whose label is `keep` (one, or several), its `title` first
    /// where the text does not have it, without sentences of spam in them unless `keep_spans`; with `repair` a converter's
    /// damage is undone; with `markdown` headings, lists, quotations, code and tables are written so.
    #[pyo3(
        signature = (html, /, *, charset=None, **options),
        text_signature = "($self, html, /, *, charset=None, keep='body', title=True, repair=False, markdown=False, keep_spans=False)"
    )]
    fn clean_html(
        &self,
        html: &Bound<'_, PyAny>,
        charset: Option<&str>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<String> {
        self.cleaned(html, Input::Html, charset, options)
    }

    /// The same of a plain text. With `keep=("body", "nav")` nothing but spam goes, and what stays is as it stands there.
    #[pyo3(
        signature = (text, /, *, charset=None, **options),
        text_signature = "($self, text, /, *, charset=None, keep='body', title=True, repair=False, markdown=False, keep_spans=False)"
    )]
    fn clean_text(
        &self,
        text: &Bound<'_, PyAny>,
        charset: Option<&str>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<String> {
        self.cleaned(text, Input::Text, charset, options)
    }

    /// The same of many pages, as classify_batch takes them: a list of `str` for a list, else a Table of text, verdict,
    /// quality, counts, title and model.
    #[pyo3(
        signature = (pages, /, *, column=None, input="auto", charset=None, threads=None, **options),
        text_signature = "($self, pages, /, *, column=None, input='auto', charset=None, threads=None, keep='body', title=True, repair=False, markdown=False, keep_spans=False)"
    )]
    fn clean_batch<'py>(
        &self,
        pages: &Bound<'py, PyAny>,
        column: Option<&str>,
        input: &str,
        charset: Option<&str>,
        threads: Option<i64>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, batch, cleaning) = (pages.py(), batch(column, input, charset, threads)?, cleaning(options)?);
        let classifier = &self.classifier;
        match batch.pages(pages)? {
            Pages::List(given) => {
                let texts = batch.each(py, &given, |page| classifier.classify(page).clean(&cleaning))?;
                Ok(PyList::new(py, texts)?.into_any())
            }
            Pages::Arrow(arrays, input) => {
                let batches = batch
                    .rows(py, &arrays, input, classifier, |pages| bindings::clean_rows(classifier, pages, &cleaning))?;
                Ok(Bound::new(py, Table::new(bindings::clean_schema(), batches))?.into_any())
            }
        }
    }

    /// Why each paragraph of a page gets its label: a dict for each, as `parasift explain --format jsonl` prints it. The
    /// first call takes some 0.2 s to load a dictionary of words.
    #[pyo3(signature = (page, /, *, input="auto", charset=None))]
    fn explain<'py>(
        &self,
        page: &Bound<'py, PyAny>,
        input: &str,
        charset: Option<&str>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, given) = (page.py(), Given::of(page)?);
        let reading = Reading { input: source::input(input)?, charset };
        let json = py.detach(|| bindings::explanations_json(&self.classifier.explain(&given.source().page(reading))));
        loaded(py, &json.map_err(|error| raised(py, &error))?)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, State<'py>)> {
        let (py, this) = (slf.py(), slf.get());
        let model = (!this.is_embedded).then(|| pyo3::types::PyBytes::new(py, this.classifier.bytes()));
        let state = (model, this.classifier.model_name().to_owned(), this.share);
        Ok((py.import("parasift._parasift")?.getattr("_restore")?, state))
    }

    fn __repr__(&self) -> String {
        match self.share {
            Some(share) => format!("<Classifier {}, spam at {share} false alarms>", self.classifier.model_name()),
            None => format!("<Classifier {}>", self.classifier.model_name()),
        }
    }
}

/// What a pickle holds: the model's bytes unless it is built in, its name, and the share of false alarms.
type State<'py> = (Option<Bound<'py, pyo3::types::PyBytes>>, String, Option<f64>);

/// A classifier from its pickle.
#[pyfunction]
#[pyo3(name = "_restore", signature = (model, name, share, /))]
pub(crate) fn restore(
    py: Python<'_>,
    model: Option<PyBackedBytes>,
    name: &str,
    share: Option<f64>,
) -> PyResult<Classifier> {
    let classifier = match model {
        Some(model) => Classifier::of_bytes(py, &model)?,
        None => Classifier::embedded(),
    };
    if classifier.model_name() != name {
        let has = classifier.model_name();
        let message =
            format!("the pickle is of the built-in model {name}, and here {has} is built in: install the same version");
        return Err(PyValueError::new_err(message));
    }
    match share {
        Some(share) => classifier.spam_at_false_alarms(py, share),
        None => Ok(classifier),
    }
}
