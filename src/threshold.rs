//! Calling spam what exceeds a threshold, chosen by how much body may be lost.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::label::{Label, Probability};

/// A probability above which paragraphs are called spam, and what that costs and brings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SpamThreshold {
    /// The share of the paragraphs of body, 0 to 1, that may be called spam.
    pub false_alarms: f64,
    /// Paragraphs whose probability of spam is greater than this are spam.
    pub probability: f64,
    /// The share of injected spam that is found, measured on pages held out in training.
    pub recall: f64,
}

impl SpamThreshold {
    #[cfg(feature = "train")]
    pub(crate) fn new(false_alarms: f64, probability: f64, recall: f64) -> Self {
        SpamThreshold { false_alarms, probability, recall }
    }

    /// Of a model's thresholds the one that finds most without losing more than that share of body.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Model`](crate::ErrorKind::Model) if the model has none that loses so little.
    pub(crate) fn choose(thresholds: &[SpamThreshold], false_alarms: f64) -> Result<SpamThreshold> {
        let allowed = thresholds.iter().filter(|threshold| threshold.false_alarms <= false_alarms);
        let best = allowed.max_by(|one, other| one.false_alarms.total_cmp(&other.false_alarms));
        best.copied().ok_or_else(|| {
            let rates: Vec<String> = thresholds.iter().map(|threshold| threshold.false_alarms.to_string()).collect();
            let known = if rates.is_empty() { "none at all".to_owned() } else { rates.join(", ") };
            Error::model(format!("no threshold for a share of false alarms of {false_alarms}: the model has {known}"))
        })
    }
}

/// The label of a paragraph: the most probable one; with a threshold spam if it is exceeded, else the likelier of the others.
pub(crate) fn label(probability: &Probability, threshold: Option<f64>) -> Label {
    match threshold {
        None => probability.best(),
        Some(threshold) if probability.spam > threshold => Label::Spam,
        Some(_) if probability.body >= probability.nav => Label::Body,
        Some(_) => Label::Nav,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_generous_that_is_allowed() {
        let of = |false_alarms, probability| SpamThreshold { false_alarms, probability, recall: 0.5 };
        let thresholds = [of(0.0005, 0.6), of(0.001, 0.4), of(0.01, 0.1)];
        assert_eq!(SpamThreshold::choose(&thresholds, 0.001).unwrap().probability, 0.4);
        assert_eq!(SpamThreshold::choose(&thresholds, 0.5).unwrap().probability, 0.1);
        let error = SpamThreshold::choose(&thresholds, 0.0001).unwrap_err();
        assert!(error.to_string().contains("0.0005, 0.001, 0.01"), "{error}");
        assert!(SpamThreshold::choose(&[], 0.1).unwrap_err().to_string().contains("none at all"));
    }

    #[test]
    fn labels_by_threshold() {
        for (probability, threshold, expected) in [
            ([0.2, 0.5, 0.3], None, Label::Nav),
            ([0.2, 0.5, 0.3], Some(0.25), Label::Spam),
            ([0.2, 0.5, 0.3], Some(0.3), Label::Nav),
            ([0.3, 0.1, 0.6], Some(0.9), Label::Body),
        ] {
            assert_eq!(label(&Probability::from(probability), threshold), expected);
        }
    }
}
