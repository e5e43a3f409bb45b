//! The steps of classification one by one, for benchmarks, and the readers of files and requests by themselves, for
//! fuzzers. No part of the interface: it changes without notice.

#[cfg(feature = "cli")]
mod containers;
#[cfg(feature = "serve")]
mod http;
#[cfg(feature = "train")]
mod labelled;

#[cfg(feature = "cli")]
pub use containers::read_container;
#[cfg(feature = "serve")]
pub use http::{Server, request};
#[cfg(feature = "train")]
pub use labelled::{LabelledForm, read_labelled};

use crate::bayes::Evidence;
use crate::classifier::Classifier;
use crate::features::PageFeatures;
use crate::page::Page;

/// The features of a page.
pub struct Features(PageFeatures);

/// The evidence of a page.
pub struct PageEvidence(Vec<Vec<Evidence>>);

/// Features from a page.
pub fn features(classifier: &Classifier, page: &Page<'_>) -> Features {
    Features(classifier.parts().1.extract(page))
}

/// Evidence from features.
pub fn evidence(classifier: &Classifier, page: &Page<'_>, features: &Features) -> PageEvidence {
    let model = classifier.parts().0;
    PageEvidence(model.evidence(model.head(page.format()), &features.0))
}

/// Probabilities from evidence.
pub fn chain(classifier: &Classifier, page: &Page<'_>, features: &Features, evidence: &PageEvidence) -> Vec<[f64; 3]> {
    let model = classifier.parts().0;
    model.read_page(model.head(page.format()), &evidence.0, &features.0).probabilities
}
