//! The figures of a model that is there, beside those of a training.

use super::dataset::Dataset;
use super::evaluate::{BySource, evaluate};
use super::fit::TrainOptions;
use super::prepared::Prepared;
use crate::classifier::Classifier;
use crate::error::Result;
use crate::page::Format;

/// Scores a classifier on pages as [`train`](super::train()) with these options holds them out, with the same spam in them, so
/// that its figures can be compared with those of the cross-validation. They flatter a classifier that was trained on them.
///
/// # Errors
///
/// As [`evaluate`].
pub(crate) fn evaluate_as_held_out(
    classifier: &Classifier,
    dataset: &Dataset,
    options: &TrainOptions,
    view: Format,
) -> Result<BySource> {
    let pages = Prepared::new(dataset, options)?.pages;
    evaluate(classifier, &Dataset { pages, ..Dataset::default() }, view)
}
