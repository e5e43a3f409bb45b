//! The list of a report's pages, those with most spam first.

use askama::Template;

use super::{rendered, text};
use crate::error::Result;
use crate::label::Label;
use crate::labeled::LabeledPage;
use crate::page::HeadKind;
use crate::verdict::Verdict;

/// What the index says of a page.
pub(super) struct Entry {
    /// Nothing in it steers the display.
    pub(super) name: String,
    /// What the page calls itself, if it does; nothing in it steers the display either.
    pub(super) title: Option<String>,
    pub(super) verdict: Verdict,
    pub(super) quality: f64,
    pub(super) format: &'static str,
    /// Paragraphs of body, nav and spam.
    pub(super) counts: [usize; 3],
    /// A small strip.
    pub(super) miniature: String,
}

impl Entry {
    pub(super) fn new(name: String, page: &LabeledPage<'_>, miniature: String) -> Entry {
        let title = page.page().head().iter().find(|head| head.kind == HeadKind::Title);
        Entry {
            name,
            title: title.map(|head| text::plain(&head.text)),
            verdict: page.verdict(),
            quality: page.quality(),
            format: page.page().format().as_str(),
            counts: page.counts(),
            miniature,
        }
    }

    fn has_spam(&self) -> bool {
        self.counts[Label::Spam.index()] > 0
    }
}

#[derive(Template)]
#[template(path = "index.html")]
struct Index<'a> {
    /// In the order in which they are shown, each with its place in the file.
    entries: &'a [(usize, Entry)],
    paragraphs: [usize; 3],
    /// How many pages there are of each verdict that there is, the worst first.
    verdicts: Vec<(&'static str, usize)>,
    model: &'a str,
}

/// The verdicts, the worst first.
const VERDICTS: [Verdict; 4] = [Verdict::Doorway, Verdict::Injected, Verdict::NoBody, Verdict::Clean];

/// The index of pages, with their places in the file.
pub(super) fn index(mut entries: Vec<(usize, Entry)>, model: &str) -> Result<String> {
    sort(&mut entries);
    let mut paragraphs = [0; 3];
    for (_, entry) in &entries {
        paragraphs.iter_mut().zip(entry.counts).for_each(|(sum, count)| *sum += count);
    }
    let count = |verdict: Verdict| entries.iter().filter(|(_, entry)| entry.verdict == verdict).count();
    let verdicts = VERDICTS.map(|verdict| (verdict.as_str(), count(verdict)));
    let verdicts = verdicts.into_iter().filter(|(_, count)| *count > 0).collect();
    rendered(&Index { entries: &entries, paragraphs, verdicts, model })
}

/// Most spam first, then by name, then as they came.
fn sort(entries: &mut [(usize, Entry)]) {
    let key = |(place, entry): &(usize, Entry)| {
        (std::cmp::Reverse(entry.counts[Label::Spam.index()]), entry.name.clone(), *place)
    };
    entries.sort_by_cached_key(key);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_spam_comes_first_then_names() {
        let entry = |place: usize, name: &str, spam: usize| {
            let name = name.to_owned();
            let (verdict, counts) = (Verdict::Clean, [1, 2, spam]);
            (
                place,
                Entry { name, title: None, verdict, quality: 0.5, format: "text", counts, miniature: String::new() },
            )
        };
        let mut entries =
            vec![entry(1, "b", 0), entry(2, "c", 3), entry(3, "a", 0), entry(4, "d", 12), entry(5, "a", 0)];
        sort(&mut entries);
        assert_eq!(entries.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [4, 2, 3, 5, 1]);
        let html = index(entries, "m").unwrap();
        let places: Vec<usize> = ["#page-4", "#page-2", "#page-3"].map(|link| html.find(link).unwrap()).to_vec();
        assert!(places.is_sorted() && html.contains("15"), "{html}");
    }
}
