//! How much body is lost and how much spam is found at each probability of spam.

use super::held_out::HeldOut;
use crate::label::Label;
use crate::threshold::SpamThreshold;

/// Shares of body that may be lost.
const FALSE_ALARMS: [f64; 7] = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01];

/// The thresholds for [`FALSE_ALARMS`], from pages held out: false alarms on body of crawled pages, where there are any,
/// recall on all spam.
pub(super) fn thresholds(held_out: &[HeldOut<'_>], margin: f64) -> Vec<SpamThreshold> {
    let is_any_crawled = held_out.iter().any(|page| page.view.is_crawled);
    let (mut body, mut spam) = (Vec::new(), Vec::new());
    for page in held_out {
        for (label, said) in page.view.labels.iter().zip(page.probabilities_with(margin)) {
            let probability = said[Label::Spam.index()];
            match label {
                Some(Label::Spam) => spam.push(probability),
                Some(Label::Body) if page.view.is_crawled || !is_any_crawled => body.push(probability),
                _ => {}
            }
        }
    }
    body.sort_by(|one, other| other.total_cmp(one));
    FALSE_ALARMS.map(|share| threshold(&body, &spam, share)).into_iter().flatten().collect()
}

/// None if there is no spam, or too little body to tell.
fn threshold(body: &[f64], spam: &[f64], share: f64) -> Option<SpamThreshold> {
    let lost = (share * body.len() as f64) as usize;
    if spam.is_empty() || lost == 0 {
        return None;
    }
    let probability = *body.get(lost)?;
    let found = spam.iter().filter(|&&own| own > probability).count();
    Some(SpamThreshold::new(share, probability, found as f64 / spam.len() as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_are_lost_as_were_allowed() {
        let body: Vec<f64> = (0..1000).rev().map(|n| f64::from(n) / 1000.0).collect();
        let threshold = threshold(&body, &[0.9985, 0.5, 0.99], 0.002).unwrap();
        assert_eq!(body.iter().filter(|&&own| own > threshold.probability).count(), 2);
        assert_eq!((threshold.probability, threshold.recall), (0.997, 1.0 / 3.0));
        assert!(super::threshold(&body, &[0.5], 0.0001).is_none());
        assert!(super::threshold(&body, &[], 0.01).is_none());
    }
}
