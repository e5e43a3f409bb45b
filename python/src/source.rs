//! Pages as they are given: `str` or `bytes`.

use std::borrow::Cow;

use parasift::{Format, Input, Page, sniff};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyByteArray, PyBytes, PyString};

use crate::error::none_of;

/// A page from Python, kept alive.
pub(crate) enum Given {
    Text(PyBackedStr),
    /// A `str` with lone surrogates, each of them replaced by one U+FFFD.
    Replaced(String),
    Bytes(PyBackedBytes),
}

/// The text or the bytes of a page.
#[derive(Clone, Copy)]
pub(crate) enum Source<'a> {
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// How a page is to be read.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'c> {
    pub(crate) input: Input,
    /// The encoding that is said of its bytes.
    pub(crate) charset: Option<&'c str>,
}

impl Given {
    pub(crate) fn of(page: &Bound<'_, PyAny>) -> PyResult<Given> {
        if let Ok(text) = page.cast::<PyString>() {
            return given_text(text);
        }
        if page.is_instance_of::<PyBytes>() || page.is_instance_of::<PyByteArray>() {
            return Ok(Given::Bytes(page.extract()?));
        }
        let name = page.get_type().name()?;
        Err(PyTypeError::new_err(format!("a page is str, bytes or bytearray, not {name}")))
    }

    pub(crate) fn source(&self) -> Source<'_> {
        match self {
            Given::Text(text) => Source::Text(text),
            Given::Replaced(text) => Source::Text(text),
            Given::Bytes(bytes) => Source::Bytes(bytes),
        }
    }
}

fn given_text(text: &Bound<'_, PyString>) -> PyResult<Given> {
    Ok(match text.extract() {
        Ok(text) => Given::Text(text),
        Err(_) => Given::Replaced(replaced(text)?),
    })
}

/// A `str` that is not Unicode: one character for each of its code points, so that offsets stay what they are.
fn replaced(text: &Bound<'_, PyString>) -> PyResult<String> {
    let encoded: PyBackedBytes = text.call_method1("encode", ("utf-32-le", "surrogatepass"))?.extract()?;
    let (code_points, _) = encoded.as_chunks::<4>();
    let character = |bytes: &[u8; 4]| char::from_u32(u32::from_le_bytes(*bytes));
    Ok(code_points.iter().map(|bytes| character(bytes).unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// A text from Python.
pub(crate) fn text<'a>(text: &'a Bound<'_, PyString>) -> PyResult<Cow<'a, str>> {
    match text.to_str() {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(_) => replaced(text).map(Cow::Owned),
    }
}

impl<'a> Source<'a> {
    /// The page, cut into paragraphs.
    pub(crate) fn page(self, reading: Reading<'_>) -> Page<'a> {
        let text = match self {
            Source::Bytes(bytes) => return Page::from_bytes_in(bytes, reading.input, reading.charset),
            Source::Text(text) => text,
        };
        let format = match reading.input {
            Input::Html => Format::Html,
            Input::Text => Format::Text,
            Input::Auto => sniff(text),
        };
        match format {
            Format::Html => Page::from_html(text),
            Format::Text => Page::from_text(text),
        }
    }

    /// Its length in bytes.
    pub(crate) fn len(self) -> usize {
        match self {
            Source::Text(text) => text.len(),
            Source::Bytes(bytes) => bytes.len(),
        }
    }
}

/// The input of that name.
pub(crate) fn input(name: &str) -> PyResult<Input> {
    match name {
        "auto" => Ok(Input::Auto),
        "html" => Ok(Input::Html),
        "text" => Ok(Input::Text),
        _ => Err(none_of("input", name, &["auto", "html", "text"])),
    }
}
