//! How often each bucket of a group stands under each label.

use super::views::View;
use crate::chain::LABELS;

/// Paragraphs with East Asian characters, and those without: counted apart, so that a language that is rare under a
/// label does not speak against that label.
pub(super) const SCRIPTS: usize = 2;

/// Counts of one group: `[bucket][script][label]`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Counts(pub(super) Vec<[[u32; LABELS]; SCRIPTS]>);

impl Counts {
    /// Counts of one group (by its place in the features) in each fold.
    pub(super) fn by_fold<'a>(
        views: impl Iterator<Item = &'a View>,
        group: usize,
        buckets: usize,
        folds: usize,
    ) -> Vec<Counts> {
        let mut counts = vec![Counts::zero(buckets); folds];
        for view in views {
            let own = &mut counts[view.fold].0;
            for (paragraph, label) in view.labels.iter().enumerate() {
                let Some(label) = label else { continue };
                for &bucket in view.features.rows[group].row(paragraph) {
                    own[bucket as usize][view.scripts[paragraph]][label.index()] += 1;
                }
            }
        }
        counts
    }

    /// Adds or takes out other counts, number by number; none if one does not fit.
    pub(super) fn change(&mut self, other: &Counts, by: fn(u32, u32) -> Option<u32>) -> Option<()> {
        for (own, other) in self.0.iter_mut().flatten().flatten().zip(other.0.iter().flatten().flatten()) {
            *own = by(*own, *other)?;
        }
        Some(())
    }

    /// All counts in one row, as model files hold them.
    pub(super) fn flat(&self) -> Vec<u32> {
        self.0.iter().flatten().flatten().copied().collect()
    }

    /// From such a row.
    pub(super) fn from_flat(flat: &[u32]) -> Counts {
        let (buckets, _) = flat.as_chunks::<{ SCRIPTS * LABELS }>();
        let bucket = |numbers: &[u32; SCRIPTS * LABELS]| {
            std::array::from_fn(|script| std::array::from_fn(|label| numbers[script * LABELS + label]))
        };
        Counts(buckets.iter().map(bucket).collect())
    }

    fn zero(buckets: usize) -> Counts {
        Counts(vec![[[0; LABELS]; SCRIPTS]; buckets])
    }

    /// The sum of all folds but one; of all if `without` is none.
    pub(super) fn sum(folds: &[Counts], without: Option<usize>) -> Counts {
        let mut sum = Counts::zero(folds.first().map_or(0, |counts| counts.0.len()));
        for (fold, counts) in folds.iter().enumerate() {
            if Some(fold) != without {
                for (sum, count) in sum.0.iter_mut().flatten().flatten().zip(counts.0.iter().flatten().flatten()) {
                    *sum += count;
                }
            }
        }
        sum
    }
}
