//! Random choices that are the same in every run.

use super::dataset::LabeledSource;
use crate::hash;

/// A small random generator (SplitMix64, Steele, Lea and Flood 2014).
pub(crate) struct Random(u64);

impl Random {
    /// Seeded by the text of a page: what is done to a page does not depend on the others.
    pub(super) fn of(page: &LabeledSource) -> Self {
        Random(u64::from(hash::bytes(page.paragraphs.iter().flat_map(|(text, _)| text.bytes()))))
    }

    /// Seeded by a number.
    pub(crate) fn seeded(seed: u64) -> Self {
        Random(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    /// A number below `limit`, which must not be 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
}
