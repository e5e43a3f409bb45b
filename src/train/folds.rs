//! Folds for cross-validation.

use std::collections::BTreeMap;

use super::dataset::{LabeledSource, SpamLine};
use crate::hash;

/// What is held out as a whole in cross-validation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum HoldOut {
    /// All pages of a site; of the spam lines, each by itself.
    #[default]
    Site,
    /// All pages of a kind (a set, a folder); of the spam lines, each by itself.
    Kind,
    /// All pages of a site, and all spam lines of a family.
    Family,
}

/// The fold of each page. Pages of one site or kind share one; these go, largest first, to the fold that has the fewest
/// paragraphs. Depends on nothing but the pages.
pub(super) fn of_pages(pages: &[LabeledSource], folds: usize, hold_out: HoldOut) -> Vec<usize> {
    let key = |page: &'_ LabeledSource| match hold_out {
        HoldOut::Kind => page.source.clone(),
        HoldOut::Site | HoldOut::Family => page.site.clone(),
    };
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages {
        *sizes.entry(key(page)).or_default() += page.paragraphs.len();
    }
    let mut keys: Vec<(String, usize)> = sizes.into_iter().collect();
    keys.sort_by_cached_key(|(key, size)| (std::cmp::Reverse(*size), hash::bytes(key.bytes()), key.clone()));
    let mut filled = vec![0; folds];
    let fold_of: BTreeMap<String, usize> = keys
        .into_iter()
        .map(|(key, size)| {
            let fold = (0..folds).min_by_key(|&fold| filled[fold]).unwrap_or(0);
            filled[fold] += size;
            (key, fold)
        })
        .collect();
    pages.iter().map(|page| fold_of[&key(page)]).collect()
}

/// The fold of each spam line.
pub(super) fn of_lines(lines: &[SpamLine], folds: usize, hold_out: HoldOut) -> Vec<usize> {
    let mut families: Vec<&str> = lines.iter().map(|line| &*line.family).collect();
    families.sort_unstable();
    families.dedup();
    let of_family = |line: &SpamLine| families.iter().position(|&family| family == line.family).unwrap_or(0);
    let fold = |line: &SpamLine| match hold_out {
        HoldOut::Family => of_family(line),
        HoldOut::Site | HoldOut::Kind => hash::bytes(line.text.bytes()) as usize,
    };
    lines.iter().map(|line| fold(line) % folds).collect()
}

/// Keeps of each site the first so many pages in an order that is random but fixed: many pages of one template would
/// teach that template.
pub(super) fn limit_sites(pages: Vec<LabeledSource>, most: usize) -> Vec<LabeledSource> {
    let mut order: Vec<usize> = (0..pages.len()).collect();
    order.sort_by_key(|&at| (hash::bytes(pages[at].paragraphs.iter().flat_map(|(text, _)| text.bytes())), at));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut kept: Vec<bool> = vec![false; pages.len()];
    for at in order {
        let count = counts.entry(&pages[at].site).or_default();
        kept[at] = *count < most;
        *count += 1;
    }
    drop(counts);
    pages.into_iter().zip(kept).filter_map(|(page, kept)| kept.then_some(page)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(site: &str, paragraphs: usize) -> LabeledSource {
        LabeledSource {
            path: "x".into(),
            line: None,
            source: String::new(),
            about: Default::default(),
            headline: None,
            site: site.to_owned(),
            html: None,
            annotated: false,
            paragraphs: (0..paragraphs).map(|n| (format!("{site}{n}"), None)).collect(),
            lines: Vec::new(),
        }
    }

    #[test]
    fn sites_stay_together_and_folds_are_even() {
        let pages: Vec<_> = ["a", "b", "a", "c", "d", "a"].into_iter().map(|site| page(site, 10)).collect();
        let folds = of_pages(&pages, 2, HoldOut::Site);
        assert_eq!((folds[0], folds[0]), (folds[2], folds[5]));
        assert_eq!(folds.iter().filter(|&&fold| fold == folds[0]).count(), 3);
    }

    #[test]
    fn families_stay_together() {
        let line = |family: &str, text: &str| SpamLine { text: text.to_owned(), family: family.to_owned(), kind: None };
        let lines = [line("a", "1"), line("b", "2"), line("a", "3"), line("c", "4")];
        assert_eq!(of_lines(&lines, 2, HoldOut::Family), [0, 1, 0, 0]);
    }

    #[test]
    fn large_sites_are_cut() {
        let pages: Vec<_> = (1..=5).map(|size| page("a", size)).chain([page("b", 1)]).collect();
        let kept = limit_sites(pages, 2);
        assert_eq!(kept.iter().filter(|page| page.site == "a").count(), 2);
        assert_eq!(kept.iter().filter(|page| page.site == "b").count(), 1);
    }
}
