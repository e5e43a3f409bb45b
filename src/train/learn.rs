//! Learning that goes on: counts added to a model that keeps them, taken out again, and summed over models.
//!
//! What is counted of a page must not depend on the other pages, so these models' tables are made of the pages as they
//! are and of the spam lines and words by themselves; spam injected into pages and damaged twins are for fitting the
//! chain only.

use rayon::prelude::*;

use super::bayes::evidence;
use super::counts::{Counts, SCRIPTS};
use super::dataset::{DataDigest, Dataset};
use super::views::Views;
use crate::bayes::LogOdds;
use crate::chain::{Chain, LABELS, Scores};
use crate::error::{Error, Result};
use crate::features::{Extractor, Group};
use crate::label::Label;
use crate::model::{Bytes, Head, Metadata, Model, Parts, Thresholds, Training};
use crate::page::Format;

/// The views of a dataset as it is, each page and line in its fold.
pub(super) fn plain_views(
    dataset: &Dataset,
    fold_of: &[usize],
    lines: &[(String, usize)],
    folds: usize,
    extractor: &Extractor,
) -> Result<Views> {
    let mut views = Views::new(&dataset.pages, fold_of, extractor, &dataset.spam_lines)?;
    views.add_lines(lines, folds, extractor);
    Ok(views)
}

/// A model with more data in it, and other data taken out: its tables are what training on what is left would have given.
/// Its chains stay as they are. Counts know no pages: data that was never learned is noticed only where it takes more than
/// there is.
///
/// # Errors
///
/// [`ErrorKind::Model`](crate::ErrorKind::Model) for bytes that are no model, or a model that keeps no counts;
/// [`ErrorKind::Data`](crate::ErrorKind::Data) if data is to be forgotten that the model has not learned, or a page's markup
/// contradicts itself.
pub fn learn(model: &[u8], add: &Dataset, forget: &Dataset) -> Result<Vec<u8>> {
    let model = Model::read(Bytes::Owned(model.to_vec()))?;
    let mut counts = kept_counts(&model)?;
    let mut training = model.metadata.training.clone();
    let mut digest = DataDigest::parse(&training.digest)?;
    let extractor = Extractor::new(model.groups.clone());
    for (sum, own) in counts.iter_mut().zip(of_dataset(add, &model.groups, &extractor)?) {
        sum.change(&own, u32::checked_add).ok_or_else(|| Error::data("the counts do not fit 32 bits"))?;
    }
    let not_learned = || Error::data("the data to forget has not been learned by this model, or not in this form");
    for (sum, own) in counts.iter_mut().zip(of_dataset(forget, &model.groups, &extractor)?) {
        sum.change(&own, u32::checked_sub).ok_or_else(not_learned)?;
    }
    digest.add(add.data_digest());
    digest.subtract(forget.data_digest());
    training.digest = digest.to_string();
    training.pages = (training.pages + add.pages()).checked_sub(forget.pages()).ok_or_else(not_learned)?;
    let (added, forgotten) = (paragraphs(add), paragraphs(forget));
    for label in 0..LABELS {
        let sum = training.paragraphs[label] + added[label];
        training.paragraphs[label] = sum.checked_sub(forgotten[label]).ok_or_else(not_learned)?;
    }
    let heads = [Format::Html, Format::Text].map(|format| model.head(format).clone());
    write(&model, Metadata { training, ..model.metadata.clone() }, heads, counts)
}

/// The sum of models that keep counts, trained on parts of some data: the tables are those of a model trained on all of it.
/// The chains are the means of the models' chains, weighed by their pages; thresholds are kept only if they are the same.
///
/// # Errors
///
/// [`ErrorKind::Model`](crate::ErrorKind::Model) for bytes that are no model, models that keep no counts, or that differ
/// in their tokenizer; [`ErrorKind::Data`](crate::ErrorKind::Data) if there is none.
pub fn merge(models: &[Vec<u8>]) -> Result<Vec<u8>> {
    let models: Vec<Model> =
        models.iter().map(|bytes| Model::read(Bytes::Owned(bytes.clone()))).collect::<Result<_>>()?;
    let (first, others) = models.split_first().ok_or_else(|| Error::data("no models to merge"))?;
    let mut counts = kept_counts(first)?;
    let mut metadata = first.metadata.clone();
    let mut digest = DataDigest::parse(&metadata.training.digest)?;
    for other in others {
        if other.groups != first.groups {
            let (one, another) = (&first.metadata.tokenizer, &other.metadata.tokenizer);
            return Err(Error::model(format!("models of different tokenizers: {one} and {another}")));
        }
        for (sum, own) in counts.iter_mut().zip(kept_counts(other)?) {
            sum.change(&own, u32::checked_add).ok_or_else(|| Error::data("the counts do not fit 32 bits"))?;
        }
        let Training { digest: own, pages, paragraphs } = &other.metadata.training;
        digest.add(DataDigest::parse(own)?);
        metadata.training.pages += pages;
        metadata.training.paragraphs.iter_mut().zip(paragraphs).for_each(|(sum, own)| *sum += own);
        if other.metadata.thresholds != metadata.thresholds {
            metadata.thresholds = Thresholds::default();
        }
    }
    metadata.training.digest = digest.to_string();
    let heads = [Format::Html, Format::Text].map(|format| mean_head(&models, format));
    write(first, metadata, heads, counts)
}

fn write(model: &Model, metadata: Metadata, heads: [Head; 2], counts: Vec<Counts>) -> Result<Vec<u8>> {
    let fitted = model.groups.par_iter().zip(&counts);
    let fitted = fitted.map(|(group, counts)| evidence(counts, group.is_about_the_article()));
    let tables: Vec<Vec<LogOdds>> = fitted.collect::<Result<_>>()?;
    let named = |head: &Head| head.groups.iter().map(|&place| model.groups[place]).collect::<Vec<Group>>();
    let paragraphs = metadata.training.paragraphs;
    let labels = Label::ALL.into_iter().filter(|label| paragraphs[label.index()] > 0).collect();
    let [html, text] = heads;
    Parts {
        metadata: Metadata { labels, groups: Vec::new(), ..metadata },
        tables: model.groups.iter().copied().zip(tables).collect(),
        counts: counts.iter().map(Counts::flat).collect(),
        html: (named(&html), html.chains),
        text: (named(&text), text.chains),
    }
    .write()
}

fn kept_counts(model: &Model) -> Result<Vec<Counts>> {
    let counts = model.counts().ok_or_else(|| {
        Error::model("the model keeps no counts, so it cannot learn on: train it with --keep-counts".to_owned())
    })?;
    Ok(counts.iter().map(|flat| Counts::from_flat(flat)).collect())
}

/// The counts of each group over a dataset as it is.
fn of_dataset(dataset: &Dataset, groups: &[Group], extractor: &Extractor) -> Result<Vec<Counts>> {
    let lines = lines(dataset).map(|line| (line.to_owned(), 0)).collect::<Vec<_>>();
    let views = plain_views(dataset, &vec![0; dataset.pages.len()], &lines, 1, extractor)?;
    let counted = groups.par_iter().enumerate().map(|(place, &group)| {
        let mut of_folds = Counts::by_fold(views.counted(group), place, group.buckets(), 1);
        of_folds.remove(0)
    });
    Ok(counted.collect())
}

/// The spam lines and words of a dataset, which are counted by themselves.
pub(super) fn lines(dataset: &Dataset) -> impl Iterator<Item = &str> {
    dataset.spam_lines.iter().chain(&dataset.spam_words).map(|line| line.text.as_str())
}

/// Paragraphs of each label, spam lines among them.
pub(super) fn paragraphs(dataset: &Dataset) -> [usize; LABELS] {
    let mut paragraphs = dataset.paragraphs();
    paragraphs[Label::Spam.index()] += dataset.spam_lines.len();
    paragraphs
}

/// The mean of the models' heads, weighed by their pages.
fn mean_head(models: &[Model], format: Format) -> Head {
    let whole: f64 = models.iter().map(|model| model.metadata.training.pages as f64).sum();
    let weighed: Vec<(&Head, f64)> = models
        .iter()
        .map(|model| (model.head(format), model.metadata.training.pages as f64 / whole.max(f64::MIN_POSITIVE)))
        .collect();
    let mean = |pass: usize| -> Chain {
        let sum =
            |of: &dyn Fn(&Chain) -> f64| weighed.iter().map(|(head, weight)| of(&head.chains[pass]) * weight).sum();
        let width = weighed[0].0.chains[pass].weights[0].len();
        Chain {
            weights: [0, 1].map(|label| (0..width).map(|at| sum(&|chain| chain.weights[label][at])).collect()),
            bias: [0, 1].map(|label| sum(&|chain| chain.bias[label])),
            transitions: std::array::from_fn(|from| -> Scores {
                std::array::from_fn(|to| sum(&|chain| chain.transitions[from][to]))
            }),
            start: std::array::from_fn(|label| sum(&|chain| chain.start[label])),
            end: std::array::from_fn(|label| sum(&|chain| chain.end[label])),
        }
    };
    Head { groups: weighed[0].0.groups.clone(), chains: [mean(0), mean(1)] }
}

/// What is counted for each bucket, as model files hold it.
const _: () = assert!(SCRIPTS * LABELS == crate::bayes::COUNTED);
