//! The sequence model: a linear-chain conditional random field over the paragraphs of a page.
//!
//! Its inputs are the columns of [`columns`]; it has one weight per column and label, a bias, transitions, start and
//! end. Nav is the reference: its weights are 0. Exponentials and logarithms are libm's, which are the same on every
//! machine; those of the system are not.

mod brands;
pub(crate) mod columns;
mod lattice;
mod likes;
pub(crate) mod second;
mod short;

use crate::label::Label;
use columns::Columns;
pub(crate) use lattice::Lattice;

/// Number of labels.
pub(crate) const LABELS: usize = Label::ALL.len();

/// The labels that have weights of their own, in the order of [`Chain::weights`].
pub(crate) const WEIGHTED: [Label; 2] = [Label::Body, Label::Spam];

/// Emissions are cut here, so that no weight can make a probability that is not a number.
const LARGEST_EMISSION: f64 = 500.0;

/// One number for each label.
pub(crate) type Scores = [f64; LABELS];

/// The parameters of one head.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chain {
    /// For each of [`WEIGHTED`], a weight for each column.
    pub(crate) weights: [Vec<f64>; WEIGHTED.len()],
    /// For each of [`WEIGHTED`].
    pub(crate) bias: [f64; WEIGHTED.len()],
    /// `transitions[from][to]`.
    pub(crate) transitions: [Scores; LABELS],
    /// Of the first paragraph's label.
    pub(crate) start: Scores,
    /// Of the last paragraph's label.
    pub(crate) end: Scores,
}

impl Chain {
    /// The score of each label for each paragraph, from the paragraph's columns alone.
    pub(crate) fn emissions(&self, columns: &Columns) -> Vec<Scores> {
        columns
            .rows()
            .map(|row| {
                let mut scores = [0.0; LABELS];
                for ((label, product), bias) in WEIGHTED.iter().zip(products(row, &self.weights)).zip(self.bias) {
                    scores[label.index()] = (product + bias).clamp(-LARGEST_EMISSION, LARGEST_EMISSION);
                }
                scores
            })
            .collect()
    }

    /// The probability of each label for each paragraph, given the whole page.
    pub(crate) fn probabilities(&self, emissions: &[Scores]) -> Vec<Scores> {
        Lattice::new(self, emissions).marginals()
    }
}

/// Makes a label likelier in all paragraphs: by so many nats.
pub(crate) fn add_bias(emissions: &mut [Scores], label: Label, bias: f64) {
    for scores in emissions {
        scores[label.index()] += bias;
    }
}

/// The inner products of a row with the weights of each label, each in four sums side by side: in a single one each addition
/// would wait for the one before.
fn products(row: &[f32], weights: &[Vec<f64>; WEIGHTED.len()]) -> [f64; WEIGHTED.len()] {
    const SUMS: usize = 4;
    let (fours, rest) = row.as_chunks::<SUMS>();
    let [(body, rest_body), (spam, rest_spam)] = weights.each_ref().map(|weights| weights.as_chunks::<SUMS>());
    let mut sums = [[0.0; SUMS]; WEIGHTED.len()];
    for ((x, body), spam) in fours.iter().zip(body).zip(spam) {
        for at in 0..SUMS {
            let x = f64::from(x[at]);
            sums[0][at] += x * body[at];
            sums[1][at] += x * spam[at];
        }
    }
    let of_rest = |weights: &[f64]| -> f64 { rest.iter().zip(weights).map(|(x, weight)| f64::from(*x) * weight).sum() };
    [sums[0].iter().sum::<f64>() + of_rest(rest_body), sums[1].iter().sum::<f64>() + of_rest(rest_spam)]
}
