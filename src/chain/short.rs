//! Pages with a short body, which the chain may take for pages without any.
//!
//! Whether a page has a body is decided once for all of its paragraphs: one of three sentences among hundreds of headlines
//! is as easily taken for furniture as all three. Calling a page of links an article costs a few paragraphs, losing an
//! article costs the page, so a page without any body is looked at again, with a bias for it, and what is found is kept
//! where it looks like a short article: few paragraphs, close together.

use super::{Chain, Scores, add_bias};
use crate::label::{Label, Probability};

/// How much is added to the score of body, in nats; the most paragraphs that are kept; and the most from the first of them
/// to the last. Chosen by cross-validation (ARCHITECTURE.md).
const BIAS: f64 = 0.3;
const MOST_PARAGRAPHS: usize = 8;
const LONGEST_SPAN: usize = 12;

impl Chain {
    /// The probability of each label for each paragraph of a page, short bodies sought twice; and what was added to the
    /// score of body for that, in nats.
    pub(crate) fn read_page(&self, emissions: &[Scores]) -> (Vec<Scores>, f64) {
        let said = self.probabilities(emissions);
        if said.iter().any(is_body) {
            return (said, 0.0);
        }
        let mut biased = emissions.to_vec();
        add_bias(&mut biased, Label::Body, BIAS);
        let again = self.probabilities(&biased);
        if is_short_article(&again) { (again, BIAS) } else { (said, 0.0) }
    }
}

fn is_body(scores: &Scores) -> bool {
    Probability::from(*scores).best() == Label::Body
}

fn is_short_article(said: &[Scores]) -> bool {
    let (first, last) = (said.iter().position(is_body), said.iter().rposition(is_body));
    match first.zip(last) {
        Some((first, last)) => {
            last - first < LONGEST_SPAN
                && said[first..=last].iter().filter(|scores| is_body(scores)).count() <= MOST_PARAGRAPHS
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A chain without memory: its probabilities are those of the emissions.
    fn chain() -> Chain {
        Chain {
            weights: Default::default(),
            bias: [0.0; 2],
            transitions: [[0.0; 3]; 3],
            start: [0.0; 3],
            end: [0.0; 3],
        }
    }

    #[test]
    fn a_short_body_is_found_and_a_long_list_is_none() {
        let doubtful = |body: usize, nav: usize| -> Vec<Scores> {
            [vec![[0.0, 0.1, -9.0]; body], vec![[-5.0, 0.0, -9.0]; nav]].concat()
        };
        let count = |emissions: &[Scores]| chain().read_page(emissions).0.iter().filter(|s| is_body(s)).count();
        assert_eq!(count(&doubtful(3, 50)), 3);
        assert_eq!(count(&doubtful(9, 50)), 0);
        let apart: Vec<Scores> = [doubtful(1, 20), doubtful(1, 20)].concat();
        assert_eq!(count(&apart), 0);
        assert_eq!(count(&doubtful(0, 5)), 0);
        assert_eq!(count(&[[1.0, 0.0, -9.0], [0.0, 0.1, -9.0]]), 1, "a page that has a body is left alone");
        assert!(chain().read_page(&[]).0.is_empty());
    }
}
