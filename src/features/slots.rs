//! Features that take one of a few values: a slot for each, a bucket for each value of a slot.

/// No value in this slot.
pub(crate) const ABSENT: u8 = u8::MAX;

/// The most pairs that a group's slots make: of twelve slots.
const MOST_PAIRS: usize = 12 * 11 / 2;

/// The bin of a number: how many of the ascending edges it exceeds.
pub(crate) fn bin(x: f64, edges: &[f64]) -> u8 {
    edges.iter().take_while(|&&edge| x > edge).count() as u8
}

/// First bucket of each slot.
pub(crate) const fn offsets<const N: usize>(sizes: [usize; N]) -> [usize; N] {
    let mut offsets = [0; N];
    let mut slot = 1;
    while slot < N {
        offsets[slot] = offsets[slot - 1] + sizes[slot - 1];
        slot += 1;
    }
    offsets
}

/// Number of buckets that slots of these sizes need.
pub(crate) const fn total<const N: usize>(sizes: [usize; N]) -> usize {
    let mut total = 0;
    let mut slot = 0;
    while slot < N {
        total += sizes[slot];
        slot += 1;
    }
    total
}

/// Number of buckets that all pairs of slots of these sizes need.
pub(crate) const fn pair_total<const N: usize>(sizes: [usize; N]) -> usize {
    let mut total = 0;
    let mut first = 0;
    while first < N {
        let mut second = first + 1;
        while second < N {
            total += sizes[first] * sizes[second];
            second += 1;
        }
        first += 1;
    }
    total
}

/// Adds the bucket of every slot that has a value.
pub(crate) fn push<const N: usize>(values: [u8; N], sizes: [usize; N], ids: &mut Vec<u32>) {
    let offsets = offsets(sizes);
    for (value, offset) in values.into_iter().zip(offsets) {
        if value != ABSENT {
            ids.push((offset + usize::from(value)) as u32);
        }
    }
}

/// Adds the bucket of every pair of slots that both have a value.
pub(crate) fn push_pairs<const N: usize>(values: [u8; N], sizes: [usize; N], ids: &mut Vec<u32>) {
    let (mut pairs, mut count) = ([0; MOST_PAIRS], 0);
    let mut offset = 0;
    for first in 0..N {
        for second in first + 1..N {
            if values[first] != ABSENT && values[second] != ABSENT {
                pairs[count] =
                    (offset + usize::from(values[first]) * sizes[second] + usize::from(values[second])) as u32;
                count += 1;
            }
            offset += sizes[first] * sizes[second];
        }
    }
    ids.extend_from_slice(&pairs[..count]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_end_at_their_edges() {
        let edges = [2.0, 4.0];
        assert_eq!([0.0, 2.0, 2.5, 4.0, 9.0].map(|x| bin(x, &edges)), [0, 0, 1, 1, 2]);
    }

    #[test]
    fn buckets_do_not_overlap() {
        const SIZES: [usize; 3] = [2, 3, 4];
        assert_eq!(offsets(SIZES), [0, 2, 5]);
        assert_eq!((total(SIZES), pair_total(SIZES)), (9, 2 * 3 + 2 * 4 + 3 * 4));
        let mut seen = std::collections::BTreeSet::new();
        for a in 0..2 {
            for b in 0..3 {
                for c in 0..4 {
                    let mut ids = Vec::new();
                    push_pairs([a, b, c], SIZES, &mut ids);
                    assert_eq!(ids.len(), 3);
                    seen.extend(ids);
                }
            }
        }
        assert_eq!(seen.len(), pair_total(SIZES));
        assert_eq!(seen.last(), Some(&25));
    }

    #[test]
    fn absent_slots_have_no_bucket() {
        let (mut ids, mut pairs) = (Vec::new(), Vec::new());
        push([1, ABSENT, 3], [2, 3, 4], &mut ids);
        push_pairs([1, ABSENT, 3], [2, 3, 4], &mut pairs);
        assert_eq!((ids, pairs), (vec![1, 8], vec![6 + 7]));
    }
}
