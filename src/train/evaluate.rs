//! Scores a classifier on labelled pages.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::dataset::{Dataset, LabeledSource};
use super::detail::Detail;
use super::reliability::Reliability;
use super::views::{Headline, html_page, text_page};
use crate::classifier::Classifier;
use crate::error::Result;
use crate::label::{Label, Probability};
use crate::labeled::LabeledPage;
use crate::page::Format;

/// Precision, recall and F1 of one label, each between 0 and 1; 0 where nothing was to be found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct LabelScore {
    /// Share of what was given the label that has it.
    pub precision: f64,
    /// Share of what has the label that was given it.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

/// How often each label was given to paragraphs of each label.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    pages: usize,
    /// `[true][given]`, paragraphs and characters.
    paragraphs: [[usize; 3]; 3],
    chars: [[usize; 3]; 3],
    /// Body F1 by characters of each page that has body.
    page_scores: Vec<f64>,
    reliability: Reliability,
    /// For each family of injected lines how many were called spam, and how many there were.
    families: BTreeMap<String, (usize, usize)>,
}

/// An evaluation for each source.
pub type BySource = Vec<(String, Evaluation)>;

/// Char-F1 from which on a page counts as right, and under which it counts as lost.
const RIGHT: f64 = 0.95;
const LOST: f64 = 0.5;

impl Evaluation {
    /// Adds a page: for each paragraph its label, if known, what was said of it, and its length in characters.
    pub(super) fn add(&mut self, paragraphs: impl Iterator<Item = (Option<Label>, Said, usize)>) {
        let mut chars = [[0; 3]; 3];
        for (label, Said { given, probabilities }, length) in paragraphs {
            let Some(label) = label else { continue };
            self.reliability.add(label, probabilities, length);
            self.paragraphs[label.index()][given.index()] += 1;
            chars[label.index()][given.index()] += length;
        }
        self.pages += 1;
        if chars[Label::Body.index()].iter().any(|&count| count > 0) {
            self.page_scores.push(score(&chars, Label::Body).f1);
        }
        for (sum, own) in self.chars.iter_mut().flatten().zip(chars.into_iter().flatten()) {
            *sum += own;
        }
    }

    /// Adds the counts of another evaluation.
    pub fn merge(&mut self, other: &Evaluation) {
        self.pages += other.pages;
        for (sum, own) in self.paragraphs.iter_mut().flatten().zip(other.paragraphs.iter().flatten()) {
            *sum += own;
        }
        for (sum, own) in self.chars.iter_mut().flatten().zip(other.chars.iter().flatten()) {
            *sum += own;
        }
        self.page_scores.extend(&other.page_scores);
        self.reliability.merge(&other.reliability);
        for (family, (found, all)) in &other.families {
            let sum = self.families.entry(family.clone()).or_default();
            *sum = (sum.0 + found, sum.1 + all);
        }
    }

    /// Adds an injected line of a family.
    pub(super) fn add_family(&mut self, family: &str, is_found: bool) {
        let (found, all) = self.families.entry(family.to_owned()).or_default();
        *found += usize::from(is_found);
        *all += 1;
    }

    /// For each family of injected spam lines its name, how many lines were called spam, and how many there were. Only
    /// training injects lines.
    pub fn families(&self) -> impl Iterator<Item = (&str, usize, usize)> {
        self.families.iter().map(|(family, &(found, all))| (family.as_str(), found, all))
    }

    /// Adds an evaluation to that of its source.
    pub(super) fn add_to(sources: &mut BySource, source: &str, evaluation: &Evaluation) {
        match sources.iter_mut().find(|(name, _)| name == source) {
            Some((_, sum)) => sum.merge(evaluation),
            None => sources.push((source.to_owned(), evaluation.clone())),
        }
    }

    /// Number of pages.
    pub fn pages(&self) -> usize {
        self.pages
    }

    /// Whether the probabilities mean what they say.
    pub fn reliability(&self) -> &Reliability {
        &self.reliability
    }

    /// Share of the paragraphs of body and nav that were called spam.
    pub fn false_alarms(&self) -> f64 {
        let honest = [Label::Body, Label::Nav].map(|label| self.paragraphs[label.index()]);
        let alarms: usize = honest.iter().map(|given| given[Label::Spam.index()]).sum();
        alarms as f64 / honest.as_flattened().iter().sum::<usize>().max(1) as f64
    }

    /// Paragraphs by true label, then by given label, both in the order of [`Label::ALL`].
    pub fn confusion(&self) -> [[usize; 3]; 3] {
        self.paragraphs
    }

    /// Whether any paragraph has that label.
    pub fn has(&self, label: Label) -> bool {
        self.paragraphs[label.index()].iter().any(|&count| count > 0)
    }

    /// Scores of one label by paragraphs.
    pub fn score(&self, label: Label) -> LabelScore {
        score(&self.paragraphs, label)
    }

    /// Scores of body by characters.
    pub fn body_chars(&self) -> LabelScore {
        score(&self.chars, Label::Body)
    }

    /// Mean F1 of the labels that some paragraph has.
    pub fn macro_f1(&self) -> f64 {
        let present: Vec<Label> = Label::ALL.into_iter().filter(|&label| self.has(label)).collect();
        present.iter().map(|&label| self.score(label).f1).sum::<f64>() / present.len().max(1) as f64
    }

    /// Over the pages that have body: mean body F1 by characters, share of pages that are right (at least .95), share
    /// of pages that are lost (under .5). `None` if no page has body.
    pub fn page_chars(&self) -> Option<(f64, f64, f64)> {
        let count = self.page_scores.len() as f64;
        let share = |is: fn(f64) -> bool| self.page_scores.iter().filter(|&&f1| is(f1)).count() as f64 / count;
        let mean = self.page_scores.iter().sum::<f64>() / count;
        (!self.page_scores.is_empty()).then(|| (mean, share(|f1| f1 >= RIGHT), share(|f1| f1 < LOST)))
    }
}

fn score(table: &[[usize; 3]; 3], label: Label) -> LabelScore {
    let label = label.index();
    let hits = table[label][label] as f64;
    let is = table[label].iter().sum::<usize>() as f64;
    let given = table.iter().map(|row| row[label]).sum::<usize>() as f64;
    let share = |whole: f64| if whole > 0.0 { hits / whole } else { 0.0 };
    LabelScore {
        precision: share(given),
        recall: share(is),
        f1: if hits > 0.0 { 2.0 * hits / (is + given) } else { 0.0 },
    }
}

/// Scores a classifier on labelled pages, in one view, by source. Pages without HTML are left out of the HTML view.
///
/// # Errors
///
/// [`ErrorKind::Data`](crate::ErrorKind::Data) if a page's markup has labels that contradict each other.
pub fn evaluate(classifier: &Classifier, dataset: &Dataset, view: Format) -> Result<BySource> {
    Ok(evaluate_pages(classifier, dataset, view, |_, _, _| ())?.0)
}

/// The same, and what was said paragraph by paragraph.
///
/// # Errors
///
/// As [`evaluate`].
pub fn evaluate_in_detail(classifier: &Classifier, dataset: &Dataset, view: Format) -> Result<(BySource, Detail)> {
    let (sources, pages) = evaluate_pages(classifier, dataset, view, Detail::of_page)?;
    let mut detail = Detail::default();
    pages.into_iter().for_each(|page| detail.merge(page));
    Ok((sources, detail))
}

/// Evaluates each page, and takes from it what else is wanted.
fn evaluate_pages<T: Send>(
    classifier: &Classifier,
    dataset: &Dataset,
    view: Format,
    take: impl Fn(&LabeledSource, &LabeledPage<'_>, &[Option<Label>]) -> T + Sync,
) -> Result<(BySource, Vec<T>)> {
    let evaluate = |source| {
        let Some((page, labels)) = labeled_page(classifier, source, view)? else { return Ok(None) };
        Ok(Some((source.source.as_str(), evaluation(&page, &labels), take(source, &page, &labels))))
    };
    let pages: Vec<Option<(&str, Evaluation, T)>> = dataset.pages.par_iter().map(evaluate).collect::<Result<_>>()?;
    let (mut sources, mut taken) = (BySource::new(), Vec::new());
    for (source, evaluation, own) in pages.into_iter().flatten() {
        Evaluation::add_to(&mut sources, source, &evaluation);
        taken.push(own);
    }
    Ok((sources, taken))
}

/// A page with the labels that it was given, and those that it has.
type Judged<'s> = (LabeledPage<'s>, Vec<Option<Label>>);

/// Nothing if the page is not there in that view.
fn labeled_page<'s>(classifier: &Classifier, source: &'s LabeledSource, view: Format) -> Result<Option<Judged<'s>>> {
    let page = match view {
        Format::Text => Some(text_page(source)),
        Format::Html => html_page(source, Headline::LeftOut)?,
    };
    Ok(page.map(|(page, labels)| (classifier.classify(page), labels)))
}

fn evaluation(page: &LabeledPage<'_>, labels: &[Option<Label>]) -> Evaluation {
    let mut evaluation = Evaluation::default();
    let chars = page.page().paragraphs().iter().map(|paragraph| paragraph.chars);
    evaluation.add(labels.iter().zip(page.paragraphs()).zip(chars).map(|((label, said), chars)| {
        (*label, Said { given: said.label, probabilities: Label::ALL.map(|of| said.probability.of(of)) }, chars)
    }));
    evaluation
}

/// The label given to a paragraph, and the probabilities in the order of [`Label::ALL`].
#[derive(Clone, Copy)]
pub(super) struct Said {
    pub(super) given: Label,
    pub(super) probabilities: [f64; 3],
}

impl Said {
    /// The likeliest label.
    pub(super) fn best(probabilities: [f64; 3]) -> Said {
        Said { given: Probability::from(probabilities).best(), probabilities }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Label::{Body, Nav, Spam};

    #[test]
    fn scores_by_hand() {
        let mut evaluation = Evaluation::default();
        let (body, nav, spam) = (Said::best([1.0, 0.0, 0.0]), Said::best([0.2, 0.8, 0.0]), Said::best([0.0, 0.0, 1.0]));
        evaluation
            .add([(Some(Body), body, 90), (Some(Body), nav, 10), (Some(Nav), body, 20), (None, spam, 5)].into_iter());
        evaluation.add([(Some(Nav), nav, 1), (Some(Nav), nav, 1)].into_iter());
        assert_eq!(evaluation.reliability().count(None), 5);
        assert_eq!(evaluation.pages(), 2);
        assert_eq!(evaluation.confusion(), [[1, 1, 0], [1, 2, 0], [0, 0, 0]]);
        assert_eq!(evaluation.score(Body), LabelScore { precision: 0.5, recall: 0.5, f1: 0.5 });
        assert_eq!(evaluation.score(Spam), LabelScore::default());
        assert!((evaluation.body_chars().f1 - 180.0 / 210.0).abs() < 1e-12);
        assert!((evaluation.macro_f1() - (0.5 + 2.0 / 3.0) / 2.0).abs() < 1e-12);
        let (mean, right, lost) = evaluation.page_chars().unwrap();
        assert!((mean - 180.0 / 210.0).abs() < 1e-12 && right == 0.0 && lost == 0.0);
    }
}
