//! Whether probabilities mean what they say.

use crate::label::Label;

/// Probabilities are compared with what came true in bins of a tenth.
pub const BINS: usize = 10;

/// The longest paragraph of each class of length but the last, in characters.
const LENGTHS: [usize; 3] = [9, 39, 159];

/// Classes of length.
pub const LENGTH_CLASSES: usize = LENGTHS.len() + 1;

/// What paragraphs that were given about the same probability came to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Bin {
    /// How many there are.
    pub count: usize,
    /// Sum of the probabilities.
    pub said: f64,
    /// How many have the label.
    pub have: usize,
}

/// Probabilities against what came true, by label and by length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reliability {
    bins: [[[Bin; BINS]; LENGTH_CLASSES]; 3],
}

impl Reliability {
    /// Adds a paragraph: its label, the probability of each, its length in characters.
    pub(super) fn add(&mut self, label: Label, probabilities: [f64; 3], chars: usize) {
        let length = LENGTHS.iter().filter(|&&longest| chars > longest).count();
        for (of, said) in Label::ALL.into_iter().zip(probabilities) {
            let bin = &mut self.bins[of.index()][length][((said * BINS as f64) as usize).min(BINS - 1)];
            bin.count += 1;
            bin.said += said;
            bin.have += usize::from(of == label);
        }
    }

    /// Adds the counts of another.
    pub(super) fn merge(&mut self, other: &Reliability) {
        let bins = self.bins.as_flattened_mut().as_flattened_mut().iter_mut();
        for (sum, own) in bins.zip(other.bins.as_flattened().as_flattened()) {
            sum.count += own.count;
            sum.said += own.said;
            sum.have += own.have;
        }
    }

    /// Expected calibration error of a label's probabilities, in a class of length or in all: the mean over the paragraphs of
    /// the difference between what their bin was promised and what came true (Naeini et al. 2015). 0 of none.
    pub fn error(&self, label: Label, length: Option<usize>) -> f64 {
        let bins = self.bins(label, length);
        let count: usize = bins.iter().map(|bin| bin.count).sum();
        bins.iter().map(|bin| (bin.said - bin.have as f64).abs()).sum::<f64>() / count.max(1) as f64
    }

    /// How many paragraphs a class of length has, or all.
    pub fn count(&self, length: Option<usize>) -> usize {
        self.bins(Label::Body, length).iter().map(|bin| bin.count).sum()
    }

    /// `"1-9"` characters and so on.
    pub fn length_name(length: usize) -> String {
        let first = length.checked_sub(1).map_or(1, |before| LENGTHS[before] + 1);
        LENGTHS.get(length).map_or(format!("{first} and more"), |last| format!("{first}-{last}"))
    }

    /// A label's probabilities in tenths, in a class of length or in all.
    pub fn bins(&self, label: Label, length: Option<usize>) -> [Bin; BINS] {
        let mut sums = [Bin::default(); BINS];
        for (class, bins) in self.bins[label.index()].iter().enumerate() {
            if length.is_none_or(|length| length == class) {
                for (sum, bin) in sums.iter_mut().zip(bins) {
                    *sum = Bin { count: sum.count + bin.count, said: sum.said + bin.said, have: sum.have + bin.have };
                }
            }
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_by_hand() {
        let mut reliability = Reliability::default();
        // Four short paragraphs of which three are body, each said to be so with .75; one long one, said to be nav, that is.
        for label in [Label::Body, Label::Body, Label::Body, Label::Nav] {
            reliability.add(label, [0.75, 0.25, 0.0], 5);
        }
        let mut other = Reliability::default();
        other.add(Label::Nav, [0.4, 0.6, 0.0], 500);
        reliability.merge(&other);
        assert_eq!(reliability.error(Label::Body, Some(0)), 0.0);
        assert!((reliability.error(Label::Body, Some(3)) - 0.4).abs() < 1e-12);
        assert!((reliability.error(Label::Nav, None) - 0.4 / 5.0).abs() < 1e-12);
        assert_eq!((reliability.count(None), reliability.count(Some(1))), (5, 0));
        assert_eq!([0, 1, 2, 3].map(Reliability::length_name), ["1-9", "10-39", "40-159", "160 and more"]);
    }
}
