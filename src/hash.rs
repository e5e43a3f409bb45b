//! The hash behind every hashed feature. Trained models depend on it: it must never change.

/// FNV-1a, 64 bits, folded to 32 (Fowler, Noll, Vo; the offset basis and the prime are theirs).
pub(crate) fn bytes(bytes: impl IntoIterator<Item = u8>) -> u32 {
    let hash = bytes
        .into_iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    fold(hash)
}

/// Hash of up to two numbers, by one multiplication (the multiplier is the golden ratio's, Knuth 6.4).
pub(crate) fn pair(first: u32, second: u32) -> u32 {
    let word = u64::from(first) << 32 | u64::from(second);
    fold((word ^ word >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// Hash of a folded text, to tell copies of it by.
pub(crate) fn characters(text: &[char]) -> u64 {
    text.iter().fold(text.len() as u64, |hash, &c| {
        (hash.rotate_left(5) ^ u64::from(u32::from(c))).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

fn fold(hash: u64) -> u32 {
    ((hash >> 32) ^ (hash >> 11)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_what_it_was_when_the_models_were_trained() {
        assert_eq!(bytes(*b"article"), 2_314_348_309);
        assert_eq!(pair(0x4e2d, 0x6587), 3_692_190_410);
    }
}
