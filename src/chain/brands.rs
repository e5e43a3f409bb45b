//! Words that a page's likely spam shares and the rest of the page does not have: a brand, a domain, the keyword that was
//! sold. No training has seen them; but the lines of one injection repeat them, some beside jargon that gives itself away.

use foldhash::{HashMap, HashMapExt};

use crate::features::{Rows, is_character};

/// Columns: of all features, each with what training says against it; of those alone that it says nothing against.
pub(super) const BRANDS: usize = 2;

/// A page whose paragraphs' probabilities of spam sum to less has no column above 0: its features' share of spam stays under
/// [`SPAM`] by [`HONEST`].
const LEAST_SPAM: f64 = 0.1;

/// Down to this evidence for spam, in nats, training says nothing against a feature: half a step of the table's.
const NOTHING_AGAINST: f32 = -0.03;

/// What stands for the spam and the honest paragraphs with a feature before any other paragraph of the page is looked at.
const SPAM: f64 = 0.02;
const HONEST: f64 = 0.15;

/// How much of a page's spam a feature stands in, and how much of the rest; and what training says of it.
struct Feature {
    spam: f64,
    honest: f64,
    /// The odds by training, at most 1; and 1 if they are, else 0.
    priors: [f64; BRANDS],
}

/// For each paragraph the largest log-odds of a feature's being one of the page's spam, by the page's other paragraphs, at
/// least 0: `ln((SPAM + s) / (HONEST + root of h))`, less the same of 0 and 0, with `s` the sum of `spam`, a probability
/// for each paragraph, over the different paragraphs that have the feature, and `h` that of 1 less it. The root lets a brand that
/// some missed lines have stay one. `rows` hold numbers of `buckets`; `evidence` is a bucket's for spam.
pub(super) fn columns(spam: &[f64], rows: &Rows, buckets: &[u32], evidence: impl Fn(u32) -> f32) -> Vec<[f64; BRANDS]> {
    if spam.iter().sum::<f64>() < LEAST_SPAM {
        return vec![[0.0; BRANDS]; spam.len()];
    }
    let copied = first_copies(rows);
    let features = features(spam, rows, buckets, &copied, evidence);
    copied
        .iter()
        .enumerate()
        .map(|(at, &copied)| {
            let mut best = [SPAM / HONEST; BRANDS];
            for &number in rows.row(at) {
                let feature = &features[number as usize];
                // Of sums that the paragraph itself is in; without it rounding may leave less than nothing.
                let others = (feature.spam - spam[copied]).max(0.0);
                let honest = (feature.honest - (1.0 - spam[copied])).max(0.0);
                let odds = (SPAM + others) / (HONEST + honest.sqrt());
                best.iter_mut().zip(feature.priors).for_each(|(best, prior)| *best = best.max(odds * prior));
            }
            best.map(|odds| libm::log(odds / (SPAM / HONEST)))
        })
        .collect()
}

/// For each paragraph the first that has the same features: menus and injections stand twice on many a page, and a copy
/// says nothing new.
fn first_copies(rows: &Rows) -> Vec<usize> {
    let mut first: HashMap<&[u32], usize> = HashMap::with_capacity(rows.len());
    (0..rows.len()).map(|at| *first.entry(rows.row(at)).or_insert(at)).collect()
}

/// Of each number; single characters are never one of spam.
fn features(
    spam: &[f64],
    rows: &Rows,
    buckets: &[u32],
    copied: &[usize],
    evidence: impl Fn(u32) -> f32,
) -> Vec<Feature> {
    let feature = |&bucket: &u32| {
        let against = if is_character(bucket) { f32::NEG_INFINITY } else { evidence(bucket).min(0.0) };
        let priors = [libm::exp(f64::from(against)), f64::from(u8::from(against > NOTHING_AGAINST))];
        Feature { spam: 0.0, honest: 0.0, priors }
    };
    let mut features: Vec<Feature> = buckets.iter().map(feature).collect();
    for (at, spam) in spam.iter().enumerate().filter(|&(at, _)| copied[at] == at) {
        for &number in rows.row(at) {
            let feature = &mut features[number as usize];
            feature.spam += spam;
            feature.honest += 1.0 - spam;
        }
    }
    features
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Buckets of single characters are below.
    const PAIR: u32 = 1 << 16;

    /// Columns of paragraphs, each with its probability of spam and its buckets.
    fn of(paragraphs: &[(f64, &[u32])], evidence: fn(u32) -> f32) -> Vec<[f64; BRANDS]> {
        let mut rows = Rows::default();
        paragraphs.iter().for_each(|(_, buckets)| rows.push_row(buckets));
        let (rows, buckets) = rows.numbered();
        columns(&paragraphs.iter().map(|(spam, _)| *spam).collect::<Vec<_>>(), &rows, &buckets, evidence)
    }

    fn assert_close(has: &[[f64; BRANDS]], expected: &[[f64; BRANDS]]) {
        assert_eq!(has.len(), expected.len());
        for (has, expected) in has.iter().flatten().zip(expected.iter().flatten()) {
            assert!((has - expected).abs() < 1e-12, "{has} {expected}");
        }
    }

    #[test]
    fn what_the_other_paragraphs_spam_shares() {
        let [brand, jargon, menu] = [PAIR, PAIR + 1, PAIR + 2];
        let has = of(&[(1.0, &[brand, jargon]), (0.25, &[brand]), (0.0, &[menu])], |_| 0.0);
        // The first has a quarter of spam and three of honest text beside it; the second all of the first.
        let first = (0.27 / (0.15 + 0.75_f64.sqrt()) * 7.5_f64).ln();
        let second = (1.02 / 0.15 * 7.5_f64).ln();
        assert_close(&has, &[[first; 2], [second; 2], [0.0; 2]]);
    }

    #[test]
    fn what_training_says_against_a_feature() {
        let beside = (1.02 / 0.15 * 7.5_f64).ln();
        let second = |evidence| of(&[(1.0, &[PAIR, PAIR + 1]), (0.0, &[PAIR])], evidence)[1];
        assert_close(&[second(|_| -1.0), second(|_| -5.0)], &[[beside - 1.0, 0.0], [0.0; 2]]);
        assert_close(&[second(|_| -0.02), second(|_| 9.0)], &[[beside - f64::from(0.02_f32), beside], [beside; 2]]);
    }

    #[test]
    fn copies_characters_and_clean_pages_say_nothing() {
        assert_close(&of(&[(1.0, &[PAIR, 7]), (1.0, &[PAIR, 7])], |_| 0.0), &[[0.0; 2]; 2]);
        assert_close(&of(&[(1.0, &[7]), (0.0, &[7, PAIR])], |_| 0.0), &[[0.0; 2]; 2]);
        assert_close(&of(&[(0.09, &[PAIR]), (0.0, &[PAIR])], |_| 0.0), &[[0.0; 2]; 2]);
        assert!(columns(&[], &Rows::default(), &[], |_| 0.0).is_empty());
    }

    #[test]
    fn no_column_of_a_page_that_is_taken_for_clean_could_rise() {
        // The most that one feature can have of a page's spam: all, in a single paragraph.
        let spam = LEAST_SPAM;
        assert!((SPAM + spam) / (HONEST + (1.0 - spam).sqrt()) < SPAM / HONEST);
    }
}
