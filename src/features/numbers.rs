//! Numbers buckets in the order of their first appearance: what a page needs to know of thousands of them lies close together
//! then.

/// Slots at first; always a power of two, so that a bucket's slot is its lowest bits: buckets of hashes are as good as
/// hashes.
const SLOTS: usize = 1 << 12;

/// A hash table with open addressing.
pub(super) struct Numbers {
    /// A bucket, one higher, and its number; 0 is an empty slot.
    slots: Vec<(u32, u32)>,
    /// The different buckets, by their numbers.
    pub(super) different: Vec<u32>,
}

impl Numbers {
    pub(super) fn new() -> Self {
        Numbers { slots: vec![(0, 0); SLOTS], different: Vec::new() }
    }

    /// The number of a bucket: of a new one the next.
    pub(super) fn of(&mut self, bucket: u32) -> u32 {
        let key = bucket + 1;
        let place = self.place(key);
        if self.slots[place].0 == key {
            return self.slots[place].1;
        }
        let number = self.different.len() as u32;
        self.slots[place] = (key, number);
        self.different.push(bucket);
        if self.different.len() * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    /// Where a key stands, or would.
    fn place(&self, key: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut place = key as usize & mask;
        while self.slots[place].0 != 0 && self.slots[place].0 != key {
            place = (place + 1) & mask;
        }
        place
    }

    fn grow(&mut self) {
        let larger = vec![(0, 0); self.slots.len() * 4];
        for slot in std::mem::replace(&mut self.slots, larger) {
            if slot.0 != 0 {
                let place = self.place(slot.0);
                self.slots[place] = slot;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_first_appearance() {
        let mut numbers = Numbers::new();
        let of: Vec<u32> = [7, 0, 7, 4103, 0].map(|bucket| numbers.of(bucket)).to_vec();
        assert_eq!((&of[..], &numbers.different[..]), (&[0, 1, 0, 2, 1][..], &[7, 0, 4103][..]));
        for (at, bucket) in (10_000..60_000).enumerate() {
            assert_eq!(numbers.of(bucket * 8), at as u32 + 3);
        }
        assert_eq!((numbers.of(10_000 * 8), numbers.of(4103), numbers.different.len()), (3, 2, 50_003));
    }
}
