//! Means over the paragraphs of a page that are alike.

use foldhash::HashMap;

use crate::features::PageFeatures;

/// Characters of a paragraph beyond which it weighs no more among its neighbours and likes.
const WEIGHED_CHARS: usize = 300;

/// How much each paragraph weighs among its neighbours and likes: the root of its length.
pub(super) fn weights(features: &PageFeatures) -> Vec<f64> {
    features.chars.iter().map(|&chars| (chars.clamp(1, WEIGHED_CHARS) as f64).sqrt()).collect()
}

/// Weighed mean of the values over the cluster of each paragraph.
pub(super) fn means(values: &[f64], weights: &[f64], features: &PageFeatures, kind: usize) -> Vec<f64> {
    let mut sums: HashMap<u32, (f64, f64)> = HashMap::default();
    for ((value, weight), clusters) in values.iter().zip(weights).zip(&features.clusters) {
        let (sum, whole) = sums.entry(clusters[kind]).or_default();
        *sum += value * weight;
        *whole += weight;
    }
    features.clusters.iter().map(|clusters| sums.get(&clusters[kind]).map_or(0.0, |(sum, whole)| sum / whole)).collect()
}
