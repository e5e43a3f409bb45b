//! What the chain says of pages that it has not seen.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::counts::SCRIPTS;
use super::evaluate::{BySource, Evaluation, Said};
use super::views::View;
use crate::chain::{Chain, Scores, add_bias};
use crate::label::Label;

/// Shares of the body and of the furniture of crawled pages held out that may be called spam.
const FALSE_ALARMS: [f64; 2] = [0.001, 0.002];

/// Share of the paragraphs of written pages that may be called spam.
const FALSE_ALARMS_ON_WRITTEN: f64 = 0.0025;

/// Of so many sites the worst is left out: a single site of a kind that no other has would decide for all.
const SITES_PER_OUTLIER: usize = 10;

/// A site with fewer texts of a label counts as if it had so many.
const LEAST_TEXTS: usize = 200;

/// Steps, in nats, in which the margin for that is sought, and how many of them at most to each side of none.
const MARGIN_STEP: f64 = 0.25;
const LEAST_STEPS: i32 = -24;
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
    pub(super) fn probabilities_with(&self, margin: f64) -> Vec<Scores> {
        let mut emissions = self.emissions.clone();
        add_bias(&mut emissions, Label::Spam, -margin);
        self.chain.read_page(&emissions).0
    }
}

/// The margin by which spam must be better than the rest: the least at which false alarms are rare enough on pages without
/// spam, as nearly all are out there: on body and furniture of crawled pages, East Asian ones and others, and on pages
/// that were written to be trained on, many of which speak of spam on purpose.
pub(super) fn spam_margin(held_out: &[HeldOut<'_>]) -> f64 {
    let is_clean = |page: &&HeldOut<'_>| !page.view.labels.contains(&Some(Label::Spam));
    let (crawled, written): (Vec<&HeldOut<'_>>, Vec<&HeldOut<'_>>) =
        held_out.iter().filter(is_clean).partition(|page| page.view.is_crawled);
    let is_rare = |margin: f64| {
        let rates = false_alarms(&crawled, margin);
        rates.iter().all(|rates| rates.iter().zip(FALSE_ALARMS).all(|(rate, most)| *rate <= most))
            && share_of_false_alarms(&written, margin) <= FALSE_ALARMS_ON_WRITTEN
    };
    let mut margins = (LEAST_STEPS..MOST_STEPS).map(|step| f64::from(step) * MARGIN_STEP);
    margins.find(|&margin| is_rare(margin)).unwrap_or(f64::from(MOST_STEPS) * MARGIN_STEP)
}

/// The share of all honest paragraphs that is called spam.
fn share_of_false_alarms(pages: &[&HeldOut<'_>], margin: f64) -> f64 {
    let of_page = |page: &&HeldOut<'_>| -> (usize, usize) {
        let said = page.probabilities_with(margin);
        let honest = page.view.labels.iter().zip(said).filter(|(label, _)| label.is_some());
        honest.fold((0, 0), |(all, alarms), (_, said)| {
            (all + 1, alarms + usize::from(Said::best(said).given == Label::Spam))
        })
    };
    let counts: Vec<(usize, usize)> = pages.par_iter().map(of_page).collect();
    let (all, alarms) = counts.iter().fold((0, 0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
    alarms as f64 / all.max(1) as f64
}

/// The share of body and of furniture that is called spam, for pages of each script: of each site the share of its
/// different texts, then the mean over the sites, the worst left out. By the paragraph, one template with a row of lottery
/// links decided for all others.
fn false_alarms(pages: &[&HeldOut<'_>], margin: f64) -> [[f64; FALSE_ALARMS.len()]; SCRIPTS] {
    let said: Vec<Vec<Scores>> = pages.par_iter().map(|page| page.probabilities_with(margin)).collect();
    let mut sites: BTreeMap<(usize, &str), [BTreeMap<u32, bool>; FALSE_ALARMS.len()]> = BTreeMap::new();
    for (page, said) in pages.iter().zip(said) {
        let texts = sites.entry((page.view.script(), &page.view.site)).or_default();
        for ((label, &key), said) in page.view.labels.iter().zip(&page.view.keys).zip(said) {
            let texts = match label {
                Some(Label::Body) => &mut texts[0],
                Some(Label::Nav) => &mut texts[1],
                _ => continue,
            };
            *texts.entry(key).or_default() |= Said::best(said).given == Label::Spam;
        }
    }
    std::array::from_fn(|script| {
        std::array::from_fn(|label| {
            let own = sites.iter().filter(|((own, _), texts)| *own == script && !texts[label].is_empty());
            let mut shares: Vec<f64> = own.map(|(_, texts)| share_of_alarms(&texts[label])).collect();
            shares.sort_by(f64::total_cmp);
            shares.truncate(shares.len() - shares.len().div_ceil(SITES_PER_OUTLIER));
            shares.iter().sum::<f64>() / shares.len().max(1) as f64
        })
    })
}

fn share_of_alarms(texts: &BTreeMap<u32, bool>) -> f64 {
    texts.values().filter(|&&alarm| alarm).count() as f64 / texts.len().max(LEAST_TEXTS) as f64
}

/// How the pages held out are labelled with that margin, by source.
pub(super) fn by_source(held_out: &[HeldOut<'_>], margin: f64) -> BySource {
    let mut sources = Vec::new();
    for page in held_out {
        let said = page.probabilities_with(margin);
        let mut evaluation = Evaluation::default();
        for (family, &said) in page.view.families.iter().zip(&said) {
            if let Some(family) = family {
                evaluation.add_family(family, Said::best(said).given == Label::Spam);
            }
        }
        let paragraphs = page.view.labels.iter().copied().zip(said).zip(&page.view.features.chars);
        evaluation.add(paragraphs.map(|((label, said), &chars)| (label, Said::best(said), chars)));
        Evaluation::add_to(&mut sources, &page.view.source, &evaluation);
    }
    sources.sort_by(|one, other| one.0.cmp(&other.0));
    sources
}
