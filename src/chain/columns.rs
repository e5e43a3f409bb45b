//! The inputs of the chain: squashed evidence of every group, and how a paragraph compares with its page.

use crate::bayes::Evidence;
use crate::features::CLUSTERS;
use std::collections::HashMap;

/// Columns for each group: both contrasts squashed, both scaled down.
pub(crate) const PER_GROUP: usize = 4;

/// Columns that compare a paragraph with its page: four of the article contrast, two of the spam contrast.
pub(crate) const RELATIVE: usize = 6 + 2 * CLUSTERS + 8;

// Factors that bring the columns to the same size, so that one ridge fits them all; from the prototype.
const RAW: f64 = 0.05;
const DIFFERENCE: f64 = 0.3;
const WINDOW_DIFFERENCE: f64 = 3.0;
const PARAGRAPHS_APART: f64 = 20.0;

/// Paragraphs in the window that is moved over the page.
const WINDOW: usize = 5;

/// Characters of a paragraph beyond which it weighs no more in the window.
const WEIGHED_CHARS: usize = 300;

/// The columns of all paragraphs of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Columns {
    width: usize,
    values: Vec<f64>,
}

impl Columns {
    /// Number of columns for so many groups.
    pub(crate) const fn width(groups: usize) -> usize {
        groups * PER_GROUP + RELATIVE
    }

    /// One row for each paragraph.
    pub(crate) fn rows(&self) -> std::slice::ChunksExact<'_, f64> {
        self.values.chunks_exact(self.width)
    }

    /// From the evidence of each group for each paragraph (`evidence[group][paragraph]`) and the paragraphs' lengths in
    /// characters.
    pub(crate) fn new(evidence: &[Vec<Evidence>], counts: &[Vec<usize>], chars: &[usize], clusters: &[[u32; CLUSTERS]]) -> Self {
        let width = Columns::width(evidence.len());
        let mut values = vec![0.0; width * chars.len()];
        let mut totals = [vec![0.0; chars.len()], vec![0.0; chars.len()]];
        for (at, row) in values.chunks_exact_mut(width).enumerate() {
            for ((group, counts), columns) in evidence.iter().zip(counts).zip(row.chunks_exact_mut(PER_GROUP)) {
                for (contrast, total) in totals.iter_mut().enumerate() {
                    let evidence = f64::from(group[at][contrast]);
                    columns[contrast] = squash(evidence);
                    let mode = crate::hash::exp("X_MODE", 1.0);
                    columns[2 + contrast] = if mode == 0.0 { evidence * RAW } else { evidence / (counts[at].max(1) as f64).sqrt() * 0.2 };
                    total[at] += squash(evidence);
                }
            }
        }
        let [article, spam] = totals;
        let alike: Vec<Vec<[f64; 2]>> = (0..CLUSTERS).map(|kind| means(&article, &spam, chars, clusters, kind)).collect();
        let raw = article.clone();
        let page = {
            let max = raw.iter().copied().fold(-20.0_f64, f64::max);
            let means = window_means(&raw);
            let best = means.iter().copied().fold(-20.0_f64, f64::max);
            [max * DIFFERENCE, best * DIFFERENCE, median(&raw) * DIFFERENCE]
        };
        let wide: Vec<f64> = {
            let weighed: Vec<f64> = raw.iter().zip(chars).map(|(t, &chars)| t * (chars.min(WEIGHED_CHARS) as f64).sqrt()).collect();
            let mut prefix = vec![0.0];
            for w in &weighed { prefix.push(prefix[prefix.len() - 1] + w); }
            let m: Vec<f64> = (0..weighed.len()).map(|at| { let (a, b) = (at.saturating_sub(10), (at + 11).min(weighed.len())); prefix[b] - prefix[a] }).collect();
            let size = m.iter().fold(1e-9_f64, |s, x| s.max(x.abs()));
            let best = m.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            m.iter().map(|x| (x - best) / size * WINDOW_DIFFERENCE).collect()
        };
        let article = relative_article(&article, chars);
        let spam = relative_spam(&spam);
        for (at, row) in values.chunks_exact_mut(width).enumerate() {
            let relative = &mut row[width - RELATIVE..];
            relative[..4].copy_from_slice(&article[at]);
            relative[4..6].copy_from_slice(&spam[at]);
            let wide = &wide; let t = &raw; let n = t.len();
            let e = crate::hash::exp("X_EXTRA", 0.0);
            relative[12] = if e >= 1.0 { wide[at] } else { 0.0 };
            relative[13] = if e >= 2.0 { (if at > 0 { t[at - 1] } else { -5.0 }) * DIFFERENCE } else { 0.0 };
            if e >= 3.0 { relative[15] = page[0]; relative[16] = page[1]; relative[17] = page[2]; }
            if e >= 4.0 { let two = |k: usize| 0.5 * ((if at >= k { t[at - k] } else { -5.0 }) + (if at + k < n { t[at + k] } else { -5.0 })) * DIFFERENCE; relative[18] = two(2); relative[19] = two(3); }
            relative[14] = if e >= 2.0 { (if at + 1 < n { t[at + 1] } else { -5.0 }) * DIFFERENCE } else { 0.0 };
            for (kind, means) in alike.iter().enumerate() {
                relative[6 + 2 * kind] = means[at][0] * DIFFERENCE;
                relative[7 + 2 * kind] = means[at][1] * DIFFERENCE;
            }
        }
        Columns { width, values }
    }
}

/// Evidence of one paragraph is not independent, so its logarithm counts: `sign(z) ln(1 + |z|)`.
fn squash(evidence: f64) -> f64 {
    evidence.abs().ln_1p().copysign(evidence)
}

/// Difference to the page's most article-like paragraph; the window's to the page's best window; difference to the
/// page's median; distance to the densest spot.
fn relative_article(total: &[f64], chars: &[usize]) -> Vec<[f64; 4]> {
    let weighed: Vec<f64> = total.iter().zip(chars).map(|(t, &chars)| t * (chars.min(WEIGHED_CHARS) as f64).sqrt()).collect();
    let window = window_means(&weighed);
    let most = total.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (densest, best) = first_max(&window);
    let size = window.iter().fold(1e-9_f64, |size, x| size.max(x.abs()));
    let median = median(total);
    total
        .iter()
        .zip(&window)
        .enumerate()
        .map(|(at, (t, window))| {
            [
                (t - most) * DIFFERENCE,
                (window - best) / size * WINDOW_DIFFERENCE,
                (t - median) * DIFFERENCE,
                -(at.abs_diff(densest) as f64) / PARAGRAPHS_APART,
            ]
        })
        .collect()
}

/// Difference to the page's median, and the window's mean: spam comes in clusters, and on a page that speaks of spam
/// all paragraphs look a little like it.
fn relative_spam(total: &[f64]) -> Vec<[f64; 2]> {
    let median = median(total);
    total.iter().zip(window_means(total)).map(|(t, window)| [(t - median) * DIFFERENCE, window * DIFFERENCE]).collect()
}

fn means(article: &[f64], spam: &[f64], chars: &[usize], clusters: &[[u32; CLUSTERS]], kind: usize) -> Vec<[f64; 2]> {
    let mut sums: HashMap<u32, [f64; 3]> = HashMap::new();
    let w = |at: usize| (chars[at].min(WEIGHED_CHARS).max(1) as f64).sqrt();
    for at in 0..article.len() {
        let sum = sums.entry(clusters[at][kind]).or_default();
        sum[0] += w(at) * article[at]; sum[1] += w(at) * spam[at]; sum[2] += w(at);
    }
    let own = crate::hash::exp("X_OWN", 0.0);
    (0..article.len()).map(|at| {
        let sum = sums[&clusters[at][kind]];
        let rest = sum[2] - w(at) * own;
        if rest < 1e-9 { return [article[at], spam[at]]; }
        [(sum[0] - own * w(at) * article[at]) / rest, (sum[1] - own * w(at) * spam[at]) / rest]
    }).collect()
}

/// Mean over a window around each value; beyond the ends there are zeros.
fn window_means(values: &[f64]) -> Vec<f64> {
    (0..values.len())
        .map(|at| {
            let window = at.saturating_sub(WINDOW / 2)..(at + WINDOW / 2 + 1).min(values.len());
            values[window].iter().sum::<f64>() / WINDOW as f64
        })
        .collect()
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
        let columns = Columns::new(&[vec![[e, 0.0], [-e, 0.0], [0.0, 2.0]]], &[100, 1, 4]);
        let rows: Vec<&[f64]> = columns.rows().collect();
        assert_eq!(rows.len(), 3);
        let raw = f64::from(e) * RAW;
        // Weighed totals are 10, -1 and 0; all three stand in every window.
        let expected = [
            [1.0, 0.0, raw, 0.0, 0.0, 0.0, 0.3, 0.0, 0.0, 3_f64.ln() / 5.0 * 0.3],
            [-1.0, 0.0, -raw, 0.0, -0.6, 0.0, -0.3, -0.05, 0.0, 3_f64.ln() / 5.0 * 0.3],
            [0.0, 3_f64.ln(), 0.0, 0.1, -0.3, 0.0, 0.0, -0.1, 3_f64.ln() * 0.3, 3_f64.ln() / 5.0 * 0.3],
        ];
        for (row, expected) in rows.iter().zip(expected) {
            for (x, y) in row.iter().zip(expected) {
                assert!((x - y).abs() < 1e-6, "{row:?} {expected:?}");
            }
        }
    }

    #[test]
    fn medians() {
        assert_eq!([median(&[]), median(&[3.0]), median(&[4.0, 1.0]), median(&[9.0, 1.0, 2.0])], [0.0, 3.0, 2.5, 2.0]);
    }
}
