//! How far it is to the nearest prose, and how much of it stands around: lists of headlines come in long runs without
//! any, articles do not.

use super::shape::{SIZES as SHAPE_SIZES, Shape};
use super::slots::bin;

/// Edges of the bins of distances, in paragraphs.
const DISTANCE: [f64; 7] = [0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0];

/// Edges of the bins of the share of prose.
const SHARE: [f64; 6] = [0.0, 0.1, 0.25, 0.4, 0.6, 0.8];

/// Paragraphs to each side of the narrow and the wide window.
const NARROW: usize = 3;
const WIDE: usize = 10;

/// How many values each slot has: distance to prose before and behind, the lesser of the two with the length of the
/// paragraph itself, share of prose in the narrow and in the wide window.
pub(crate) const SIZES: [usize; 6] =
    [DISTANCE.len() + 1, DISTANCE.len() + 1, DISTANCE.len() + 1, SHARE.len() + 1, SHARE.len() + 1, SHAPE_SIZES[0]];

/// The least length bin of prose: more than 25 characters.
const PROSE_LEN: u8 = 7;

/// A sentence: long enough, and ended by a stop or a closing quotation mark.
fn is_prose(shape: &Shape) -> bool {
    shape[0] >= PROSE_LEN && shape[2] <= 1
}

/// The values of every paragraph of a page.
pub(crate) fn runs(shapes: &[Shape]) -> Vec<[u8; SIZES.len()]> {
    let prose: Vec<bool> = shapes.iter().map(is_prose).collect();
    let before = distances(prose.iter());
    let mut behind = distances(prose.iter().rev());
    behind.reverse();
    let mut counts = vec![0];
    for &is_prose in &prose {
        counts.push(counts[counts.len() - 1] + usize::from(is_prose));
    }
    let share = |at: usize, sides: usize| {
        let (start, end) = (at.saturating_sub(sides), (at + sides + 1).min(prose.len()));
        bin((counts[end] - counts[start]) as f64 / (end - start) as f64, &SHARE)
    };
    (0..shapes.len())
        .map(|at| {
            let distance = |steps: usize| bin(steps as f64, &DISTANCE);
            let nearest = before[at].min(behind[at]);
            [
                distance(before[at]),
                distance(behind[at]),
                distance(nearest),
                share(at, NARROW),
                share(at, WIDE),
                shapes[at][0],
            ]
        })
        .collect()
}

/// For each paragraph how many steps ago the last prose was; a large number where there was none.
fn distances<'a>(prose: impl Iterator<Item = &'a bool>) -> Vec<usize> {
    let mut steps = usize::from(u16::MAX);
    prose
        .map(|&is_prose| {
            steps = if is_prose { 0 } else { steps + 1 };
            steps
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_and_shares() {
        let (prose, line) = ([9, 0, 0, 0, 0, 0, 0, 0, 0], [2, 0, 4, 0, 0, 0, 0, 0, 0]);
        let runs = runs(&[line, prose, line, line]);
        assert_eq!(runs, [[7, 1, 1, 2, 2, 2], [0, 0, 0, 2, 2, 9], [1, 7, 1, 2, 2, 2], [2, 7, 2, 2, 2, 2]]);
    }
}
