//! From paragraphs to features: for each group, the buckets that a paragraph falls into.

mod characters;
mod clusters;
mod container;
mod group;
mod joined;
mod lexical;
mod markup;
mod numbers;
mod page;
mod place;
mod runs;
mod segments;
mod shape;
mod slots;
mod title;

use std::ops::Range;

#[cfg(feature = "train")]
use crate::normalize::fold;
use crate::normalize::fold_into;
use crate::page::Page;
use crate::repair::Repair;
use characters::Characters;
pub(crate) use clusters::CLUSTERS;
use clusters::clusters;
pub(crate) use group::Group;
pub use group::Tokenizer;
use joined::joined;
use lexical::Seen;
#[cfg(feature = "words")]
pub(crate) use lexical::{Words, word_bucket};
pub(crate) use lexical::{for_each_gram, is_character};
use numbers::Numbers;
pub(crate) use title::{BEGINNING, titles};

/// Raised whenever a bucket comes to mean something else: a model works only with the features it was trained on.
pub(crate) const VERSION: u32 = 4;

/// The features of one group for every paragraph of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    ids: Vec<u32>,
    ends: Vec<usize>,
}

impl Rows {
    /// The buckets of one paragraph.
    pub(crate) fn row(&self, paragraph: usize) -> &[u32] {
        let start = if paragraph == 0 { 0 } else { self.ends[paragraph - 1] };
        &self.ids[start..self.ends[paragraph]]
    }

    /// The rows with each bucket by the number of its first appearance; and the buckets by their numbers.
    pub(crate) fn numbered(&self) -> (Rows, Vec<u32>) {
        let mut numbers = Numbers::new();
        let ids = self.ids.iter().map(|&bucket| numbers.of(bucket)).collect();
        (Rows { ids, ends: self.ends.clone() }, numbers.different)
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    #[cfg(test)]
    pub(crate) fn push_row(&mut self, buckets: &[u32]) {
        self.ids.extend(buckets);
        self.end_row();
    }

    fn end_row(&mut self) {
        self.ends.push(self.ids.len());
    }
}

/// The features of a page: rows for each group asked for, in that order.
#[derive(Clone, Debug)]
pub(crate) struct PageFeatures {
    pub(crate) rows: Vec<Rows>,
    /// Length of each paragraph's folded text in characters.
    pub(crate) chars: Vec<usize>,
    /// For each paragraph the clusters of alike paragraphs that it belongs to.
    pub(crate) clusters: Vec<[u32; CLUSTERS]>,
}

impl PageFeatures {
    /// The same without room for more, for pages that are kept by the thousand.
    #[cfg(feature = "train")]
    pub(crate) fn without_room(mut self) -> Self {
        for rows in &mut self.rows {
            rows.ids.shrink_to_fit();
            rows.ends.shrink_to_fit();
        }
        self
    }
}

/// Makes features; holds what costs time to make.
pub(crate) struct Extractor {
    groups: Vec<Group>,
    #[cfg(feature = "words")]
    words: Option<lexical::Words>,
}

impl Extractor {
    /// An extractor of these groups. Loads jieba's dictionary if words are among them.
    pub(crate) fn new(groups: Vec<Group>) -> Self {
        Extractor {
            #[cfg(feature = "words")]
            words: groups.contains(&Group::Words).then(lexical::Words::load),
            groups,
        }
    }

    /// The features of every paragraph; groups that the page's format lacks have empty rows.
    pub(crate) fn extract(&self, page: &Page<'_>) -> PageFeatures {
        let (folded, ranges, damage) = fold_page(page);
        let texts: Vec<&[char]> = ranges.iter().map(|range| &folded[range.clone()]).collect();
        let view = View::new(page, texts, &damage);
        let rows = self.groups.iter().map(|&group| self.rows(group, &view)).collect();
        PageFeatures {
            rows,
            chars: view.texts.iter().map(|text| text.len()).collect(),
            clusters: page.paragraphs().iter().zip(&view.shapes).map(|(p, shape)| clusters(page, p, shape)).collect(),
        }
    }

    fn rows(&self, group: Group, view: &View<'_>) -> Rows {
        let mut rows = Rows::default();
        let mut seen = matches!(group, Group::Grams | Group::Words).then(Seen::new);
        for at in 0..view.texts.len() {
            if group.is_in(view.page.format()) {
                match (&mut seen, group) {
                    (Some(seen), Group::Grams) => {
                        // Few signs leave nothing to be joined.
                        let is_split = view.characters[at].signs() >= joined::LEAST_SIGNS;
                        let text = if is_split { joined(view.texts[at]) } else { view.texts[at].into() };
                        seen.push_grams(&text, &mut rows.ids);
                    }
                    #[cfg(feature = "words")]
                    (Some(seen), _) => {
                        if let Some(words) = &self.words {
                            words.push(view.texts[at], seen, &mut rows.ids);
                        }
                    }
                    _ => view.push(group, at, &mut rows.ids),
                }
            }
            rows.end_row();
        }
        rows
    }
}

/// Makes the n-grams of texts one by one.
pub(crate) struct Grams {
    seen: Seen,
    folded: Vec<char>,
    buckets: Vec<u32>,
}

impl Grams {
    pub(crate) fn new() -> Self {
        Grams { seen: Seen::new(), folded: Vec::new(), buckets: Vec::new() }
    }

    /// The buckets of a text in the group of n-grams, each once.
    pub(crate) fn of(&mut self, text: &str) -> &[u32] {
        self.folded.clear();
        self.buckets.clear();
        fold_into(text, &mut self.folded);
        self.seen.push_grams(&joined(&self.folded), &mut self.buckets);
        &self.buckets
    }

    /// The same of a text of which nothing is undone: only ASCII is folded.
    #[cfg(feature = "train")]
    pub(crate) fn as_written(&mut self, text: &str) -> &[u32] {
        self.folded.clear();
        self.buckets.clear();
        self.folded.extend(text.chars().filter_map(|c| if c.is_ascii() { fold(c) } else { Some(c) }));
        self.seen.push_grams(&self.folded, &mut self.buckets);
        &self.buckets
    }
}

/// The text of each paragraph as the lexical groups read it: repaired and folded.
pub(crate) fn folded_texts(page: &Page<'_>) -> Vec<Vec<char>> {
    let (folded, ranges, _) = fold_page(page);
    ranges.into_iter().map(|range| joined(&folded[range]).into_owned()).collect()
}

/// Folded texts of all paragraphs, one after the other, repaired; where each stands; and which of them were damaged.
fn fold_page(page: &Page<'_>) -> (Vec<char>, Vec<Range<usize>>, Vec<bool>) {
    let mut folded = Vec::with_capacity(page.source().len() / 4);
    let repair = Repair::of(page.paragraphs().iter().map(|paragraph| page.text(paragraph)));
    let mut damage = Vec::with_capacity(page.paragraphs().len());
    let ranges = page
        .paragraphs()
        .iter()
        .map(|paragraph| {
            let start = folded.len();
            let repaired = repair.text(page.text(paragraph));
            damage.push(!repaired.changes.is_empty());
            fold_into(&repaired.text, &mut folded);
            start..folded.len()
        })
        .collect();
    (folded, ranges, damage)
}

/// A page with all that its paragraphs' features are made of.
struct View<'a> {
    page: &'a Page<'a>,
    texts: Vec<&'a [char]>,
    characters: Vec<Characters>,
    shapes: Vec<shape::Shape>,
    places: Vec<[u8; 3]>,
    segments: Vec<[u8; segments::SIZES.len()]>,
    against_page: Vec<[u8; page::SIZES.len()]>,
    runs: Vec<[u8; 6]>,
    containers: Vec<container::Container>,
    titles: Vec<[u8; title::SIZES.len()]>,
    landmarks: Vec<u32>,
}

impl<'a> View<'a> {
    fn new(page: &'a Page<'a>, texts: Vec<&'a [char]>, damage: &[bool]) -> Self {
        let characters: Vec<Characters> = texts.iter().map(|text| Characters::of(text)).collect();
        let made_of = || texts.iter().zip(&characters);
        let shapes: Vec<shape::Shape> = made_of().map(|(text, own)| shape::shape(text, own)).collect();
        View {
            runs: runs::runs(&shapes),
            shapes,
            places: place::places(&texts),
            segments: made_of().map(|(text, own)| segments::segments(text, own)).collect(),
            against_page: page::against_page(page, &texts, &characters, damage),
            containers: container::containers(page, &characters),
            titles: titles(page, &texts),
            landmarks: markup::landmarks(page),
            characters,
            page,
            texts,
        }
    }

    /// Adds one paragraph's features of a group that is not lexical.
    fn push(&self, group: Group, at: usize, ids: &mut Vec<u32>) {
        let paragraph = &self.page.paragraphs()[at];
        match group {
            Group::Grams | Group::Words => {}
            Group::Shape => slots::push(self.shapes[at], shape::SIZES, ids),
            Group::Before => self.push_neighbour(at.checked_sub(1), ids),
            Group::After => self.push_neighbour(Some(at + 1).filter(|&next| next < self.shapes.len()), ids),
            Group::Place => slots::push(self.places[at], place::SIZES, ids),
            Group::Segments => slots::push_pairs(self.segments[at], segments::SIZES, ids),
            Group::Page => slots::push_pairs(self.against_page[at], page::SIZES, ids),
            Group::Runs => slots::push_pairs(self.runs[at], runs::SIZES, ids),
            Group::TextPairs => slots::push_pairs(self.shapes[at], shape::SIZES, ids),
            Group::Pairs => {
                let values = container::paired(&self.shapes[at], &self.containers[at], markup::own_link(paragraph));
                slots::push_pairs(values, container::PAIRED_SIZES, ids);
            }
            Group::Container => slots::push(self.containers[at], container::SIZES, ids),
            Group::Title => slots::push_pairs(self.titles[at], title::SIZES, ids),
            Group::Markup => markup::push_markup(self.page, paragraph, &self.landmarks, ids),
            Group::Classes => markup::push_classes(self.page, paragraph, ids),
        }
    }

    fn push_neighbour(&self, neighbour: Option<usize>, ids: &mut Vec<u32>) {
        match neighbour {
            Some(at) => slots::push(self.shapes[at], shape::SIZES, ids),
            None => ids.push(slots::total(shape::SIZES) as u32),
        }
    }
}
