//! How often each bucket of a group stands under each label.

use super::views::View;
use crate::chain::LABELS;

/// Counts of one group: `[bucket][label]`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Counts(pub(super) Vec<[u32; LABELS]>);

impl Counts {
    /// Counts of one group (by its place in the features) in each fold.
    pub(super) fn by_fold<'a>(
        views: impl Iterator<Item = &'a View>,
        group: usize,
        buckets: usize,
        folds: usize,
    ) -> Vec<Counts> {
        let mut counts = vec![Counts(vec![[0; LABELS]; buckets]); folds];
        for view in views {
            let own = &mut counts[view.fold].0;
            for (paragraph, label) in view.labels.iter().enumerate() {
                let Some(label) = label else { continue };
                for &bucket in view.features.rows[group].row(paragraph) {
                    own[bucket as usize][label.index()] += 1;
                }
            }
        }
        counts
    }

    /// The sum of all folds but one; of all if `without` is none.
    pub(super) fn sum(folds: &[Counts], without: Option<usize>) -> Counts {
        let mut sum = Counts(vec![[0; LABELS]; folds.first().map_or(0, |counts| counts.0.len())]);
        for (fold, counts) in folds.iter().enumerate() {
            if Some(fold) != without {
                for (sum, count) in sum.0.iter_mut().zip(&counts.0) {
                    for (sum, count) in sum.iter_mut().zip(count) {
                        *sum += count;
                    }
                }
            }
        }
        sum
    }
}
