//! The inputs of the chain: squashed evidence of every group, and how a paragraph compares with its page.

use super::{Scores, likes, second};
use crate::bayes::{CONTRASTS, Evidence, STRONGEST};
use crate::features::{CLUSTERS, PageFeatures};

/// Columns for each group: both contrasts squashed, by the root of the number of features, and their mean.
pub(crate) const PER_GROUP: usize = 3 * CONTRASTS;

/// Columns behind those of the groups: the strongest lexical features; and what compares a paragraph with its page, of the
/// article contrast, of the spam contrast, of its neighbours and the page as a whole, of its likes.
pub(crate) const RELATIVE: usize = STRONGEST + ARTICLE + SPAM + AROUND + CLUSTERS * CONTRASTS;
const ARTICLE: usize = 5;
const SPAM: usize = 2;
const AROUND: usize = 5;

/// Names and numbers of the columns behind those of the groups, in their order.
pub(crate) const RELATIVE_PARTS: [(&str, usize); 5] = [
    ("strongest words", STRONGEST),
    ("against the page", ARTICLE),
    ("spam around", SPAM),
    ("around", AROUND),
    ("alike paragraphs", CLUSTERS * CONTRASTS),
];

// Factors that bring the columns to the same size, so that one ridge fits them all.
const BY_ROOT: f64 = 0.2;
const TOTAL: f64 = 0.3;
const WINDOW_DIFFERENCE: f64 = 3.0;
const SINGLE: f64 = 0.5;
const PARAGRAPHS_APART: f64 = 20.0;

/// Fewer features than this are not trusted with a mean.
const LEAST_FEATURES: usize = 3;

/// Paragraphs to each side in the window that is moved over the page, and in the wide one.
const WINDOW: usize = 2;
const WIDE_WINDOW: usize = 10;

/// The total evidence that stands beyond the edges of a page: that of plain furniture.
const OUTSIDE: f64 = -5.0;

/// The columns of all paragraphs of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Columns {
    /// Numbers of a row: the columns, and room for those of the second pass.
    stride: usize,
    /// How many of them are columns by now.
    width: usize,
    values: Vec<f64>,
}

impl Columns {
    /// Number of columns for so many groups.
    pub(crate) const fn of_groups(groups: usize) -> usize {
        groups * PER_GROUP + RELATIVE
    }

    /// Number of columns.
    #[cfg(feature = "train")]
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// The columns with those of the second pass behind them, from the probabilities of the first; `evidence` is that for
    /// spam of a lexical bucket.
    pub(crate) fn with_second(
        mut self,
        first: &[Scores],
        features: &PageFeatures,
        evidence: impl Fn(u32) -> f32,
    ) -> Self {
        let second = second::columns(first, features, evidence);
        for (row, more) in self.values.chunks_exact_mut(self.stride).zip(&second) {
            row[self.width..].copy_from_slice(more);
        }
        self.width = self.stride;
        self
    }

    /// One row for each paragraph.
    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.values.chunks_exact(self.stride).map(|row| &row[..self.width])
    }

    /// From the evidence of each group for each paragraph: `evidence[group][paragraph]`. The first group is a lexical one.
    pub(crate) fn new(evidence: &[Vec<Evidence>], features: &PageFeatures) -> Self {
        let (width, paragraphs) = (Columns::of_groups(evidence.len()), features.chars.len());
        let stride = width + second::SECOND;
        let mut values = vec![0.0; stride * paragraphs];
        let mut totals = [vec![0.0; paragraphs], vec![0.0; paragraphs]];
        for (at, row) in values.chunks_exact_mut(stride).enumerate() {
            for (group, columns) in evidence.iter().zip(row.chunks_exact_mut(PER_GROUP)) {
                let own = &group[at];
                for (contrast, total) in totals.iter_mut().enumerate() {
                    let sum = f64::from(own.sums[contrast]);
                    let squashed = squash(sum);
                    columns[contrast] = squashed;
                    columns[CONTRASTS + contrast] = sum / (own.features.max(1) as f64).sqrt() * BY_ROOT;
                    columns[2 * CONTRASTS + contrast] = sum / own.features.max(LEAST_FEATURES) as f64;
                    total[at] += squashed;
                }
            }
        }
        let weights = likes::weights(features);
        let [article, spam] = &totals;
        let compared = relative_article(article, &weights);
        let suspected = relative_spam(spam);
        let around = around(article);
        let likes: [[Vec<f64>; CONTRASTS]; CLUSTERS] =
            std::array::from_fn(|kind| totals.each_ref().map(|total| likes::means(total, &weights, features, kind)));
        for (at, row) in values.chunks_exact_mut(stride).enumerate() {
            let strongest = evidence[0][at].strongest.map(|single| f64::from(single) * SINGLE);
            let likes = likes.iter().flatten().map(|means| means[at] * TOTAL);
            let relative = compared[at].into_iter().chain(suspected[at]).chain(around[at]);
            let parts = strongest.into_iter().chain(relative).chain(likes);
            row[width - RELATIVE..width].iter_mut().zip(parts).for_each(|(column, part)| *column = part);
        }
        Columns { stride, width, values }
    }
}

/// Evidence of one paragraph is not independent, so its logarithm counts: `sign(z) ln(1 + |z|)`.
fn squash(evidence: f64) -> f64 {
    logarithm(1.0 + evidence.abs()).copysign(evidence)
}

/// The natural logarithm of a finite number from 1 on, to nine digits, by additions, multiplications and one division only: the
/// same on every machine, and a quarter of the time of libm's, of which a page takes 28 for each paragraph. With `x = m 2^e`
/// and `s = (m - 1) / (m + 1)` it is `e ln 2 + 2 (s + s^3 / 3 + s^5 / 5 + ...)` (Abramowitz and Stegun 4.1.27).
fn logarithm(x: f64) -> f64 {
    const MANTISSA: u64 = (1 << 52) - 1;
    /// The bits of the root of 2: above it the number is halved, so that `s` stays under .18.
    const ROOT: u64 = 0x6_a09e_667f_3bcc;
    let bits = x.to_bits();
    let above = u64::from(bits & MANTISSA > ROOT);
    let exponent = (bits >> 52) as i64 - 1023 + above as i64;
    let mantissa = f64::from_bits(bits & MANTISSA | (1023 - above) << 52);
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let square = s * s;
    let series = 1.0 + square * (1.0 / 3.0 + square * (1.0 / 5.0 + square * (1.0 / 7.0 + square * (1.0 / 9.0))));
    exponent as f64 * std::f64::consts::LN_2 + 2.0 * s * series
}

/// Difference to the page's most article-like paragraph; to its best window; to its best wide window; to its median;
/// distance to the densest spot.
fn relative_article(total: &[f64], weights: &[f64]) -> Vec<[f64; ARTICLE]> {
    let weighed: Vec<f64> = total.iter().zip(weights).map(|(total, weight)| total * weight).collect();
    let (window, wide) = (window_sums(&weighed, WINDOW), window_sums(&weighed, WIDE_WINDOW));
    let (near, far) = (differences_to_best(&window), differences_to_best(&wide));
    let (_, most) = first_max(total);
    let (densest, _) = first_max(&window);
    let median = median(total);
    (0..total.len())
        .map(|at| {
            [
                (total[at] - most) * TOTAL,
                near[at] * WINDOW_DIFFERENCE,
                far[at] * WINDOW_DIFFERENCE,
                (total[at] - median) * TOTAL,
                -(at.abs_diff(densest) as f64) / PARAGRAPHS_APART,
            ]
        })
        .collect()
}

/// Difference to the page's median, and the window's mean: spam comes in clusters, and on a page that speaks of spam
/// all paragraphs look a little like it.
fn relative_spam(total: &[f64]) -> Vec<[f64; SPAM]> {
    let median = median(total);
    let mean = |sum: f64| sum / (2 * WINDOW + 1) as f64;
    total.iter().zip(window_sums(total, WINDOW)).map(|(t, sum)| [(t - median) * TOTAL, mean(sum) * TOTAL]).collect()
}

/// The paragraph before and behind; and, the same for all, what the page's best paragraph, best window and median
/// reach: a page without any body must not be measured against itself alone.
fn around(total: &[f64]) -> Vec<[f64; AROUND]> {
    let (_, most) = first_max(total);
    let (_, best) = first_max(&window_sums(total, WINDOW));
    let page = [most, best / (2 * WINDOW + 1) as f64, median(total)].map(|x| x * TOTAL);
    let neighbour = |at: Option<usize>| at.and_then(|at| total.get(at)).copied().unwrap_or(OUTSIDE) * TOTAL;
    let row = |at: usize| [neighbour(at.checked_sub(1)), neighbour(Some(at + 1)), page[0], page[1], page[2]];
    (0..total.len()).map(row).collect()
}

/// Sum over a window of so many values to each side; beyond the ends there are zeros.
fn window_sums(values: &[f64], sides: usize) -> Vec<f64> {
    let mut before = vec![0.0];
    for value in values {
        before.push(before[before.len() - 1] + value);
    }
    (0..values.len()).map(|at| before[(at + sides + 1).min(values.len())] - before[at.saturating_sub(sides)]).collect()
}

/// How far each value lies below the largest, in units of the largest in size.
fn differences_to_best(values: &[f64]) -> Vec<f64> {
    let size = values.iter().fold(f64::MIN_POSITIVE, |size, x| size.max(x.abs()));
    let (_, best) = first_max(values);
    values.iter().map(|x| (x - best) / size).collect()
}

fn first_max(values: &[f64]) -> (usize, f64) {
    values.iter().enumerate().fold((0, f64::NEG_INFINITY), |best, (at, &x)| if x > best.1 { (at, x) } else { best })
}

/// The middle value, or the mean of the two in the middle; 0 of none.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() % 2 {
        _ if sorted.is_empty() => 0.0,
        0 => (sorted[middle - 1] + sorted[middle]) / 2.0,
        _ => sorted[middle],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_columns() {
        let e = std::f32::consts::E - 1.0;
        let group = [[e, 0.0], [-e, 0.0], [0.0, 2.0]].map(|sums| Evidence {
            sums,
            features: 4,
            strongest: [sums[1], sums[1] / 2.0],
        });
        let features =
            PageFeatures { rows: Vec::new(), chars: vec![100, 1, 4], clusters: vec![[0, 0, 0], [0, 1, 0], [1, 0, 0]] };
        let columns = Columns::new(&[group.to_vec()], &features);
        let (raw, three) = (f64::from(e) / 2.0 * 0.2, 3_f64.ln());
        // Weights are 10, 1 and 2; weighed totals 10, -1 and 0; all three stand in every window.
        let mean = f64::from(e) / 4.0;
        let own =
            [[1.0, 0.0, raw, 0.0, mean, 0.0], [-1.0, 0.0, -raw, 0.0, -mean, 0.0], [0.0, three, 0.0, 0.2, 0.0, 0.5]];
        let strongest = [[0.0, 0.0], [0.0, 0.0], [1.0, 0.5]];
        let article = [[0.0, 0.0, 0.0, 0.3, 0.0], [-0.6, 0.0, 0.0, -0.3, -0.05], [-0.3, 0.0, 0.0, 0.0, -0.1]];
        let spam = [[0.0, three / 5.0 * 0.3], [0.0, three / 5.0 * 0.3], [three * 0.3, three / 5.0 * 0.3]];
        let around = [[-1.5, -0.3, 0.3, 0.0, 0.0], [0.3, 0.0, 0.3, 0.0, 0.0], [-0.3, -1.5, 0.3, 0.0, 0.0]];
        let (pair, sole) = ([9.0 / 11.0 * 0.3, 0.0], [0.0, three * 0.3]);
        let (with_third, middle) = ([10.0 / 12.0 * 0.3, three * 2.0 / 12.0 * 0.3], [-0.3, 0.0]);
        let all = [9.0 / 13.0 * 0.3, three * 2.0 / 13.0 * 0.3];
        let likes = [[pair, with_third, all], [pair, middle, all], [sole, with_third, all]];
        for (at, row) in columns.rows().enumerate() {
            let expected =
                [&own[at][..], &strongest[at], &article[at], &spam[at], &around[at], &likes[at].concat()].concat();
            assert_eq!(row.len(), expected.len());
            for (place, (x, y)) in row.iter().zip(&expected).enumerate() {
                assert!((x - y).abs() < 1e-6, "row {at}, column {place}: {x} {y}");
            }
        }
    }

    #[test]
    fn logarithms_to_nine_digits() {
        let mut x = 1.0;
        while x < 1e12 {
            let exact: f64 = libm::log(x);
            assert!((logarithm(x) - exact).abs() < 2e-9, "{x}: {} {exact}", logarithm(x));
            x *= 1.000_37;
        }
        assert_eq!((logarithm(1.0), squash(0.0), squash(-1.0)), (0.0, 0.0, -squash(1.0)));
    }

    #[test]
    fn medians_and_windows() {
        assert_eq!([median(&[]), median(&[3.0]), median(&[4.0, 1.0]), median(&[9.0, 1.0, 2.0])], [0.0, 3.0, 2.5, 2.0]);
        assert_eq!(window_sums(&[1.0, 2.0, 4.0, 8.0], 1), [3.0, 7.0, 14.0, 12.0]);
    }
}
