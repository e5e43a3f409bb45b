//! Which data it was.

use std::fmt;

use sha2::{Digest, Sha256};

use super::{Dataset, LabeledSource};
use crate::error::{Error, Result};
use crate::label::Label;

/// The sum, modulo 2^256, of the SHA-256 of every page and line: it does not depend on their order, and data learned in
/// parts has the digest of the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct DataDigest([u8; 32]);

impl DataDigest {
    /// From hexadecimal digits.
    pub(crate) fn parse(digits: &str) -> Result<DataDigest> {
        let byte = |at: usize| digits.get(2 * at..2 * at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
        let bytes: Option<Vec<u8>> = (0..32).map(byte).collect();
        let bytes = bytes.filter(|_| digits.len() == 64).and_then(|bytes| bytes.try_into().ok());
        bytes.map(DataDigest).ok_or_else(|| Error::model(format!("the digest {digits:?} is not 64 hexadecimal digits")))
    }

    /// The digest of both parts together.
    pub(crate) fn add(&mut self, other: DataDigest) {
        let mut carry = 0;
        for (sum, own) in self.0.iter_mut().zip(other.0) {
            let whole = u16::from(*sum) + u16::from(own) + carry;
            (*sum, carry) = (whole as u8, whole >> 8);
        }
    }

    /// The digest without a part.
    pub(crate) fn subtract(&mut self, other: DataDigest) {
        let mut negative = DataDigest(other.0.map(|byte| !byte));
        let one = DataDigest(std::array::from_fn(|at| u8::from(at == 0)));
        negative.add(one);
        self.add(negative);
    }
}

impl fmt::Display for DataDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The digest of one text after the other, with their lengths.
fn of_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> DataDigest {
    let mut hasher = Sha256::new();
    for text in texts {
        hasher.update((text.len() as u64).to_le_bytes());
        hasher.update(text);
    }
    DataDigest(hasher.finalize().into())
}

fn of_page(page: &LabeledSource) -> DataDigest {
    let about = [page.site.as_str(), page.html.as_deref().unwrap_or_default()];
    let labelled = page.paragraphs.iter().flat_map(|(text, label)| [text.as_str(), label.map_or("unk", Label::as_str)]);
    of_texts(about.into_iter().chain(labelled))
}

impl Dataset {
    /// What identifies everything that training and evaluation depend on: 64 hexadecimal digits, the same whatever the order
    /// of the files.
    pub fn digest(&self) -> String {
        self.data_digest().to_string()
    }

    pub(crate) fn data_digest(&self) -> DataDigest {
        let lines = self.spam_lines.iter().map(|line| of_texts(["line", &line.text]));
        let words = self.spam_words.iter().map(|word| of_texts(["word", &word.text]));
        let mut digest = DataDigest::default();
        self.pages.iter().map(of_page).chain(lines).chain(words).for_each(|own| digest.add(own));
        digest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_and_can_be_taken_out() {
        let (one, other) = (of_texts(["a"]), of_texts(["b", "c"]));
        let mut sum = one;
        sum.add(other);
        let mut turned = other;
        turned.add(one);
        assert_eq!(sum, turned);
        assert_ne!(sum, one);
        sum.subtract(other);
        assert_eq!(sum, one);
        assert_eq!(DataDigest::parse(&one.to_string()).unwrap(), one);
        assert!(DataDigest::parse("00").is_err() && DataDigest::parse(&"z".repeat(64)).is_err());
        let mut zero = DataDigest::default();
        zero.subtract(one);
        zero.add(one);
        assert_eq!(zero, DataDigest::default());
    }
}
