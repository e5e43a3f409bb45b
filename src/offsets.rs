//! Offsets in bytes as offsets in characters, which is how some languages count.

/// Bytes of text between two counts.
const BLOCK: usize = 256;

/// The characters of a text, to be counted up to any place of it: what turns this crate's byte ranges into those of a
/// language that counts code points.
///
/// ```
/// let characters = parasift::Characters::of("中文 text");
/// assert_eq!(characters.at(6), 2);
/// ```
pub struct Characters<'t> {
    text: &'t str,
    /// How many characters begin before each block; none if every byte is one.
    before: Vec<usize>,
}

impl<'t> Characters<'t> {
    /// Counts the characters of a text.
    pub fn of(text: &'t str) -> Self {
        if text.is_ascii() {
            return Characters { text, before: Vec::new() };
        }
        let blocks = text.as_bytes().chunks(BLOCK).scan(0, |sum, block| {
            let before = *sum;
            *sum += begin_in(block);
            Some(before)
        });
        Characters { text, before: blocks.collect() }
    }

    /// How many characters stand before that byte, which begins one or is the end of the text.
    pub fn at(&self, byte: usize) -> usize {
        let Some(last) = self.before.len().checked_sub(1) else { return byte };
        let block = (byte / BLOCK).min(last);
        self.before[block] + begin_in(&self.text.as_bytes()[block * BLOCK..byte])
    }
}

/// How many characters begin among these bytes of UTF-8.
fn begin_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_before_each_place() {
        // Ten bytes each: a whole number of blocks.
        let long = "a中😀é".repeat(128);
        for text in ["", "plain", "中", long.as_str(), &long[..BLOCK * 5 - 10], &"a".repeat(BLOCK * 2)] {
            let characters = Characters::of(text);
            let places = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
            for (count, byte) in places.enumerate() {
                assert_eq!(characters.at(byte), count, "{byte} of {}", text.len());
            }
        }
    }
}
