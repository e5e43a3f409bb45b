//! Where in the page's structure a paragraph stands: what its ancestors hold, and where the mass of prose is.

use super::characters::Characters;
use super::markup::OWN_LINK;
use super::shape::{self, Shape};
use super::slots::{ABSENT, bin};
use crate::page::{Page, Paragraph};

/// How many of the nearest ancestors are described.
const LEVELS: usize = 4;

/// The slots: `inside` and `distance` tell of the element that holds the mass of the prose, `score` how close the best
/// ancestor comes to it; then four for each level.
pub(crate) const SLOTS: [&str; 3 + 4 * LEVELS] = [
    "inside",
    "distance",
    "score",
    "link0",
    "share0",
    "paragraphs0",
    "comma0",
    "link1",
    "share1",
    "paragraphs1",
    "comma1",
    "link2",
    "share2",
    "paragraphs2",
    "comma2",
    "link3",
    "share3",
    "paragraphs3",
    "comma3",
];

/// How many values each slot has.
pub(crate) const SIZES: [usize; SLOTS.len()] = {
    let mut sizes = [0; SLOTS.len()];
    sizes[0] = 2;
    sizes[1] = FARTHEST + 1;
    sizes[2] = SCORE.len() + 1;
    let mut level = 0;
    while level < LEVELS {
        sizes[3 + 4 * level] = LINK.len() + 1;
        sizes[4 + 4 * level] = SHARE.len() + 1;
        sizes[5 + 4 * level] = PARAGRAPHS.len() + 1;
        sizes[6 + 4 * level] = COMMA.len() + 1;
        level += 1;
    }
    sizes
};

/// Steps from a paragraph to the best element beyond which they are no longer counted.
const FARTHEST: usize = 6;

// Edges of the bins, as measured with the prototype.
const SCORE: [f64; 6] = [0.001, 0.05, 0.15, 0.3, 0.6, 0.9];
const LINK: [f64; 5] = [0.001, 0.1, 0.25, 0.5, 0.8];
const SHARE: [f64; 5] = [0.005, 0.02, 0.1, 0.3, 0.6];
const PARAGRAPHS: [f64; 5] = [2.0, 4.0, 8.0, 20.0, 60.0];
const COMMA: [f64; 4] = [0.005, 0.02, 0.04, 0.06];

// The content score follows Readability (Arc90, later Mozilla): a paragraph long enough scores by its commas and its
// length, and hands a falling share of that to its ancestors.
const SCORED_CHARS: usize = 20;
const CHARS_PER_POINT: f64 = 50.0;
const MOST_LENGTH_POINTS: f64 = 5.0;
const SCORED_ANCESTORS: usize = 5;
const DECAY: f64 = 0.6;

/// A paragraph's values, one for each slot.
pub(crate) type Container = [u8; SLOTS.len()];

/// What one element holds, its descendants' text included.
#[derive(Clone, Default)]
struct Holds {
    chars: f64,
    link_chars: f64,
    commas: f64,
    paragraphs: f64,
    score: f64,
}

/// The container features of every paragraph of a page; `characters` are those of their folded texts.
pub(crate) fn containers(page: &Page<'_>, characters: &[Characters]) -> Vec<Container> {
    let elements = page.elements();
    let mut holds = vec![Holds::default(); elements.len()];
    let mut total = 0.0;
    for (paragraph, characters) in page.paragraphs().iter().zip(characters) {
        total += paragraph.chars as f64;
        add(page, paragraph, characters.scored_marks() as f64, &mut holds);
    }
    // Descendants stand behind their ancestors, so one pass from the back adds up whole subtrees.
    for at in (0..elements.len()).rev() {
        if let Some(parent) = elements[at].parent {
            let child = holds[at].clone();
            let parent = &mut holds[parent];
            parent.chars += child.chars;
            parent.link_chars += child.link_chars;
            parent.commas += child.commas;
            parent.paragraphs += child.paragraphs;
        }
    }
    for element in &mut holds {
        element.score *= 1.0 - element.link_chars / element.chars.max(1.0);
    }
    let best = best(&holds);
    let nearest = best_ancestor_scores(page, &holds);
    page.paragraphs().iter().map(|paragraph| describe(page, paragraph, &holds, best, &nearest, total)).collect()
}

fn add(page: &Page<'_>, paragraph: &Paragraph, commas: f64, holds: &mut [Holds]) {
    let Some(element) = paragraph.element else { return };
    let (chars, link_chars) = (paragraph.chars as f64, paragraph.link_chars as f64);
    let own = &mut holds[element];
    own.chars += chars;
    own.link_chars += link_chars;
    own.commas += commas;
    own.paragraphs += 1.0;
    if paragraph.chars >= SCORED_CHARS {
        let score = (1.0 + commas + (chars / CHARS_PER_POINT).min(MOST_LENGTH_POINTS)) * (1.0 - link_chars / chars);
        let mut share = score;
        for ancestor in page.ancestors(paragraph).take(SCORED_ANCESTORS) {
            holds[ancestor].score += share;
            share *= DECAY;
        }
    }
}

/// The element of the highest score; of equals the first.
fn best(holds: &[Holds]) -> Option<usize> {
    let mut best: Option<usize> = None;
    for (at, element) in holds.iter().enumerate() {
        if element.score > best.map_or(0.0, |best| holds[best].score) {
            best = Some(at);
        }
    }
    best
}

/// For every element the highest score among itself and its ancestors.
fn best_ancestor_scores(page: &Page<'_>, holds: &[Holds]) -> Vec<f64> {
    let mut scores: Vec<f64> = Vec::with_capacity(holds.len());
    for (element, own) in page.elements().iter().zip(holds) {
        let above = element.parent.map_or(0.0, |parent| scores[parent]);
        scores.push(own.score.max(above));
    }
    scores
}

fn describe(
    page: &Page<'_>,
    paragraph: &Paragraph,
    holds: &[Holds],
    best: Option<usize>,
    nearest: &[f64],
    total: f64,
) -> Container {
    let mut values = [ABSENT; SLOTS.len()];
    let inside = match (best, paragraph.element) {
        (Some(best), Some(element)) => (best..page.elements()[best].end).contains(&element),
        _ => false,
    };
    values[0] = u8::from(inside);
    if inside {
        let steps = page.ancestors(paragraph).take(FARTHEST).position(|ancestor| Some(ancestor) == best);
        values[1] = steps.unwrap_or(FARTHEST) as u8;
    }
    let top = best.map_or(0.0, |best| holds[best].score);
    let score = paragraph.element.map_or(0.0, |element| nearest[element]);
    values[2] = bin(if top > 0.0 { score / top } else { 0.0 }, &SCORE);
    for (level, ancestor) in page.ancestors(paragraph).take(LEVELS).enumerate() {
        let element = &holds[ancestor];
        let chars = element.chars.max(1.0);
        values[3 + 4 * level] = bin(element.link_chars / chars, &LINK);
        values[4 + 4 * level] = bin(element.chars / total.max(1.0), &SHARE);
        values[5 + 4 * level] = bin(element.paragraphs, &PARAGRAPHS);
        values[6 + 4 * level] = bin(element.commas / chars, &COMMA);
    }
    values
}

/// The slots whose pairs are features of their own: naive Bayes cannot see by itself that a short line is body inside
/// the best container and furniture outside it.
const PAIRED_SHAPE: [usize; 4] = [0, 1, 2, 6];
const PAIRED_CONTAINER: [usize; 7] = [0, 1, 2, 3, 7, 8, 10];
const PAIRED: usize = PAIRED_SHAPE.len() + PAIRED_CONTAINER.len() + 1;

/// How many values each paired slot has: some of the shape's, some of the container's, the paragraph's own link share.
pub(crate) const PAIRED_SIZES: [usize; PAIRED] = {
    let mut sizes = [OWN_LINK; PAIRED];
    let mut at = 0;
    while at < PAIRED_SHAPE.len() {
        sizes[at] = shape::SIZES[PAIRED_SHAPE[at]];
        at += 1;
    }
    while at < PAIRED - 1 {
        sizes[at] = SIZES[PAIRED_CONTAINER[at - PAIRED_SHAPE.len()]];
        at += 1;
    }
    sizes
};

/// The values of the paired slots.
pub(crate) fn paired(shape: &Shape, container: &Container, own_link: u8) -> [u8; PAIRED] {
    let mut values = [own_link; PAIRED];
    let chosen =
        PAIRED_SHAPE.iter().map(|&slot| shape[slot]).chain(PAIRED_CONTAINER.iter().map(|&slot| container[slot]));
    for (value, chosen) in values.iter_mut().zip(chosen) {
        *value = chosen;
    }
    values
}
