//! Short pieces of pages, as those who label paragraphs cut elsewhere, or a single message, hand them in.

use super::dataset::LabeledSource;
use super::random::Random;
use crate::label::Label;

/// What excerpts are reported as.
pub(super) const SOURCE: &str = "(excerpts)";

/// Of so many pages one lends an excerpt.
const PAGES_PER_EXCERPT: usize = 2;

/// The most paragraphs in an excerpt, and the most of them before its first body.
const MOST_PARAGRAPHS: usize = 10;
const MOST_BEFORE: usize = 3;

/// Excerpts of some of the pages: a few paragraphs, as text, half of them from about where some body stands and half from
/// anywhere. Each comes with the place of its page.
pub(super) fn excerpts(pages: &[LabeledSource]) -> Vec<(usize, LabeledSource)> {
    pages.iter().enumerate().filter_map(|(at, page)| excerpt(page).map(|excerpt| (at, excerpt))).collect()
}

fn excerpt(page: &LabeledSource) -> Option<LabeledSource> {
    let mut random = Random::of(page);
    if random.below(PAGES_PER_EXCERPT) != 0 {
        return None;
    }
    let bodies: Vec<usize> =
        (0..page.paragraphs.len()).filter(|&at| page.paragraphs[at].1 == Some(Label::Body)).collect();
    let start = match bodies.is_empty() || random.below(2) == 0 {
        true => random.below(page.paragraphs.len()),
        false => bodies[random.below(bodies.len())].saturating_sub(random.below(MOST_BEFORE + 1)),
    };
    let paragraphs = page.paragraphs[start..].iter().take(1 + random.below(MOST_PARAGRAPHS)).cloned().collect();
    Some(page.as_text(SOURCE, paragraphs))
}
