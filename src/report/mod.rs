//! Reports to be looked at: one file of HTML that holds all it needs, of pages (`parasift report`) or of an evaluation.
//!
//! Nothing of a page's text gets into a report but through `text.rs` and the templates, which escape it; and the policy in
//! `frame.rs` lets nothing run or load but what is part of the report.

mod blocks;
#[cfg(feature = "train")]
mod evaluation;
mod evidence;
pub(crate) mod frame;
mod index;
mod page;
mod pages;
mod svg;
mod text;

use crate::error::{Error, ErrorKind, Result};
#[cfg(feature = "train")]
pub(crate) use evaluation::{EvaluatedView, evaluation};
pub(crate) use page::ReportedPage;
#[cfg(feature = "label")]
pub(crate) use page::paragraphs;
pub(crate) use pages::PagesReport;
pub(crate) use text::plain;

/// A filled template.
pub(crate) fn rendered(template: &impl askama::Template) -> Result<String> {
    template.render().map_err(|error| Error::new(ErrorKind::Io, format!("the report cannot be written: {error}")))
}
