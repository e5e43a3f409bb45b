//! What the first pass over a page tells the second: where the likely body is, and how a paragraph relates to it.
//!
//! Stacked sequential learning (Cohen and Carvalho 2005): the second chain is fitted on what the first says of pages
//! that it has not seen.

use super::{LABELS, Scores, brands, likes};
use crate::features::{CLUSTERS, PageFeatures, Rows};
use crate::label::Label;

/// Columns that the second pass has beyond those of the first.
pub(crate) const SECOND: usize = READING + brands::BRANDS;
const READING: usize = OWN + WINDOWS.len() + CLUSTERS + PLACE + SPAM + OVERLAP;
const OWN: usize = 3;
const PLACE: usize = 3;
const SPAM: usize = 3;
const OVERLAP: usize = 2;

/// Names and numbers of these columns, in their order.
pub(crate) const SECOND_PARTS: [(&str, usize); 2] = [("first reading", READING), ("shared with spam", brands::BRANDS)];

/// Paragraphs to each side of the windows over which the body is averaged.
const WINDOWS: [usize; 3] = [2, 5, 10];

/// Paragraphs to each side of the window for spam.
const SPAM_WINDOW: usize = 3;

/// Brings the logarithm of the amount of body to the size of the other columns.
const LOG_SCALE: f64 = 0.2;

/// The further columns of each paragraph, from the probabilities of the first pass; `evidence` is that for spam of a lexical
/// bucket.
pub(crate) fn columns(first: &[Scores], features: &PageFeatures, evidence: impl Fn(u32) -> f32) -> Vec<[f64; SECOND]> {
    let of = |label: Label| -> Vec<f64> { first.iter().map(|scores: &[f64; LABELS]| scores[label.index()]).collect() };
    let (body, spam) = (of(Label::Body), of(Label::Spam));
    let weights = likes::weights(features);
    let whole = Sums::new(&body, &weights);
    let spam_sums = Sums::new(&spam, &weights);
    let likes: [Vec<f64>; CLUSTERS] = std::array::from_fn(|kind| likes::means(&body, &weights, features, kind));
    let (lexical, buckets) = features.rows[0].numbered();
    let overlap = overlaps(&body, &lexical, buckets.len());
    let brands = brands::columns(&spam, &lexical, &buckets, evidence);
    let neighbour = |at: Option<usize>| at.and_then(|at| body.get(at)).copied().unwrap_or(0.0);
    let (mean, amount) = (whole.mean(0, body.len()), libm::log1p(whole.total()) * LOG_SCALE);
    let spam_mean = spam_sums.mean(0, body.len());
    (0..body.len())
        .map(|at| {
            let inside = whole.share_before(at);
            let own = [body[at], neighbour(at.checked_sub(1)), neighbour(Some(at + 1))];
            let windows = WINDOWS.map(|sides| whole.mean(at, sides));
            let likes = likes.each_ref().map(|means| means[at]);
            // Before and behind the body the first is 0, in its midst 1.
            let place = [4.0 * inside * (1.0 - inside), mean, amount];
            let of_spam = [spam[at], spam_sums.mean(at, SPAM_WINDOW), spam_mean];
            let mut row = [0.0; SECOND];
            let parts = own.into_iter().chain(windows).chain(likes).chain(place).chain(of_spam).chain(overlap[at]);
            row.iter_mut().zip(parts.chain(brands[at])).for_each(|(column, part)| *column = part);
            row
        })
        .collect()
}

/// Running sums of weighed values.
struct Sums {
    values: Vec<f64>,
    weights: Vec<f64>,
}

impl Sums {
    fn new(values: &[f64], weights: &[f64]) -> Self {
        let running = |numbers: &mut dyn Iterator<Item = f64>| -> Vec<f64> {
            let mut sums = vec![0.0];
            for number in numbers {
                sums.push(sums[sums.len() - 1] + number);
            }
            sums
        };
        let weighed = &mut values.iter().zip(weights).map(|(value, weight)| value * weight);
        Sums { values: running(weighed), weights: running(&mut weights.iter().copied()) }
    }

    /// Weighed mean over a window of so many paragraphs to each side.
    fn mean(&self, at: usize, sides: usize) -> f64 {
        let (start, end) = (at.saturating_sub(sides), (at + sides + 1).min(self.values.len() - 1));
        (self.values[end] - self.values[start]) / (self.weights[end] - self.weights[start]).max(f64::MIN_POSITIVE)
    }

    fn total(&self) -> f64 {
        self.values[self.values.len() - 1]
    }

    /// Which share of the sum stands before the middle of a paragraph.
    fn share_before(&self, at: usize) -> f64 {
        (self.values[at] + self.values[at + 1]) / 2.0 / self.total().max(f64::MIN_POSITIVE)
    }
}

/// For each paragraph the share of its lexical features that other paragraphs of the likely body have, and the share
/// that other paragraphs of the rest have. Of so many different features; rows hold their numbers.
fn overlaps(body: &[f64], rows: &Rows, different: usize) -> Vec<[f64; OVERLAP]> {
    let mut seen = vec![[0.0; OVERLAP]; different];
    for (at, body) in body.iter().enumerate() {
        for &feature in rows.row(at) {
            let sums = &mut seen[feature as usize];
            sums[0] += body;
            sums[1] += 1.0 - body;
        }
    }
    body.iter()
        .enumerate()
        .map(|(at, body)| {
            let (row, mut shares) = (rows.row(at), [0.0; OVERLAP]);
            for &feature in row {
                let sums = seen[feature as usize];
                shares[0] += (sums[0] - body).clamp(0.0, 1.0);
                shares[1] += (sums[1] - (1.0 - body)).clamp(0.0, 1.0);
            }
            shares.map(|share| share / row.len().max(1) as f64)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(paragraphs: usize) -> PageFeatures {
        let mut rows = Rows::default();
        (0..paragraphs).for_each(|_| rows.push_row(&[]));
        PageFeatures { rows: vec![rows], chars: vec![100; paragraphs], clusters: vec![[0, 0, 0]; paragraphs] }
    }

    #[test]
    fn tells_where_the_body_lies() {
        let body = [0.0, 1.0, 1.0, 0.0];
        let first: Vec<Scores> = body.iter().map(|&body| [body, 1.0 - body, 0.0]).collect();
        let rows = columns(&first, &features(4), |_| 0.0);
        let place = OWN + WINDOWS.len() + CLUSTERS;
        let midst: Vec<f64> = rows.iter().map(|row| row[place]).collect();
        assert_eq!(midst, [0.0, 0.75, 0.75, 0.0]);
        let neighbours: Vec<[f64; 3]> = rows.iter().map(|row| [row[0], row[1], row[2]]).collect();
        assert_eq!(neighbours, [[0.0, 0.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0], [0.0, 1.0, 0.0]]);
        assert!(rows.iter().all(|row| (row[place + 1] - 0.5).abs() < 1e-12));
        assert!(columns(&[], &features(0), |_| 0.0).is_empty());
    }

    #[test]
    fn overlap_leaves_the_paragraph_itself_out() {
        let mut rows = Rows::default();
        for row in [&[1, 2][..], &[1, 3], &[3]] {
            rows.push_row(row);
        }
        assert_eq!(overlaps(&[1.0, 1.0, 0.0], &rows, 4), [[0.5, 0.0], [0.5, 0.5], [1.0, 0.0]]);
    }
}
