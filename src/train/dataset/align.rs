//! Carries labels from a list of texts over to the paragraphs of a segmented page.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::label::Label;
use crate::normalize;
use crate::page::Page;

/// Share of a paragraph's characters that must lie in labelled text of one label for it to get that label.
const LEAST_COVER: f64 = 0.8;

/// The label of each paragraph of `page`, where its text is found in order among `gold`.
///
/// Texts are compared without white space, width and case. Runs that are equal carry their labels one to one; where
/// the cuts differ, a paragraph gets the label that most of its characters have.
pub(crate) fn carry_labels(page: &Page<'_>, gold: &[(String, Option<Label>)]) -> Vec<Option<Label>> {
    let ours: Vec<Vec<char>> = page.paragraphs().iter().map(|paragraph| key(page.text(paragraph))).collect();
    let theirs: Vec<Vec<char>> = gold.iter().map(|(text, _)| key(text)).collect();
    let mut labels = vec![None; ours.len()];
    for operation in capture_diff_slices(Algorithm::Patience, &theirs, &ours) {
        match operation {
            DiffOp::Equal { old_index, new_index, len } => {
                for step in 0..len {
                    labels[new_index + step] = gold[old_index + step].1;
                }
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let gold_labels = gold[old_index..old_index + old_len].iter().map(|(_, label)| *label);
                let theirs = theirs[old_index..old_index + old_len].iter().zip(gold_labels);
                carry_by_characters(&ours[new_index..new_index + new_len], theirs, &mut labels[new_index..]);
            }
            DiffOp::Delete { .. } | DiffOp::Insert { .. } => {}
        }
    }
    labels
}

/// What is left of a text when everything that cutting may change is taken away.
pub(crate) fn key(text: &str) -> Vec<char> {
    text.chars().filter_map(normalize::fold).filter(|&c| c != ' ').collect()
}

fn carry_by_characters<'a>(
    ours: &[Vec<char>],
    theirs: impl Iterator<Item = (&'a Vec<char>, Option<Label>)>,
    labels: &mut [Option<Label>],
) {
    let (their_chars, their_labels): (Vec<char>, Vec<Option<Label>>) =
        theirs.flat_map(|(text, label)| text.iter().map(move |&c| (c, label))).unzip();
    let our_chars: Vec<char> = ours.concat();
    let mut carried = vec![None; our_chars.len()];
    for operation in capture_diff_slices(Algorithm::Myers, &their_chars, &our_chars) {
        if let DiffOp::Equal { old_index, new_index, len } = operation {
            carried[new_index..new_index + len].copy_from_slice(&their_labels[old_index..old_index + len]);
        }
    }
    let mut start = 0;
    for (text, label) in ours.iter().zip(labels) {
        let own = &carried[start..start + text.len()];
        start += text.len();
        *label = Label::ALL.into_iter().find(|&label| {
            let covered = own.iter().filter(|&&carried| carried == Some(label)).count();
            covered > 0 && covered as f64 >= LEAST_COVER * text.len() as f64
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Label::{Body, Nav, Spam};

    fn carried(html: &str, gold: &[(&str, Label)]) -> Vec<Option<Label>> {
        let gold: Vec<_> = gold.iter().map(|&(text, label)| (text.to_owned(), Some(label))).collect();
        carry_labels(&Page::from_html(html), &gold)
    }

    #[test]
    fn equal_paragraphs_pair_up_in_order() {
        let labels =
            carried("<p>首页<p>正文一。<p>多出来的<p>首页", &[("首页", Nav), ("正文一。", Body), ("首页", Spam)]);
        assert_eq!(labels, [Some(Nav), Some(Body), None, Some(Spam)]);
    }

    #[test]
    fn other_cuts_are_matched_by_their_characters() {
        let gold = [("首页 新闻", Nav), ("第一句。", Body), ("第二句很长很长。", Body), ("版权", Nav)];
        let labels = carried("<p>首页<p>新闻<p>第一句。<b>第二句很长很长。</b><p>版权", &gold);
        assert_eq!(labels, [Some(Nav), Some(Nav), Some(Body), Some(Nav)]);
    }

    #[test]
    fn a_paragraph_of_two_labels_gets_none() {
        assert_eq!(carried("<p>菜单菜单正文正文", &[("菜单菜单", Nav), ("正文正文", Body)]), [None]);
    }
}
