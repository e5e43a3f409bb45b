//! What of a page is kept, by keyword.

use parasift::{Cleaning, Label};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::error::none_of;

/// The label of that name.
pub(crate) fn label(name: &str) -> PyResult<Label> {
    Label::parse(name).ok_or_else(|| none_of("label", name, &Label::ALL.map(Label::as_str)))
}

/// Keyword arguments of the methods that clean; what is not given is as in the library.
pub(crate) fn cleaning(options: Option<&Bound<'_, PyDict>>) -> PyResult<Cleaning> {
    let mut cleaning = Cleaning::body();
    let Some(options) = options else { return Ok(cleaning) };
    if let Some(keep) = options.get_item("keep")? {
        cleaning = Cleaning::keeping(&labels(&keep)?);
    }
    for (name, value) in options {
        let name: String = name.extract()?;
        cleaning = match name.as_str() {
            "keep" => cleaning,
            "title" => cleaning.with_title(value.extract()?),
            "repair" => cleaning.with_repair(value.extract()?),
            "markdown" => cleaning.with_markdown(value.extract()?),
            "keep_spans" => cleaning.with_spans(value.extract()?),
            _ => return Err(PyTypeError::new_err(format!("unexpected keyword argument {name:?}"))),
        };
    }
    Ok(cleaning)
}

/// One label, or several.
fn labels(keep: &Bound<'_, PyAny>) -> PyResult<Vec<Label>> {
    if let Ok(name) = keep.cast::<PyString>() {
        return Ok(vec![label(&name.to_cow()?)?]);
    }
    keep.try_iter()?.map(|name| label(&name?.extract::<String>()?)).collect()
}
