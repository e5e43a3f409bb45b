//! Where in the order of the page a paragraph stands, and how often its text does.

use foldhash::HashMap;

use crate::hash;

/// Paragraphs from the start or the end beyond which they are no longer counted.
const FARTHEST: usize = 5;

/// How often a text stands in the page: once, twice, or more.
const MOST_COPIES: usize = 3;

/// How many values each slot has: copies, distance from the start, distance from the end.
pub(crate) const SIZES: [usize; 3] = [MOST_COPIES, FARTHEST + 1, FARTHEST + 1];

/// The values of every paragraph of a page, told by their folded texts.
pub(crate) fn places(texts: &[&[char]]) -> Vec<[u8; 3]> {
    let keys: Vec<u64> = texts.iter().map(|text| hash::characters(text)).collect();
    let mut copies: HashMap<u64, usize> = HashMap::default();
    for &key in &keys {
        *copies.entry(key).or_default() += 1;
    }
    let last = texts.len().saturating_sub(1);
    keys.iter()
        .enumerate()
        .map(|(at, key)| {
            [copies[key].min(MOST_COPIES) as u8 - 1, at.min(FARTHEST) as u8, (last - at).min(FARTHEST) as u8]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn counts_copies_and_distances() {
        let texts: [&[char]; 8] = [&['a'], &['b'], &['a'], &['c'], &['a'], &['a'], &['b'], &['d']];
        assert_eq!(
            places(&texts),
            [[2, 0, 5], [1, 1, 5], [2, 2, 5], [0, 3, 4], [2, 4, 3], [2, 5, 2], [1, 5, 1], [0, 5, 0]]
        );
    }
}
