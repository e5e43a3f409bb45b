//! How much spam is still found in disguise: each line as it is and in each disguise, at the same place of the same page.

use rayon::prelude::*;

use super::dataset::{Dataset, LabeledSource, SpamLine};
use super::disguise::Disguise;
use super::inject::{Place, inject_at, inject_markup};
use super::random::Random;
use super::views::{Headline, html_page, is_east_asian, is_mostly_east_asian, text_page};
use crate::classifier::Classifier;
use crate::error::{Error, Result};
use crate::features::{Grams, Group};
use crate::hash;
use crate::label::Label;
use crate::page::Page;
use crate::spans::{LEAST_EVIDENCE, sentences};
use crate::threshold::label;

/// The share of body that may be called spam at the stricter of the two decisions.
const FALSE_ALARMS: f64 = 0.001;

/// How many lines there were, and how many were found by each measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recall {
    /// Lines looked for.
    pub lines: usize,
    /// Those that are a paragraph of the page, or in one: what nobody reads cannot be found.
    pub read: usize,
    /// Those in a paragraph that the model calls spam.
    pub found: usize,
    /// Those, and those of whose paragraph some sentence is marked as spam.
    pub found_in_part: usize,
    /// Those in a paragraph that is spam at one false alarm in a thousand paragraphs of body; 0 for a model without
    /// thresholds.
    pub found_at_rate: usize,
}

impl Recall {
    fn add(&mut self, other: &Recall) {
        self.lines += other.lines;
        self.read += other.read;
        self.found += other.found;
        self.found_in_part += other.found_in_part;
        self.found_at_rate += other.found_at_rate;
    }
}

/// How many lines were looked at, and in how many the n-grams alone speak for spam: read as they are written, but for the
/// case of ASCII letters, and as the model reads them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Known {
    /// Lines looked at.
    pub lines: usize,
    /// Those known by their characters as they are written.
    pub as_written: usize,
    /// Those known after normalisation, and with split characters joined.
    pub as_read: usize,
}

impl Known {
    fn add(&mut self, other: &Known) {
        self.lines += other.lines;
        self.as_written += other.as_written;
        self.as_read += other.as_read;
    }
}

/// What a disguise hides: of the lines that it changes, first undisguised and then disguised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hidden {
    /// Of a disguise of markup nothing.
    pub known: [Known; 2],
    /// In pages read as text.
    pub text: [Recall; 2],
    /// In pages read as HTML.
    pub html: [Recall; 2],
    /// Paragraphs of body that are called spam where the article is written in that disguise, and all of them; in pages
    /// read as text.
    pub alarms: (usize, usize),
}

impl Hidden {
    fn merge(&mut self, other: &Hidden) {
        for at in 0..2 {
            self.known[at].add(&other.known[at]);
            self.text[at].add(&other.text[at]);
            self.html[at].add(&other.html[at]);
        }
        self.alarms = (self.alarms.0 + other.alarms.0, self.alarms.1 + other.alarms.1);
    }
}

/// Looks for each spam line of a dataset in a clean page of its script, plain and in each of [`Disguise::ALL`], in whose
/// order the answer stands; and for false alarms on the same pages, written in each disguise. The model should know neither
/// ([`Dataset::keep_spared`]).
///
/// # Errors
///
/// [`ErrorKind::Data`](crate::ErrorKind::Data) if there are no spam lines, or no clean pages with an article to put them
/// into, or for a page whose markup contradicts itself.
pub fn disguised(classifier: &Classifier, dataset: &Dataset) -> Result<Vec<Hidden>> {
    if dataset.spam_lines.is_empty() {
        return Err(Error::data("no spam lines to disguise: name a list of them, .tsv or .jsonl, among the data"));
    }
    let judge = Judge::new(classifier);
    let mut hosts: [Vec<&LabeledSource>; 2] = Default::default();
    for page in &dataset.pages {
        let has = |wanted| page.paragraphs.iter().any(|(_, label)| *label == Some(wanted));
        if has(Label::Body) && !has(Label::Spam) {
            hosts[usize::from(is_mostly_east_asian(page))].push(page);
        }
    }
    if hosts.iter().all(Vec::is_empty) {
        return Err(Error::data("no clean page with an article to put spam into: name labelled pages among the data"));
    }
    let of_line = |line: &SpamLine| {
        let own = &hosts[usize::from(is_east_asian(&line.text))];
        let hash = hash::bytes(line.text.bytes());
        own.get(hash as usize % own.len().max(1)).map_or(Ok(Vec::new()), |host| judge.line(&line.text, host, hash))
    };
    let lines: Vec<Vec<Hidden>> = dataset.spam_lines.par_iter().map(of_line).collect::<Result<_>>()?;
    let hosts: Vec<&LabeledSource> = hosts.concat();
    let articles: Vec<Vec<Hidden>> = hosts.par_iter().map(|host| judge.article(host)).collect();
    let mut sums = vec![Hidden::default(); Disguise::ALL.len()];
    for own in lines.iter().chain(&articles) {
        sums.iter_mut().zip(own).for_each(|(sum, own)| sum.merge(own));
    }
    Ok(sums)
}

/// A model, and what it takes to call something spam.
struct Judge<'c> {
    classifier: &'c Classifier,
    /// At one false alarm in a thousand.
    strict: Option<Classifier>,
}

impl<'c> Judge<'c> {
    fn new(classifier: &'c Classifier) -> Self {
        Judge { classifier, strict: classifier.spam_at_false_alarms(FALSE_ALARMS).ok() }
    }

    /// A line in each disguise, in that page.
    fn line(&self, line: &str, host: &LabeledSource, seed: u32) -> Result<Vec<Hidden>> {
        let article = article(host);
        let random = || Random::seeded(u64::from(seed));
        let place = [Place::Top, Place::Middle, Place::List, Place::End][random().below(4)];
        let find = |text: &str| -> Result<[Recall; 2]> {
            let mut page = host.clone();
            inject_at(&mut page, place, &[text], &mut random())?;
            Ok([
                self.recall(&text_page(&page)),
                html_page(&page, Headline::LeftOut)?.map_or_else(Recall::default, |cut| self.recall(&cut)),
            ])
        };
        let [plain_text, plain_html] = find(line)?;
        let plain_known = self.known(line);
        let each = Disguise::ALL.iter().map(|disguise| {
            let mut hidden = Hidden::default();
            if let Some(text) = disguise.text(line, &article, &mut random()) {
                let [text_recall, html_recall] = find(&text)?;
                hidden.known = [plain_known, self.known(&text)];
                hidden.text = [plain_text, text_recall];
                hidden.html = [plain_html, html_recall];
            } else {
                let mut page = host.clone();
                let markup = |label: &str| disguise.markup(line, label);
                if inject_markup(&mut page, place, &markup, &mut random())?
                    && let Some(cut) = html_page(&page, Headline::LeftOut)?
                {
                    hidden.html = [plain_html, self.recall(&cut)];
                }
            }
            Ok(hidden)
        });
        each.collect()
    }

    /// What is found of the one line in a page.
    fn recall(&self, (page, labels): &(Page<'_>, Vec<Option<Label>>)) -> Recall {
        let labeled = self.classifier.classify(page.clone());
        let threshold = self.strict.as_ref().and_then(|strict| strict.spam_threshold(page.format()));
        let mut recall = Recall { lines: 1, ..Recall::default() };
        let injected = labeled.paragraphs().zip(labels).filter(|(_, label)| **label == Some(Label::Spam));
        for (said, _) in injected {
            let is_spam = said.label == Label::Spam;
            recall.read = 1;
            recall.found |= usize::from(is_spam);
            recall.found_in_part |= usize::from(is_spam || !said.spans.is_empty());
            let is_spam = threshold.is_some_and(|own| label(&said.probability, Some(own.probability)) == Label::Spam);
            recall.found_at_rate |= usize::from(is_spam);
        }
        recall
    }

    /// Whether a line is known by its n-grams alone.
    fn known(&self, line: &str) -> Known {
        let model = self.classifier.parts().0;
        let Some(group) = model.place_of(Group::Grams) else { return Known::default() };
        let speaks = |buckets: &[u32]| usize::from(model.evidence_of(group, buckets).sums[1] >= LEAST_EVIDENCE);
        let mut grams = Grams::new();
        Known { lines: 1, as_written: speaks(grams.as_written(line)), as_read: speaks(grams.of(line)) }
    }

    /// False alarms on a clean page whose article is written in each disguise.
    fn article(&self, host: &LabeledSource) -> Vec<Hidden> {
        let article = article(host);
        let of_disguise = |disguise: &Disguise| {
            let mut random = Random::of(host);
            let mut changed = vec![false; host.paragraphs.len()];
            let texts: Vec<String> = host
                .paragraphs
                .iter()
                .zip(&mut changed)
                .map(|((text, label), changed)| {
                    let body = (*label == Some(Label::Body)).then_some(text);
                    let disguised = body.and_then(|text| disguise.text(text, &article, &mut random));
                    *changed = disguised.is_some();
                    disguised.unwrap_or_else(|| text.clone())
                })
                .collect();
            if !changed.contains(&true) {
                return Hidden::default();
            }
            let labeled = self.classifier.classify(Page::from_paragraphs(texts));
            let said = labeled.paragraphs().zip(changed).filter(|(_, changed)| *changed);
            let alarms = said
                .fold((0, 0), |(alarms, all), (said, _)| (alarms + usize::from(said.label == Label::Spam), all + 1));
            Hidden { alarms, ..Hidden::default() }
        };
        Disguise::ALL.iter().map(of_disguise).collect()
    }
}

/// The sentences of a page's article.
fn article(page: &LabeledSource) -> Vec<&str> {
    let bodies = page.paragraphs.iter().filter(|(_, label)| *label == Some(Label::Body));
    bodies.flat_map(|(text, _)| sentences(text).into_iter().map(|range| &text[range])).collect()
}
