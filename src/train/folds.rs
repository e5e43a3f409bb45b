//! Folds for cross-validation, cut by site.

use std::collections::BTreeMap;

use super::dataset::LabeledSource;
use crate::hash;

/// The fold of each page. Pages of one site share one; sites go, largest first, to the fold that has the fewest
/// paragraphs. Depends on nothing but the pages.
pub(super) fn by_site(pages: &[LabeledSource], folds: usize) -> Vec<usize> {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for page in pages {
        *sizes.entry(&page.site).or_default() += page.paragraphs.len();
    }
    let mut sites: Vec<(&str, usize)> = sizes.into_iter().collect();
    sites.sort_by_key(|&(site, size)| (std::cmp::Reverse(size), hash::bytes(site.bytes()), site));
    let mut filled = vec![0; folds];
    let fold_of: BTreeMap<&str, usize> = sites
        .into_iter()
        .map(|(site, size)| {
            let fold = (0..folds).min_by_key(|&fold| filled[fold]).unwrap_or(0);
            filled[fold] += size;
            (site, fold)
        })
        .collect();
    pages.iter().map(|page| fold_of[page.site.as_str()]).collect()
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
        let folds = by_site(&pages, 2);
        assert_eq!((folds[0], folds[0]), (folds[2], folds[5]));
        assert_eq!(folds.iter().filter(|&&fold| fold == folds[0]).count(), 3);
    }

    #[test]
    fn large_sites_are_cut() {
        let pages: Vec<_> = (1..=5).map(|size| page("a", size)).chain([page("b", 1)]).collect();
        let kept = limit_sites(pages, 2);
        assert_eq!(kept.iter().filter(|page| page.site == "a").count(), 2);
        assert_eq!(kept.iter().filter(|page| page.site == "b").count(), 1);
    }
}
