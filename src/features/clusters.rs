//! Which paragraphs of a page are alike: what one of them is, the others are likely to be too.

use super::shape::Shape;
use crate::hash;
use crate::page::{Page, Paragraph};

/// Ways of being alike. In HTML: elements with one parent, with one grandparent, and elements of the same names and
/// classes. In text: all paragraphs, and those of the same beginning, ending and script.
pub(crate) const CLUSTERS: usize = 3;

/// How many of the nearest ancestors must have the same names, and how many of those the same classes.
const NAMED_LEVELS: usize = 5;
const CLASSED_LEVELS: usize = 3;

/// For each way the cluster that a paragraph is in: equal numbers are one cluster.
pub(crate) fn clusters(page: &Page<'_>, paragraph: &Paragraph, shape: &Shape) -> [u32; CLUSTERS] {
    let mut ancestors = page.ancestors(paragraph);
    let Some(own) = ancestors.next() else {
        let [.., end, _, latin, _, _, first, _] = *shape;
        let alike = hash::bytes([end, latin, first]);
        return [0, alike, alike];
    };
    let parent = ancestors.next().unwrap_or(own);
    let grandparent = ancestors.next().unwrap_or(parent);
    [parent as u32, grandparent as u32, make(page, paragraph)]
}

/// Hash of the names and classes of a paragraph's nearest ancestors.
fn make(page: &Page<'_>, paragraph: &Paragraph) -> u32 {
    page.ancestors(paragraph).take(NAMED_LEVELS).enumerate().fold(0, |make, (level, element)| {
        let make = hash::pair(make, page.elements()[element].tag as u32);
        let words = if level < CLASSED_LEVELS { page.words(element) } else { &[] };
        words.iter().fold(make, |make, &word| hash::pair(make, word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_a_list_are_alike() {
        let page = Page::from_html(
            "<ul><li class=item><a>一</a><li class=item><b>二</b><li class=other>三</ul><ul><li class=item>四</ul>",
        );
        let of: Vec<[u32; CLUSTERS]> = page.paragraphs().iter().map(|p| clusters(&page, p, &[0; 9])).collect();
        assert_eq!(of[0], of[1]);
        assert_eq!(of[0][0], of[2][0]);
        assert_ne!(of[0][2], of[2][2]);
        assert_ne!(of[0][0], of[3][0]);
        assert_eq!(of[0][2], of[3][2]);
    }
}
