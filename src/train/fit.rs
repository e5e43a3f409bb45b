//! From labelled pages to a model.

use rayon::prelude::*;

use super::bayes::evidence;
use super::chain::{self, Example};
use super::counts::Counts;
use super::dataset::{Dataset, SpamLine};
use super::evaluate::BySource;
use super::folds::{self, HoldOut};
use super::held_out::{self, HeldOut, spam_margin};
use super::learn;
use super::prepared::Prepared;
use super::thresholds::thresholds;
use super::views::{View, Views};
use crate::bayes::{Evidence, LogOdds, larger_two};
use crate::chain::Chain;
use crate::chain::columns::Columns;
use crate::error::{Error, Result};
use crate::features::{self, Extractor, Group, Tokenizer};
use crate::label::Label;
use crate::model::{FORMAT, Metadata, Parts, Thresholds, Training};
use crate::normalize;
use crate::page::Format;
use crate::threshold::SpamThreshold;

/// How to train.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TrainOptions {
    /// The name that the model goes by.
    pub name: String,
    /// How text is cut into lexical features.
    pub tokenizer: Tokenizer,
    /// Number of folds: at least 2.
    pub folds: usize,
    /// What stays together in a fold.
    pub hold_out: HoldOut,
    /// Strength of the ridge on the chain's parameters, per paragraph.
    pub ridge: f64,
    /// Pages of one site beyond this number are left out; not of models that keep counts.
    pub pages_per_site: usize,
    /// Whether the model keeps its counts, so that it can [`learn`](super::learn) on: it is some ten times as large, and its
    /// tables know injected spam by its text only.
    pub keep_counts: bool,
}

impl Default for TrainOptions {
    fn default() -> Self {
        TrainOptions {
            name: "model".to_owned(),
            tokenizer: Tokenizer::Ngrams,
            folds: 6,
            hold_out: HoldOut::Site,
            ridge: 2e-4,
            pages_per_site: 25,
            keep_counts: false,
        }
    }
}

/// A trained model and how it did in cross-validation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Trained {
    /// The bytes of the model file.
    pub model: Vec<u8>,
    /// Pages of each site held out in turn, read as HTML, by source; empty if no page has HTML.
    pub html: BySource,
    /// The same pages read as text.
    pub text: BySource,
}

/// Steps of the optimiser for the chain, and for those of the cross-validation, which start from the former.
const STEPS: u64 = 150;
const STEPS_FROM_THERE: u64 = 30;

/// Trains a model. `progress` is told what is being done.
///
/// The same data and options give the same bytes, whatever the number of threads.
///
/// # Errors
///
/// [`ErrorKind::Data`](crate::ErrorKind::Data) if there is no body or no nav, fewer sites than folds, or a page whose
/// markup contradicts itself.
pub fn train(dataset: &Dataset, options: &TrainOptions, progress: &dyn Fn(&str)) -> Result<Trained> {
    check(dataset, options)?;
    let digest = dataset.digest();
    let Prepared { pages, fold_of, spam } = Prepared::new(dataset, options)?;

    progress("extracting features");
    let groups = Group::of_model(options.tokenizer);
    let extractor = Extractor::new(groups.clone());
    let mut views = Views::new(&pages, &fold_of, &extractor, &dataset.spam_lines)?;
    views.add_lines(&spam, options.folds, &extractor);
    drop((pages, spam));

    progress("counting");
    let plain = options.keep_counts.then(|| plain_views(dataset, &fold_of, options, &extractor)).transpose()?;
    let counted = plain.as_ref().unwrap_or(&views);
    let fitted = groups
        .par_iter()
        .enumerate()
        .map(|(place, &group)| fit_group(counted, place, group, options.folds))
        .collect::<Result<Vec<Fitted>>>()?;

    progress("fitting the chain on text");
    let text_head = Group::of_head(Format::Text, options.tokenizer);
    let text = fit_head(&views.text, &text_head, &groups, &fitted, options)?;
    let (html_head, html) = match views.html.is_empty() {
        true => (text_head.clone(), FittedHead { evaluation: Vec::new(), ..text.clone() }),
        false => {
            progress("fitting the chain on HTML");
            let head = Group::of_head(Format::Html, options.tokenizer);
            let html = fit_head(&views.html, &head, &groups, &fitted, options)?;
            (head, html)
        }
    };
    let thresholds = Thresholds { html: html.thresholds, text: text.thresholds };
    let parts = Parts {
        metadata: Metadata { thresholds, ..metadata(dataset, options, digest) },
        counts: match options.keep_counts {
            true => fitted.iter().map(|fitted| fitted.counts.flat()).collect(),
            false => Vec::new(),
        },
        tables: groups.into_iter().zip(fitted).map(|(group, fitted)| (group, fitted.whole)).collect(),
        html: (html_head, html.chains),
        text: (text_head, text.chains),
    };
    Ok(Trained { model: parts.write()?, html: html.evaluation, text: text.evaluation })
}

fn check(dataset: &Dataset, options: &TrainOptions) -> Result<()> {
    let paragraphs = dataset.paragraphs();
    for label in [Label::Body, Label::Nav] {
        if paragraphs[label.index()] == 0 {
            return Err(Error::data(format!(
                "no paragraph is labelled {label}: a model needs body and nav to tell apart"
            )));
        }
    }
    let sites = dataset.sites();
    match sites >= options.folds && options.folds >= 2 {
        true => Ok(()),
        false => Err(Error::data(format!(
            "{sites} sites for {} folds: cross-validation needs at least 2 folds, and a site for each",
            options.folds
        ))),
    }
}

/// The data as it is, in the folds of the training.
fn plain_views(dataset: &Dataset, fold_of: &[usize], options: &TrainOptions, extractor: &Extractor) -> Result<Views> {
    let fold = |lines: &[SpamLine]| folds::of_lines(lines, options.folds, options.hold_out);
    let folds_of_lines = fold(&dataset.spam_lines).into_iter().chain(fold(&dataset.spam_words));
    let lines: Vec<(String, usize)> = learn::lines(dataset).map(str::to_owned).zip(folds_of_lines).collect();
    learn::plain_views(dataset, &fold_of[..dataset.pages.len()], &lines, options.folds, extractor)
}

/// The evidence tables of one group.
struct Fitted {
    counts: Counts,
    /// From all pages.
    whole: Vec<LogOdds>,
    /// From all pages but those of each fold.
    without: Vec<Vec<LogOdds>>,
}

fn fit_group(views: &Views, place: usize, group: Group, folds: usize) -> Result<Fitted> {
    let evidence = |counts: &Counts| evidence(counts, group.is_about_the_article());
    let counts = Counts::by_fold(views.counted(group), place, group.buckets(), folds);
    let sum = Counts::sum(&counts, None);
    let whole = evidence(&sum)?;
    let without = (0..folds).map(|fold| evidence(&Counts::sum(&counts, Some(fold)))).collect::<Result<_>>()?;
    Ok(Fitted { counts: sum, whole, without })
}

/// A head, and how it did on pages held out.
#[derive(Clone)]
struct FittedHead {
    chains: [Chain; 2],
    thresholds: Vec<SpamThreshold>,
    evaluation: BySource,
}

/// Fits a head's two chains on evidence from the other folds, the second also on what the first says of pages that it
/// has not seen.
fn fit_head(
    views: &[View],
    head: &[Group],
    groups: &[Group],
    fitted: &[Fitted],
    options: &TrainOptions,
) -> Result<FittedHead> {
    let places: Vec<usize> = head.iter().filter_map(|group| groups.iter().position(|known| known == group)).collect();
    let columns: Vec<Columns> = views
        .par_iter()
        .map(|view| {
            let evidence: Vec<Vec<Evidence>> = places
                .iter()
                .map(|&place| {
                    let (table, rows) = (&fitted[place].without[view.fold], &view.features.rows[place]);
                    (0..rows.len()).map(|paragraph| sum(table, rows.row(paragraph))).collect()
                })
                .collect();
            Columns::new(&evidence, &view.features)
        })
        .collect();
    let (first, said) = fit_chain(views, &columns, options)?;
    let columns: Vec<Columns> = columns
        .into_par_iter()
        .zip(&said)
        .map(|(columns, page)| {
            let lexical = &fitted[places[0]].without[page.view.fold];
            columns.with_second(&page.probabilities(), &page.view.features, |bucket| lexical[bucket as usize][1])
        })
        .collect();
    let (mut second, said) = fit_chain(views, &columns, options)?;
    let margin = spam_margin(&said);
    // Of the labels with weights the second is spam.
    second.bias[1] -= margin;
    Ok(FittedHead {
        chains: [first, second],
        thresholds: thresholds(&said, margin),
        evaluation: held_out::by_source(&said, margin),
    })
}

/// Fits a chain, and holds each fold out in turn: what is said of each page comes from the chain of the other folds.
fn fit_chain<'a>(views: &'a [View], columns: &[Columns], options: &TrainOptions) -> Result<(Chain, Vec<HeldOut<'a>>)> {
    let examples = |without: Option<usize>| -> Vec<Example<'_>> {
        let wanted = views.iter().zip(columns).filter(|(view, _)| Some(view.fold) != without);
        wanted.map(|(view, columns)| Example { columns, labels: &view.labels, factor: view.factor }).collect()
    };
    let chain = chain::fit(&examples(None), options.ridge, None, STEPS)?;
    let held_out = (0..options.folds)
        .map(|fold| chain::fit(&examples(Some(fold)), options.ridge, Some(&chain), STEPS_FROM_THERE))
        .collect::<Result<Vec<Chain>>>()?;
    let pages = views.iter().zip(columns).map(|(view, columns)| {
        let chain = held_out[view.fold].clone();
        HeldOut { view, emissions: chain.emissions(columns), chain }
    });
    Ok((chain, pages.collect()))
}

fn sum(table: &[LogOdds], buckets: &[u32]) -> Evidence {
    let entries = buckets.iter().map(|&bucket| table[bucket as usize]);
    let none = Evidence { features: buckets.len(), ..Evidence::default() };
    entries.fold(none, |Evidence { sums: [article, spam], strongest, features }, entry| Evidence {
        sums: [article + entry[0], spam + entry[1]],
        strongest: larger_two(strongest, entry[1]),
        features,
    })
}

fn metadata(dataset: &Dataset, options: &TrainOptions, digest: String) -> Metadata {
    // Spam may stand in the lines to inject only.
    let paragraphs = learn::paragraphs(dataset);
    Metadata {
        format: FORMAT,
        name: options.name.clone(),
        labels: Label::ALL.into_iter().filter(|label| paragraphs[label.index()] > 0).collect(),
        tokenizer: options.tokenizer.as_str().to_owned(),
        features: features::VERSION,
        normalizer: normalize::VERSION,
        groups: Vec::new(),
        html: Vec::new(),
        text: Vec::new(),
        thresholds: Thresholds::default(),
        checksum: None,
        training: Training { digest, pages: dataset.pages.len(), paragraphs },
    }
}
