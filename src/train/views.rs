//! The two views of labelled pages: as HTML, and as text alone.

use std::collections::HashMap;

use rayon::prelude::*;

use super::damage;
use super::dataset::{LabeledSource, SpamLine, annotated_labels, carry_labels, key};
use super::excerpts;
use super::inject::INJECTED;
use crate::error::Result;
use crate::features::{Extractor, Group, PageFeatures};
use crate::hash;
use crate::label::Label;
use crate::page::{Format, Page, Paragraph};
use crate::script::{is_han, is_kana_or_hangul};

/// A page in one view.
pub(super) struct View {
    pub(super) features: PageFeatures,
    pub(super) labels: Vec<Option<Label>>,
    /// For each paragraph 0 if it has East Asian characters, else 1.
    pub(super) scripts: Vec<usize>,
    /// The family of each paragraph that is an injected line.
    pub(super) families: Vec<Option<String>>,
    /// How much the page counts in the chain against one of its length.
    pub(super) factor: f64,
    /// Whole pages as they were found, not written for training.
    pub(super) is_crawled: bool,
    pub(super) fold: usize,
    pub(super) site: String,
    /// A hash of each paragraph's text.
    pub(super) keys: Vec<u32>,
    pub(super) source: String,
}

impl View {
    /// The script of most of its paragraphs: 0 is East Asian.
    pub(super) fn script(&self) -> usize {
        usize::from(self.scripts.iter().sum::<usize>() * 2 > self.scripts.len())
    }
}

/// All pages in both views; pages without HTML have only one.
pub(super) struct Views {
    pub(super) html: Vec<View>,
    pub(super) text: Vec<View>,
    /// For each page its place in `html`, if it has one.
    pub(super) html_of: Vec<Option<usize>>,
    /// The spam lines of each fold: they are more than there are pages to put them into.
    lines: Vec<View>,
}

impl Views {
    pub(super) fn new(
        pages: &[LabeledSource],
        fold_of: &[usize],
        extractor: &Extractor,
        spam: &[SpamLine],
    ) -> Result<Views> {
        let family_of: HashMap<Vec<char>, &str> = spam.iter().map(|line| (key(&line.text), &*line.family)).collect();
        let both: Vec<(Option<View>, View)> = pages
            .par_iter()
            .zip(fold_of)
            .map(|(page, &fold)| {
                let view = |(cut, labels): (Page<'_>, Vec<Option<Label>>)| View {
                    features: extractor.extract(&cut).without_room(),
                    scripts: cut
                        .paragraphs()
                        .iter()
                        .map(|paragraph| usize::from(!is_east_asian(cut.text(paragraph))))
                        .collect(),
                    families: families(&cut, &labels, &family_of),
                    labels,
                    factor: factor(page),
                    is_crawled: page.line.is_some() && page.source != excerpts::SOURCE && page.source != damage::SOURCE,
                    fold,
                    site: page.site.clone(),
                    keys: cut.paragraphs().iter().map(|p| hash::bytes(cut.text(p).bytes())).collect(),
                    source: page.source.clone(),
                };
                Ok((html_page(page, Headline::Body)?.map(view), view(text_page(page))))
            })
            .collect::<Result<_>>()?;
        let mut views = Views { html: Vec::new(), text: Vec::new(), html_of: Vec::new(), lines: Vec::new() };
        for (html, text) in both {
            views.html_of.push(html.is_some().then_some(views.html.len()));
            views.html.extend(html);
            views.text.push(text);
        }
        Ok(views)
    }

    /// The views in which a group is counted: each page once, with its markup where it has any and the group is found in
    /// HTML at all.
    pub(super) fn counted(&self, group: Group) -> impl Iterator<Item = &View> {
        let of_page = self.html_of.iter().zip(&self.text);
        let lines = self.lines.iter().filter(move |_| group.is_of_paragraph());
        let of_page = of_page
            .map(move |(html, text)| html.filter(|_| group.is_in(Format::Html)).map_or(text, |at| &self.html[at]));
        of_page.chain(lines)
    }

    /// Adds spam lines as they are, for what they say themselves; lines have no page.
    pub(super) fn add_lines(&mut self, spam: &[(String, usize)], folds: usize, extractor: &Extractor) {
        let of_fold = |fold: usize| -> View {
            let lines: Vec<&str> = spam.iter().filter(|(_, own)| *own == fold).map(|(line, _)| line.as_str()).collect();
            let page = Page::from_paragraphs(&lines);
            View {
                features: extractor.extract(&page),
                scripts: lines.iter().map(|line| usize::from(!is_east_asian(line))).collect(),
                families: vec![None; lines.len()],
                labels: vec![Some(Label::Spam); lines.len()],
                factor: 0.0,
                is_crawled: false,
                fold,
                site: String::new(),
                keys: Vec::new(),
                source: String::new(),
            }
        };
        self.lines = (0..folds).map(of_fold).collect();
    }
}

/// Chinese comes first, and there are fewer such pages.
const EAST_ASIAN: f64 = 2.0;

/// Pages written to be trained on have more body and less furniture than pages that were crawled.
const WRITTEN: f64 = 0.6;

/// How much a page counts. Crawled pages stand many in a file, written ones have a file each.
fn factor(page: &LabeledSource) -> f64 {
    match page.line {
        None => WRITTEN,
        Some(_) if is_mostly_east_asian(page) => EAST_ASIAN,
        Some(_) => 1.0,
    }
}

/// Whether at least half of a page's paragraphs have East Asian characters.
pub(super) fn is_mostly_east_asian(page: &LabeledSource) -> bool {
    let own = page.paragraphs.iter().filter(|(text, _)| is_east_asian(text)).count();
    own * 2 >= page.paragraphs.len()
}

/// The family of each paragraph that is spam and a line of one.
fn families(page: &Page<'_>, labels: &[Option<Label>], family_of: &HashMap<Vec<char>, &str>) -> Vec<Option<String>> {
    let family = |paragraph| family_of.get(&key(page.text(paragraph))).map(|&family| family.to_owned());
    let spam = |label: &Option<Label>| *label == Some(Label::Spam);
    page.paragraphs()
        .iter()
        .zip(labels)
        .map(|(paragraph, label)| spam(label).then(|| family(paragraph)).flatten())
        .collect()
}

/// What becomes of a page's headline whose label is not to be trusted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Headline {
    /// In a heading, or right above the article, it is body: for training.
    Body,
    /// No label: for figures.
    LeftOut,
}

/// The page cut from its HTML, with labels from the markup or carried over from the list of paragraphs.
pub(super) fn html_page(source: &LabeledSource, headline: Headline) -> Result<Option<(Page<'_>, Vec<Option<Label>>)>> {
    let Some(html) = &source.html else { return Ok(None) };
    let page = Page::from_html(&**html);
    let labels = if source.annotated {
        let labels = annotated_labels(&page).map_err(|error| error.at(&source.path))?;
        labels.into_iter().map(Option::flatten).collect()
    } else {
        let is_injected = |paragraph: &Paragraph| {
            paragraph.annotation.as_ref().is_some_and(|annotation| &html[annotation.value.clone()] == INJECTED)
        };
        let carried = carry_labels(&page, &source.paragraphs);
        let headline = source.headline.as_deref().filter(|_| headline == Headline::Body);
        let headline = headline.and_then(|headline| headline_at(&page, &carried, headline));
        let label = |(at, (paragraph, carried))| match carried {
            _ if is_injected(paragraph) => Some(Label::Spam),
            None if headline == Some(at) => Some(Label::Body),
            _ => carried,
        };
        page.paragraphs().iter().zip(carried).enumerate().map(label).collect()
    };
    Ok(Some((page, labels)))
}

/// Where the headline of a page stands: in a heading, or else right above the article. A list of links has a heading too,
/// and no article below it.
fn headline_at(page: &Page<'_>, labels: &[Option<Label>], headline: &str) -> Option<usize> {
    let headline = key(headline);
    let body = labels.iter().position(|label| *label == Some(Label::Body))?;
    let is_headline = |&at: &usize| labels[at].is_none() && key(page.text(&page.paragraphs()[at])) == headline;
    let copies: Vec<usize> = (0..labels.len()).filter(is_headline).collect();
    let in_heading = |&&at: &&usize| matches!(page.heading_level(&page.paragraphs()[at]), Some(1 | 2));
    let above = |&&at: &&usize| at < body && page.paragraphs()[at].link_chars == 0;
    copies.iter().find(in_heading).or_else(|| copies.iter().rev().find(above)).copied()
}

/// The page as a list of paragraphs.
pub(super) fn text_page(source: &LabeledSource) -> (Page<'static>, Vec<Option<Label>>) {
    let page = Page::from_paragraphs(source.paragraphs.iter().map(|(text, _)| text));
    (page, source.paragraphs.iter().map(|(_, label)| *label).collect())
}

/// Whether a text has Chinese, Japanese or Korean characters.
pub(super) fn is_east_asian(text: &str) -> bool {
    text.chars().any(|c| is_han(c) || is_kana_or_hangul(c))
}
