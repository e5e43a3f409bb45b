//! What a model thinks of the pages, and how sure it is.

use rayon::prelude::*;

use super::pages::Source;
use crate::classifier::Classifier;
use crate::label::Label;
use crate::labeled::LabeledPage;

/// A model with its doubt about each page.
pub(crate) struct Opinions {
    pub(crate) classifier: Classifier,
    /// In the order of the pages.
    pub(crate) doubts: Vec<f64>,
}

impl Opinions {
    /// Has a model look at all pages, on the threads of the caller's pool.
    pub(super) fn of(classifier: Classifier, pages: &[Source]) -> Opinions {
        let doubts = pages.par_iter().map(|page| doubt(&classifier.classify(page.page()))).collect();
        Opinions { classifier, doubts }
    }
}

/// How doubtful a page's labels are: the mean entropy of its paragraphs, in bits, from 0 to log2 3. (Settles and Craven,
/// An Analysis of Active Learning Strategies for Sequence Labeling Tasks, 2008: token entropy.) The sum would put the
/// longest page first.
pub(crate) fn doubt(page: &LabeledPage<'_>) -> f64 {
    let entropies = page.paragraphs().map(|said| entropy(Label::ALL.map(|label| said.probability.of(label))));
    entropies.sum::<f64>() / page.paragraphs().len().max(1) as f64
}

fn entropy(probabilities: [f64; 3]) -> f64 {
    let term = |p: f64| if p > 0.0 { -p * libm::log2(p) } else { 0.0 };
    probabilities.map(term).iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_is_nothing_where_all_is_sure() {
        assert_eq!([[1.0, 0.0, 0.0], [0.5, 0.5, 0.0]].map(entropy), [0.0, 1.0]);
        assert!((entropy([1.0 / 3.0; 3]) - libm::log2(3.0)).abs() < 1e-12);
    }
}
