//! The pages that a training sees: those of the data, what is made of them, and the spam that is put into them.

use super::dataset::{Dataset, LabeledSource, SpamLine};
use super::fit::TrainOptions;
use super::{compose, damage, excerpts, folds, inject};
use crate::error::Result;

/// Pages and spam lines in their folds.
pub(super) struct Prepared {
    pub(super) pages: Vec<LabeledSource>,
    /// Of each page.
    pub(super) fold_of: Vec<usize>,
    /// Each line with its fold.
    pub(super) spam: Vec<(String, usize)>,
}

impl Prepared {
    pub(super) fn new(dataset: &Dataset, options: &TrainOptions) -> Result<Prepared> {
        let limit = if options.keep_counts { usize::MAX } else { options.pages_per_site };
        let mut pages = folds::limit_sites(dataset.pages.clone(), limit);
        let mut fold_of = folds::of_pages(&pages, options.folds, options.hold_out);
        let mut more = excerpts::excerpts(&pages);
        more.extend(damage::twins(&pages)?);
        for (page, variant) in more {
            fold_of.push(fold_of[page]);
            pages.push(variant);
        }
        let spam = spam_lines(dataset, options);
        inject::inject(&mut pages, &fold_of, &spam)?;
        Ok(Prepared { pages, fold_of, spam })
    }
}

/// The spam lines and those composed of spam words, each with its fold.
fn spam_lines(dataset: &Dataset, options: &TrainOptions) -> Vec<(String, usize)> {
    let of = |lines: &[SpamLine]| folds::of_lines(lines, options.folds, options.hold_out);
    let written = dataset.spam_lines.iter().map(|line| line.text.clone()).zip(of(&dataset.spam_lines));
    written.chain(compose::lines(&dataset.spam_words, &of(&dataset.spam_words))).collect()
}
