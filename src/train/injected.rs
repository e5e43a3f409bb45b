//! How many spam lines are found, each alone and each put into a clean page by itself.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::dataset::{Dataset, LabeledSource, SpamLine};
use super::inject::{Place, inject_at};
use super::random::Random;
use super::views::{Headline, html_page, is_east_asian, is_mostly_east_asian, text_page};
use crate::classifier::Classifier;
use crate::error::Result;
use crate::hash;
use crate::label::Label;
use crate::page::{Format, Page};

/// Where a line was put, and in which view it was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Setting {
    /// The line is the whole page.
    Alone,
    /// Within the first few paragraphs.
    Top(Format),
    /// Between the paragraphs of the article.
    Middle(Format),
    /// Among links.
    List(Format),
    /// Behind everything.
    End(Format),
}

impl Setting {
    /// All settings, in the order of [`injected`]'s counts.
    pub const ALL: [Setting; 9] = [
        Setting::Alone,
        Setting::Top(Format::Text),
        Setting::Middle(Format::Text),
        Setting::List(Format::Text),
        Setting::End(Format::Text),
        Setting::Top(Format::Html),
        Setting::Middle(Format::Html),
        Setting::List(Format::Html),
        Setting::End(Format::Html),
    ];

    fn place(self) -> Option<(Place, Format)> {
        match self {
            Setting::Alone => None,
            Setting::Top(format) => Some((Place::Top, format)),
            Setting::Middle(format) => Some((Place::Middle, format)),
            Setting::List(format) => Some((Place::List, format)),
            Setting::End(format) => Some((Place::End, format)),
        }
    }
}

/// How many lines were called spam, and how many there were, in each of [`Setting::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found([(usize, usize); Setting::ALL.len()]);

impl Found {
    /// The counts, in the order of [`Setting::ALL`].
    pub fn counts(&self) -> [(usize, usize); Setting::ALL.len()] {
        self.0
    }

    /// Adds the counts of other lines.
    pub fn merge(&mut self, other: &Found) {
        for (sum, own) in self.0.iter_mut().zip(other.0) {
            *sum = (sum.0 + own.0, sum.1 + own.1);
        }
    }
}

/// Looks for each spam line of a dataset in a clean page of the dataset, in its own script: a page for each line, the
/// same in every run. Gives the counts for each kind of line.
///
/// # Errors
///
/// [`ErrorKind::Data`](crate::ErrorKind::Data) for a page whose markup contradicts itself.
pub fn injected(classifier: &Classifier, dataset: &Dataset) -> Result<Vec<(String, Found)>> {
    let mut pages: [Vec<&LabeledSource>; 2] = Default::default();
    for page in &dataset.pages {
        let has = |wanted| page.paragraphs.iter().any(|(_, label)| *label == Some(wanted));
        if has(Label::Body) && !has(Label::Spam) {
            pages[usize::from(is_mostly_east_asian(page))].push(page);
        }
    }
    let found = |line: &SpamLine| -> Result<Found> {
        let own = &pages[usize::from(is_east_asian(&line.text))];
        let hash = hash::bytes(line.text.bytes());
        let mut counts = Found::default();
        for (setting, count) in Setting::ALL.into_iter().zip(&mut counts.0) {
            *count = match setting.place() {
                None => alone(classifier, &line.text),
                Some(_) if own.is_empty() => (0, 0),
                Some((place, format)) => {
                    let mut page = own[hash as usize % own.len()].clone();
                    inject_at(&mut page, place, &[&line.text], &mut Random::seeded(u64::from(hash)))?;
                    found_in(classifier, &page, format)?
                }
            };
        }
        Ok(counts)
    };
    let each: Vec<Found> = dataset.spam_lines.par_iter().map(found).collect::<Result<_>>()?;
    let mut kinds: BTreeMap<&str, Found> = BTreeMap::new();
    for (line, own) in dataset.spam_lines.iter().zip(each) {
        kinds.entry(line.kind.as_deref().unwrap_or(&line.family)).or_default().merge(&own);
    }
    Ok(kinds.into_iter().map(|(kind, found)| (kind.to_owned(), found)).collect())
}

fn alone(classifier: &Classifier, line: &str) -> (usize, usize) {
    let page = classifier.classify_paragraphs([line]);
    (page.paragraphs().filter(|paragraph| paragraph.label == Label::Spam).count(), 1)
}

fn found_in(classifier: &Classifier, page: &LabeledSource, format: Format) -> Result<(usize, usize)> {
    let (cut, labels): (Page<'_>, _) = match format {
        Format::Text => text_page(page),
        Format::Html => match html_page(page, Headline::LeftOut)? {
            Some(cut) => cut,
            None => return Ok((0, 0)),
        },
    };
    let labeled = classifier.classify(cut);
    let spam = labeled.paragraphs().zip(labels).filter(|(_, label)| *label == Some(Label::Spam));
    Ok(spam.fold((0, 0), |(found, all), (said, _)| (found + usize::from(said.label == Label::Spam), all + 1)))
}
