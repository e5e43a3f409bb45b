//! What the chain says of pages that it has not seen.

use rayon::prelude::*;

use super::evaluate::{BySource, Evaluation, given};
use super::views::View;
use crate::chain::{Chain, Scores};
use crate::label::Label;

/// Share of the body paragraphs held out that may be called spam.
const FALSE_ALARMS: f64 = 0.001;

/// Steps, in nats, in which the margin for that is sought, and the largest.
const MARGIN_STEP: f64 = 0.25;
const MARGIN_STEPS: u32 = 16;

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

    /// The label of each paragraph if spam must be better than the rest by a margin.
    fn given(&self, margin: f64) -> impl Iterator<Item = Label> {
        let mut emissions = self.emissions.clone();
        for scores in &mut emissions {
            scores[Label::Spam.index()] -= margin;
        }
        self.chain.probabilities(&emissions).into_iter().map(given)
    }

    /// How many paragraphs of body there are, and how many of them are called spam.
    fn body_and_false_alarms(&self, margin: f64) -> (usize, usize) {
        let labels = self.view.labels.iter().zip(self.given(margin));
        let body = labels.filter(|(label, _)| **label == Some(Label::Body));
        body.fold((0, 0), |(body, alarms), (_, said)| (body + 1, alarms + usize::from(said == Label::Spam)))
    }
}

/// The margin by which spam must be better than the rest. Half of the pages of the training have spam put into them, far
/// more than pages have it anywhere; this brings its odds back to where false alarms are rare.
pub(super) fn spam_margin(held_out: &[HeldOut<'_>]) -> f64 {
    let margins = (0..=MARGIN_STEPS).map(|step| f64::from(step) * MARGIN_STEP);
    let mut last = 0.0;
    for margin in margins {
        let counts: Vec<(usize, usize)> = held_out.par_iter().map(|page| page.body_and_false_alarms(margin)).collect();
        let (body, alarms) = counts.iter().fold((0, 0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
        last = margin;
        if alarms as f64 <= FALSE_ALARMS * body as f64 {
            break;
        }
    }
    last
}

/// How the pages held out are labelled with that margin, by source.
pub(super) fn by_source(held_out: &[HeldOut<'_>], margin: f64) -> BySource {
    let mut sources = Vec::new();
    for page in held_out {
        let said: Vec<Label> = page.given(margin).collect();
        let mut evaluation = Evaluation::default();
        for (family, &said) in page.view.families.iter().zip(&said) {
            if let Some(family) = family {
                evaluation.add_family(family, said == Label::Spam);
            }
        }
        let paragraphs = page.view.labels.iter().copied().zip(said).zip(&page.view.features.chars);
        evaluation.add(paragraphs.map(|((label, said), &chars)| (label, said, chars)));
        Evaluation::add_to(&mut sources, &page.view.source, &evaluation);
    }
    sources.sort_by(|one, other| one.0.cmp(&other.0));
    sources
}
