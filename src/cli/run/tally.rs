//! What a run came to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::cli::Outcome;
use crate::labeled::LabeledPage;

/// Sums over all records.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::cli) struct Tally {
    pub(in crate::cli) pages: u64,
    /// Paragraphs by label.
    pub(super) body: u64,
    pub(super) nav: u64,
    pub(super) spam: u64,
    /// Pages by verdict.
    pub(super) verdicts: BTreeMap<String, u64>,
    pub(super) written: u64,
    /// Pages that were not written, by the reason.
    pub(super) dropped: BTreeMap<String, u64>,
    /// Records and files that could not be read.
    pub(super) errors: u64,
    /// Of pages.
    pub(super) bytes: u64,
    pub(super) is_interrupted: bool,
}

/// What one page adds.
#[derive(Default)]
pub(in crate::cli) struct PageTally {
    counts: [usize; 3],
    verdict: &'static str,
    pub(in crate::cli) dropped: Option<&'static str>,
}

impl PageTally {
    pub(in crate::cli) fn of(page: &LabeledPage<'_>) -> Self {
        PageTally { counts: page.counts(), verdict: page.verdict().as_str(), dropped: None }
    }
}

impl Tally {
    pub(super) fn add(&mut self, page: &PageTally, is_written: bool) {
        self.pages += 1;
        let [body, nav, spam] = page.counts.map(|count| count as u64);
        self.body += body;
        self.nav += nav;
        self.spam += spam;
        *self.verdicts.entry(page.verdict.to_owned()).or_default() += 1;
        self.written += u64::from(is_written);
        if let Some(reason) = page.dropped {
            *self.dropped.entry(reason.to_owned()).or_default() += 1;
        }
    }

    /// Whether any paragraph is spam.
    pub(in crate::cli) fn has_spam(&self) -> bool {
        self.spam > 0
    }

    pub(super) fn outcome(&self) -> Outcome {
        if self.errors > 0 { Outcome::Incomplete } else { Outcome::Done }
    }
}
