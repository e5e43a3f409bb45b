//! The Python package's extension module, `parasift._parasift`.
#![deny(unsafe_code)]
#![warn(clippy::unwrap_used)]

mod arrow;
mod batch;
#[expect(unsafe_code, reason = "the Arrow C data interface passes pointers")]
mod capsule;
mod classifier;
mod cleaning;
mod command;
mod error;
mod page;
mod paragraph;
mod repair;
mod source;
mod table;

/// Labels every paragraph of web pages as body, navigation or injected spam.
#[pyo3::pymodule]
mod _parasift {
    #[pymodule_export]
    use crate::classifier::{Classifier, restore};
    #[pymodule_export]
    use crate::command::run;
    #[pymodule_export]
    use crate::page::{Head, Page};
    #[pymodule_export]
    use crate::paragraph::{Paragraph, Probability};
    #[pymodule_export]
    use crate::repair::{Change, Repaired, repair};
    #[pymodule_export]
    use crate::table::Table;

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
