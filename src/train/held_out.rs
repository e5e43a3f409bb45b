//! What the chain says of pages that it has not seen.

use rayon::prelude::*;

use super::evaluate::{BySource, Evaluation, given};
use super::views::View;
use crate::chain::{Chain, Scores};
use crate::label::Label;

/// Shares of the body and of the furniture held out that may be called spam.
const FALSE_ALARMS: [f64; 2] = [0.001, 0.002];

/// Steps, in nats, in which the margin for that is sought, and how many of them at most to each side of none.
const MARGIN_STEP: f64 = 0.25;
const LEAST_STEPS: i32 = -4;
const MOST_STEPS: i32 = 16;

/// A page held out, and the chain that has not seen it.
pub(super) struct HeldOut<'a> {
    pub(super) view: &'a View,
    pub(super) emissions: Vec<Scores>,
    pub(super) chain: Chain,
}

impl HeldOut<'_> {
    /// What the chain says.
    pub(super) fn probabilities(&self) -> Vec<Scores> {
        self.chain.probabilities(&self.emissions)
    }

    /// What it says if spam must be better than the rest by a margin.
    fn probabilities_with(&self, margin: f64) -> Vec<Scores> {
        let mut emissions = self.emissions.clone();
        for scores in &mut emissions {
            scores[Label::Spam.index()] -= margin;
        }
        self.chain.probabilities_of_page(&emissions)
    }

    /// How many paragraphs of body and of furniture there are, and how many of them are called spam.
    fn honest_and_false_alarms(&self, margin: f64) -> [(usize, usize); 2] {
        let mut counts = [(0, 0); 2];
        for (label, said) in self.view.labels.iter().zip(self.probabilities_with(margin)) {
            let count = match label {
                Some(Label::Body) => &mut counts[0],
                Some(Label::Nav) => &mut counts[1],
                _ => continue,
            };
            *count = (count.0 + 1, count.1 + usize::from(given(said) == Label::Spam));
        }
        counts
    }
}

/// The margin by which spam must be better than the rest: the least at which false alarms are rare enough. Pages out there
/// are told by crawled ones, where there are any: among the written are many that speak of spam on purpose.
pub(super) fn spam_margin(held_out: &[HeldOut<'_>]) -> f64 {
    let crawled: Vec<&HeldOut<'_>> = held_out.iter().filter(|page| page.view.is_crawled).collect();
    let pages = if crawled.is_empty() { held_out.iter().collect() } else { crawled };
    let is_rare = |margin: f64| {
        let counts: Vec<[(usize, usize); 2]> =
            pages.par_iter().map(|page| page.honest_and_false_alarms(margin)).collect();
        (0..2).all(|label| {
            let (all, alarms) = counts.iter().fold((0, 0), |sum, own| (sum.0 + own[label].0, sum.1 + own[label].1));
            alarms as f64 <= FALSE_ALARMS[label] * all as f64
        })
    };
    let mut margins = (LEAST_STEPS..MOST_STEPS).map(|step| f64::from(step) * MARGIN_STEP);
    margins.find(|&margin| is_rare(margin)).unwrap_or(f64::from(MOST_STEPS) * MARGIN_STEP)
}

/// How the pages held out are labelled with that margin, by source.
pub(super) fn by_source(held_out: &[HeldOut<'_>], margin: f64) -> BySource {
    let mut sources = Vec::new();
    for page in held_out {
        let said = page.probabilities_with(margin);
        let mut evaluation = Evaluation::default();
        for (family, &said) in page.view.families.iter().zip(&said) {
            if let Some(family) = family {
                evaluation.add_family(family, given(said) == Label::Spam);
            }
        }
        let paragraphs = page.view.labels.iter().copied().zip(said).zip(&page.view.features.chars);
        evaluation.add(paragraphs.map(|((label, said), &chars)| (label, said, chars)));
        Evaluation::add_to(&mut sources, &page.view.source, &evaluation);
    }
    sources.sort_by(|one, other| one.0.cmp(&other.0));
    sources
}
