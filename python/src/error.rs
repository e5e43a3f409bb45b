//! Errors of the library as `parasift.Error`.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

/// The exception for an error of the library.
pub(crate) fn raised(py: Python<'_>, error: &parasift::Error) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let kind = match error.kind() {
        parasift::ErrorKind::Io => "io",
        parasift::ErrorKind::Model => "model",
        parasift::ErrorKind::Data => "data",
        _ => "other",
    };
    let path = error.path().map(|path| path.to_string_lossy().into_owned());
    let exception = CLASS
        .import(py, "parasift._errors", "Error")
        .and_then(|class| class.call1((error.to_string(), kind, path, error.line())));
    exception.map_or_else(|import| import, PyErr::from_value)
}

/// The exception for an argument that is none of some names.
pub(crate) fn none_of(what: &str, given: &str, names: &[&str]) -> PyErr {
    PyValueError::new_err(format!("{what} {given:?} is none of {}", names.join(", ")))
}
