//! The command line.

use std::ffi::OsString;

use pyo3::prelude::*;

/// Runs the command with these arguments, the first of which is the program's name, and gives its exit code.
#[pyfunction]
#[pyo3(name = "_run", signature = (arguments, /))]
pub(crate) fn run(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| parasift::cli::run(arguments))
}
