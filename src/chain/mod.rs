//! The sequence model: a linear-chain conditional random field over the paragraphs of a page.
//!
//! Its inputs are the columns of [`columns`]; it has one weight per column and label, a bias, transitions, start and
//! end. Nav is the reference: its weights are 0. Exponentials and logarithms are libm's, which are the same on every
//! machine; those of the system are not.

mod brands;
pub(crate) mod columns;
mod likes;
pub(crate) mod second;
mod short;

use crate::label::Label;
use columns::Columns;

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
                for ((label, weights), bias) in WEIGHTED.iter().zip(&self.weights).zip(self.bias) {
                    scores[label.index()] = (product(row, weights) + bias).clamp(-LARGEST_EMISSION, LARGEST_EMISSION);
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

/// The inner product of two rows, in four sums side by side: in a single one each addition would wait for the one before.
fn product(row: &[f64], weights: &[f64]) -> f64 {
    const SUMS: usize = 4;
    let ((fours, rest), (by, rest_by)) = (row.as_chunks::<SUMS>(), weights.as_chunks::<SUMS>());
    let mut sums = [0.0; SUMS];
    for (x, weight) in fours.iter().zip(by) {
        for ((sum, x), weight) in sums.iter_mut().zip(x).zip(weight) {
            *sum += x * weight;
        }
    }
    let rest: f64 = rest.iter().zip(rest_by).map(|(x, weight)| x * weight).sum();
    sums.iter().sum::<f64>() + rest
}

/// Forward and backward sums over all label sequences of a page, each step scaled to sum 1 (Rabiner 1989, V.A).
pub(crate) struct Lattice {
    /// `exp` of the transitions.
    transitions: [Scores; LABELS],
    /// `exp` of the emissions, scaled by the largest of each paragraph.
    emissions: Vec<Scores>,
    forward: Vec<Scores>,
    backward: Vec<Scores>,
    /// By how much each forward step was scaled.
    scales: Vec<f64>,
    /// Logarithm of the sum over all sequences.
    pub(crate) log_sum: f64,
}

impl Lattice {
    /// Emissions may be `-inf` for labels that a paragraph must not have.
    pub(crate) fn new(chain: &Chain, emissions: &[Scores]) -> Self {
        let mut log_sum = 0.0;
        let scaled: Vec<Scores> = emissions
            .iter()
            .map(|scores| {
                let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                log_sum += largest;
                scores.map(|score| libm::exp(score - largest))
            })
            .collect();
        let mut lattice = Lattice {
            transitions: chain.transitions.map(|row| row.map(libm::exp)),
            forward: Vec::with_capacity(scaled.len()),
            backward: vec![chain.end.map(libm::exp); scaled.len()],
            scales: Vec::with_capacity(scaled.len()),
            emissions: scaled,
            log_sum,
        };
        lattice.run_forward(chain.start.map(libm::exp));
        lattice.run_backward();
        lattice
    }

    fn run_forward(&mut self, start: Scores) {
        for (at, emission) in self.emissions.iter().enumerate() {
            let reached = self.reached(at, start);
            let sums: Scores = std::array::from_fn(|label| reached[label] * emission[label]);
            let scale: f64 = sums.iter().sum();
            self.forward.push(sums.map(|sum| sum / scale));
            self.scales.push(scale);
            self.log_sum += libm::log(scale);
        }
        if let (Some(last), Some(end)) = (self.forward.last(), self.backward.last()) {
            self.log_sum += libm::log(last.iter().zip(end).map(|(sum, end)| sum * end).sum());
        }
    }

    /// What the paragraphs before one say of each of its labels.
    fn reached(&self, at: usize, start: Scores) -> Scores {
        let Some(before) = at.checked_sub(1).map(|previous| self.forward[previous]) else { return start };
        std::array::from_fn(|to| (0..LABELS).map(|from| before[from] * self.transitions[from][to]).sum())
    }

    fn run_backward(&mut self) {
        for at in (1..self.emissions.len()).rev() {
            let ahead: Scores =
                std::array::from_fn(|label| self.emissions[at][label] * self.backward[at][label] / self.scales[at]);
            self.backward[at - 1] =
                std::array::from_fn(|from| (0..LABELS).map(|to| self.transitions[from][to] * ahead[to]).sum());
        }
    }

    /// The probability of each label for each paragraph.
    pub(crate) fn marginals(&self) -> Vec<Scores> {
        self.forward
            .iter()
            .zip(&self.backward)
            .map(|(forward, backward)| {
                let products: Scores = std::array::from_fn(|label| forward[label] * backward[label]);
                let sum: f64 = products.iter().sum();
                products.map(|product| product / sum)
            })
            .collect()
    }

    /// What all other paragraphs say of each label of a paragraph: the logarithm of the sum over their labels, less that of
    /// the paragraph's own emission. Right up to a number that is the same for all labels.
    pub(crate) fn contexts(&self, chain: &Chain) -> Vec<Scores> {
        let start = chain.start.map(libm::exp);
        let context = |(at, backward): (usize, &Scores)| -> Scores {
            let reached = self.reached(at, start);
            std::array::from_fn(|label| libm::log(reached[label] * backward[label]))
        };
        self.backward.iter().enumerate().map(context).collect()
    }

    /// Adds the expected number of each transition to `counts`, times `weight`.
    #[cfg(feature = "train")]
    pub(crate) fn add_transitions(&self, weight: f64, counts: &mut [Scores; LABELS]) {
        let Some(last) = self.forward.last() else { return };
        // What the scaled products of every step sum to.
        let whole: f64 = last.iter().zip(self.backward[self.backward.len() - 1]).map(|(f, b)| f * b).sum();
        for at in 1..self.emissions.len() {
            let ahead: Scores =
                std::array::from_fn(|to| self.emissions[at][to] * self.backward[at][to] / self.scales[at] / whole);
            for ((counts, transitions), before) in counts.iter_mut().zip(self.transitions).zip(self.forward[at - 1]) {
                for ((count, transition), ahead) in counts.iter_mut().zip(transitions).zip(ahead) {
                    *count += weight * before * transition * ahead;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain() -> Chain {
        Chain {
            weights: [vec![], vec![]],
            bias: [0.0, 0.0],
            transitions: [[1.0, -0.5, 0.2], [-0.3, 0.7, 0.1], [0.0, -1.0, 0.4]],
            start: [0.1, 0.5, -0.2],
            end: [-0.4, 0.3, 0.0],
        }
    }

    const EMISSIONS: [Scores; 4] = [[0.5, 0.0, -1.0], [2.0, 0.0, 0.3], [-1.5, 0.0, 0.9], [0.2, 0.0, -0.7]];

    /// Every label sequence with its unnormalised probability.
    fn sequences(chain: &Chain, emissions: &[Scores]) -> Vec<(Vec<usize>, f64)> {
        (0..LABELS.pow(emissions.len() as u32))
            .map(|code| {
                let labels: Vec<usize> = (0..emissions.len()).map(|at| code / LABELS.pow(at as u32) % LABELS).collect();
                let mut score = chain.start[labels[0]] + chain.end[labels[labels.len() - 1]];
                score += labels.iter().zip(emissions).map(|(&label, scores)| scores[label]).sum::<f64>();
                score += labels.windows(2).map(|pair| chain.transitions[pair[0]][pair[1]]).sum::<f64>();
                (labels, score.exp())
            })
            .collect()
    }

    fn assert_close(left: f64, right: f64) {
        assert!((left - right).abs() < 1e-9, "{left} {right}");
    }

    #[test]
    fn agrees_with_the_sum_over_all_sequences() {
        let chain = chain();
        let lattice = Lattice::new(&chain, &EMISSIONS);
        let all = sequences(&chain, &EMISSIONS);
        let sum: f64 = all.iter().map(|(_, weight)| weight).sum();
        assert_close(lattice.log_sum, sum.ln());
        for (at, marginal) in lattice.marginals().iter().enumerate() {
            for (label, &probability) in marginal.iter().enumerate() {
                let with: f64 = all.iter().filter(|(labels, _)| labels[at] == label).map(|(_, weight)| weight).sum();
                assert_close(probability, with / sum);
            }
        }
    }

    #[cfg(feature = "train")]
    #[test]
    fn expected_transitions_agree_too() {
        let chain = chain();
        let mut counts = [[0.0; LABELS]; LABELS];
        Lattice::new(&chain, &EMISSIONS).add_transitions(1.0, &mut counts);
        let all = sequences(&chain, &EMISSIONS);
        let sum: f64 = all.iter().map(|(_, weight)| weight).sum();
        for (from, row) in counts.iter().enumerate() {
            for (to, &count) in row.iter().enumerate() {
                let expected: f64 = all
                    .iter()
                    .map(|(labels, weight)| {
                        weight * labels.windows(2).filter(|pair| **pair == [from, to]).count() as f64
                    })
                    .sum();
                assert_close(count, expected / sum);
            }
        }
    }

    #[test]
    fn extreme_scores_stay_numbers() {
        let emissions: Vec<Scores> =
            (0..1000).map(|at| if at % 2 == 0 { [500.0, 0.0, -500.0] } else { [-500.0, 0.0, 500.0] }).collect();
        for marginal in chain().probabilities(&emissions) {
            assert_close(marginal.iter().sum(), 1.0);
        }
        assert!(chain().probabilities(&[]).is_empty());
    }
}
