//! What the markup says of a paragraph: tags, own links, hidden, landmarks, and the words in class and id.

use super::slots::bin;
use crate::page::{Page, Paragraph, Tag};

/// Buckets of the table of class and id words.
pub(crate) const CLASS_BUCKETS: usize = 1 << 15;

/// How many of the nearest ancestors lend a paragraph the words of their class and id.
const CLASS_LEVELS: usize = 6;

/// Ancestors that say by their name what they hold, however far out they stand.
const LANDMARKS: [Tag; 17] = [
    Tag::Ul,
    Tag::Li,
    Tag::Table,
    Tag::P,
    Tag::Article,
    Tag::Nav,
    Tag::Footer,
    Tag::Header,
    Tag::H1,
    Tag::H2,
    Tag::H3,
    Tag::Section,
    Tag::Aside,
    Tag::Form,
    Tag::Td,
    Tag::Dl,
    Tag::Main,
];

/// Edges of the bins of a paragraph's own link share.
const LINK: [f64; 5] = [0.001, 0.1, 0.3, 0.6, 0.95];

/// Values of a paragraph's own link share.
pub(crate) const OWN_LINK: usize = LINK.len() + 1;

// First buckets of: the innermost tag (with one for none), the two innermost, own link share, hidden, landmarks.
const TAGS: usize = Tag::COUNT + 1;
const PAIR_AT: usize = TAGS;
const LINK_AT: usize = PAIR_AT + TAGS * TAGS;
const HIDDEN_AT: usize = LINK_AT + OWN_LINK;
const LANDMARK_AT: usize = HIDDEN_AT + 2;

/// Buckets of the markup table.
pub(crate) const BUCKETS: usize = LANDMARK_AT + LANDMARKS.len();

/// The bin of the share of a paragraph that stands in links.
pub(crate) fn own_link(paragraph: &Paragraph) -> u8 {
    bin(paragraph.link_chars as f64 / paragraph.chars.max(1) as f64, &LINK)
}

/// For every element the landmarks among itself and its ancestors, a bit for each.
pub(crate) fn landmarks(page: &Page<'_>) -> Vec<u32> {
    let mut bits: Vec<u32> = Vec::with_capacity(page.elements().len());
    for element in page.elements() {
        let above = element.parent.map_or(0, |parent| bits[parent]);
        let own = LANDMARKS.iter().position(|&tag| tag == element.tag).map_or(0, |at| 1 << at);
        bits.push(above | own);
    }
    bits
}

/// Adds a paragraph's markup features.
pub(crate) fn push_markup(page: &Page<'_>, paragraph: &Paragraph, landmarks: &[u32], ids: &mut Vec<u32>) {
    let mut tags = page.tags(paragraph).map(|tag| tag as usize);
    let (inner, outer) = (tags.next().unwrap_or(Tag::COUNT), tags.next().unwrap_or(Tag::COUNT));
    ids.push(inner as u32);
    ids.push((PAIR_AT + inner * TAGS + outer) as u32);
    ids.push((LINK_AT + usize::from(own_link(paragraph))) as u32);
    ids.push((HIDDEN_AT + usize::from(paragraph.hidden)) as u32);
    let bits = paragraph.element.map_or(0, |element| landmarks[element]);
    ids.extend((0..LANDMARKS.len()).filter(|at| bits >> at & 1 == 1).map(|at| (LANDMARK_AT + at) as u32));
}

/// Adds the buckets of the words in the class and id of a paragraph's nearest ancestors, each once.
pub(crate) fn push_classes(page: &Page<'_>, paragraph: &Paragraph, ids: &mut Vec<u32>) {
    let start = ids.len();
    for element in page.ancestors(paragraph).take(CLASS_LEVELS) {
        for word in page.words(element) {
            let id = word % CLASS_BUCKETS as u32;
            if !ids[start..].contains(&id) {
                ids.push(id);
            }
        }
    }
}
