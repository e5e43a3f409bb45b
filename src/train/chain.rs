//! Fits the chain by maximum likelihood with a ridge, L-BFGS by argmin.

use std::cell::RefCell;

use argmin::core::{CostFunction, Error as ArgminError, Executor, Gradient, State};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;
use rayon::prelude::*;

use crate::chain::columns::Columns;
use crate::chain::{Chain, LABELS, Lattice, Scores, WEIGHTED};
use crate::error::{Error, Result};
use crate::label::Label;

/// A page as the chain sees it. Paragraphs without a label are summed over.
pub(super) struct Example<'a> {
    pub(super) columns: &'a Columns,
    pub(super) labels: &'a [Option<Label>],
    /// How much the page counts against one of its length.
    pub(super) factor: f64,
}

impl Example<'_> {
    /// How much each paragraph counts: less on long pages, of which a few would outvote all others.
    fn weight(&self) -> f64 {
        self.factor / (self.labels.len().max(SHORT_PAGE) as f64).sqrt()
    }
}

/// Corrections that L-BFGS remembers (Nocedal and Wright 2006, 7.2, recommend 3 to 20).
const MEMORY: usize = 10;

/// Pages whose gradients are summed by one thread before the sums are added up in order: the result does not depend on
/// the number of threads.
const PAGES_PER_TASK: usize = 8;

/// Change of the loss, in nats per paragraph, below which fitting stops.
const TOLERANCE: f64 = 1e-7;

/// Paragraphs up to which the length of a page makes no difference to its weight.
const SHORT_PAGE: usize = 20;

/// Weight of every column for its own label before fitting; any small number will do.
const FIRST_WEIGHT: f64 = 0.05;

/// The chain that fits the examples best, found from `first` on, or from scratch.
pub(super) fn fit(examples: &[Example<'_>], ridge: f64, first: Option<&Chain>, steps: u64) -> Result<Chain> {
    let width = examples.first().map_or(0, |example| example.columns.width());
    let first = first.cloned().unwrap_or_else(|| Chain {
        weights: [vec![FIRST_WEIGHT; width], vec![0.0; width]],
        bias: [0.0; WEIGHTED.len()],
        transitions: std::array::from_fn(|from| std::array::from_fn(|to| if from == to { 1.0 } else { -1.0 })),
        start: [0.0; LABELS],
        end: [0.0; LABELS],
    });
    let problem = Problem { examples, width, ridge, last: RefCell::new(None) };
    let failed = |error: ArgminError| Error::data(format!("the chain cannot be fitted: {error}"));
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), MEMORY).with_tolerance_cost(TOLERANCE).map_err(failed)?;
    let result = Executor::new(problem, solver)
        .configure(|state| state.param(flatten(&first)).max_iters(steps))
        .timer(false)
        .run()
        .map_err(failed)?;
    let best = result.state().get_best_param().ok_or_else(|| Error::data("the chain cannot be fitted"))?;
    Ok(unflatten(best, width))
}

/// All parameters in one row: weights, bias, transitions, start, end.
fn flatten(chain: &Chain) -> Vec<f64> {
    let parts = [&chain.weights.concat()[..], &chain.bias, &chain.transitions.concat(), &chain.start, &chain.end];
    parts.concat()
}

fn unflatten(parameters: &[f64], width: usize) -> Chain {
    let (body, rest) = parameters.split_at(width);
    let (spam, rest) = rest.split_at(width);
    let (bias, rest) = rest.split_at(WEIGHTED.len());
    let (transitions, rest) = rest.split_at(LABELS * LABELS);
    let scores = |numbers: &[f64]| -> Scores { std::array::from_fn(|at| numbers[at]) };
    Chain {
        weights: [body.to_vec(), spam.to_vec()],
        bias: [bias[0], bias[1]],
        transitions: std::array::from_fn(|from| scores(&transitions[from * LABELS..])),
        start: scores(rest),
        end: scores(&rest[LABELS..]),
    }
}

/// A loss and its gradient at some parameters.
#[derive(Clone)]
struct Value {
    parameters: Vec<f64>,
    loss: f64,
    gradient: Vec<f64>,
}

struct Problem<'a> {
    examples: &'a [Example<'a>],
    width: usize,
    ridge: f64,
    /// argmin asks for the loss and the gradient one after the other; they are found together.
    last: RefCell<Option<Value>>,
}

impl Problem<'_> {
    fn value(&self, parameters: &[f64]) -> Value {
        if let Some(last) = &*self.last.borrow()
            && last.parameters == parameters
        {
            return last.clone();
        }
        let value = self.compute(parameters);
        *self.last.borrow_mut() = Some(value.clone());
        value
    }

    fn compute(&self, parameters: &[f64]) -> Value {
        let (width, chain) = (self.width, unflatten(parameters, self.width));
        let tasks: Vec<(f64, Vec<f64>)> = self
            .examples
            .par_chunks(PAGES_PER_TASK)
            .map(|examples| {
                let mut gradient = vec![0.0; parameters.len()];
                let loss = examples.iter().map(|example| add_page(&chain, example, width, &mut gradient)).sum();
                (loss, gradient)
            })
            .collect();
        let weights = self.examples.iter().map(|example| example.labels.len() as f64 * example.weight());
        let whole = weights.sum::<f64>().max(f64::MIN_POSITIVE);
        let mut loss = 0.0;
        let mut gradient = vec![0.0; parameters.len()];
        for (own_loss, own_gradient) in tasks {
            loss += own_loss / whole;
            for (sum, own) in gradient.iter_mut().zip(own_gradient) {
                *sum += own / whole;
            }
        }
        for (sum, parameter) in gradient.iter_mut().zip(parameters) {
            loss += self.ridge * parameter * parameter;
            *sum += 2.0 * self.ridge * parameter;
        }
        Value { parameters: parameters.to_vec(), loss, gradient }
    }
}

/// Adds the gradient of one page's weighted negative log-likelihood; returns the latter.
fn add_page(chain: &Chain, example: &Example<'_>, width: usize, gradient: &mut [f64]) -> f64 {
    if example.labels.is_empty() {
        return 0.0;
    }
    let emissions = chain.emissions(example.columns);
    let known: Vec<Scores> = emissions
        .iter()
        .zip(example.labels)
        .map(|(scores, label)| match label {
            None => *scores,
            Some(label) => std::array::from_fn(|at| if at == label.index() { scores[at] } else { f64::NEG_INFINITY }),
        })
        .collect();
    let (free, bound) = (Lattice::new(chain, &emissions), Lattice::new(chain, &known));
    let (said, right) = (free.marginals(), bound.marginals());
    let weight = example.weight();
    for ((row, said), right) in example.columns.rows().zip(&said).zip(&right) {
        for (place, label) in WEIGHTED.into_iter().enumerate() {
            let difference = (said[label.index()] - right[label.index()]) * weight;
            for (sum, x) in gradient[place * width..(place + 1) * width].iter_mut().zip(row) {
                *sum += difference * x;
            }
            gradient[2 * width + place] += difference;
        }
    }
    let mut transitions = [[0.0; LABELS]; LABELS];
    free.add_transitions(weight, &mut transitions);
    bound.add_transitions(-weight, &mut transitions);
    let rest = &mut gradient[2 * width + WEIGHTED.len()..];
    let last = example.labels.len() - 1;
    for label in 0..LABELS {
        for to in 0..LABELS {
            rest[label * LABELS + to] += transitions[label][to];
        }
        rest[LABELS * LABELS + label] += (said[0][label] - right[0][label]) * weight;
        rest[LABELS * (LABELS + 1) + label] += (said[last][label] - right[last][label]) * weight;
    }
    (free.log_sum - bound.log_sum) * weight
}

impl CostFunction for Problem<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, parameters: &Vec<f64>) -> std::result::Result<f64, ArgminError> {
        Ok(self.value(parameters).loss)
    }
}

impl Gradient for Problem<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, parameters: &Vec<f64>) -> std::result::Result<Vec<f64>, ArgminError> {
        Ok(self.value(parameters).gradient)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bayes::Evidence;
    use crate::features::PageFeatures;

    fn columns(evidence: &[[f32; 2]]) -> Columns {
        let paragraphs = evidence.len();
        let features =
            PageFeatures { rows: Vec::new(), chars: vec![10; paragraphs], clusters: vec![[0; 3]; paragraphs] };
        Columns::new(
            &[evidence.iter().map(|&sums| Evidence { sums, features: 1, ..Evidence::default() }).collect()],
            &features,
        )
    }

    #[test]
    fn gradient_is_the_slope_of_the_loss() {
        let columns = columns(&[[3.0, -1.0], [-2.0, 0.5], [1.0, 4.0], [0.1, 0.0]]);
        let labels = [Some(Label::Body), Some(Label::Nav), None, Some(Label::Spam)];
        let width = Columns::of_groups(1);
        let examples = [Example { columns: &columns, labels: &labels, factor: 1.0 }];
        let problem = Problem { examples: &examples, width, ridge: 0.01, last: RefCell::new(None) };
        let parameters: Vec<f64> = (0..2 * width + 17).map(|at| (at as f64 * 0.7).sin() * 0.3).collect();
        let gradient = problem.compute(&parameters).gradient;
        for at in 0..parameters.len() {
            let at_offset = |offset: f64| {
                let mut moved = parameters.clone();
                moved[at] += offset;
                problem.compute(&moved).loss
            };
            let slope = (at_offset(1e-5) - at_offset(-1e-5)) / 2e-5;
            assert!((gradient[at] - slope).abs() < 1e-6, "{at}: {} {slope}", gradient[at]);
        }
    }

    #[test]
    fn learns_what_is_plain() {
        let columns = columns(&[[5.0, 0.0], [5.0, 0.0], [-5.0, 0.0], [-5.0, 9.0]]);
        let labels = [Label::Body, Label::Body, Label::Nav, Label::Spam].map(Some);
        let examples = [Example { columns: &columns, labels: &labels, factor: 1.0 }];
        let chain = fit(&examples, 1e-4, None, 200).unwrap();
        let said = chain.probabilities(&chain.emissions(&columns));
        for (probabilities, label) in said.iter().zip(labels) {
            assert!(probabilities[label.unwrap().index()] > 0.9, "{said:?}");
        }
    }
}
