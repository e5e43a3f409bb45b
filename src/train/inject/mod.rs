//! Puts spam lines into clean pages, as those who hack sites do: at the top, between the paragraphs of the article, at
//! the end, among the links of a list, in a hidden block.
//!
//! Real hacked pages with labels are rare; clean pages and spam lines are not.

mod markup;

use super::dataset::LabeledSource;
use super::random::Random;
use super::views::{Headline, html_page, is_east_asian, is_mostly_east_asian};
use crate::error::Result;
use crate::label::Label;
use crate::page::{Element, Page, Tag};

/// Of so many clean pages one gets spam.
const PAGES_PER_INJECTION: u64 = 2;

/// Of so many pages that get spam one gets it in another script.
const PAGES_PER_FOREIGN_SPAM: usize = 10;

/// Behind how many paragraphs at most spam at the top of a page stands.
const TOP: usize = 4;

/// Of so many hidden blocks one is a single long dump, of so many lines at most.
const HIDDEN_PER_DUMP: usize = 4;
const LONGEST_DUMP: usize = 300;

/// Lines that are mixed among links stand at most so many links apart.
const MIXED_APART: usize = 3;

/// What marks injected spam in HTML: a label that also stands out among the values that real pages give `data-label`.
pub(super) const INJECTED: &str = "parasift-injected-spam";

/// Where spam goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Top,
    Middle,
    End,
    List,
    Hidden,
    /// One by one among the links of a list: sold links stand so.
    Mixed,
}

impl Place {
    const ALL: [Place; 6] = [Place::Top, Place::Middle, Place::End, Place::List, Place::Hidden, Place::Mixed];

    /// The most lines that go to one such place.
    const fn most_lines(self) -> usize {
        match self {
            Place::Top | Place::Middle => 2,
            Place::End | Place::Mixed => 8,
            Place::List | Place::Hidden => 14,
        }
    }
}

/// Puts some of `spam` into every other clean page. Each page draws from the lines of its own fold, so that no line is
/// in training and out of it at once.
pub(super) fn inject(pages: &mut [LabeledSource], fold_of: &[usize], spam: &[(String, usize)]) -> Result<()> {
    let folds = fold_of.iter().chain(spam.iter().map(|(_, fold)| fold)).max().map_or(0, |most| most + 1);
    let mut pools: Vec<[Vec<&str>; 2]> = vec![Default::default(); folds];
    for (line, fold) in spam {
        pools[*fold][usize::from(is_east_asian(line))].push(line);
    }
    for (page, &fold) in pages.iter_mut().zip(fold_of) {
        let mut random = Random::of(page);
        let is_clean = page.paragraphs.iter().all(|(_, label)| *label != Some(Label::Spam));
        let is_chinese = is_mostly_east_asian(page);
        // Spam is mostly in the language of the page, or it would be too easy to find.
        let pool = &pools[fold][usize::from(is_chinese ^ (random.below(PAGES_PER_FOREIGN_SPAM) == 0))];
        if !is_clean || pool.is_empty() || !random.next().is_multiple_of(PAGES_PER_INJECTION) {
            continue;
        }
        for _ in 0..1 + random.below(3) {
            let place = Place::ALL[random.below(Place::ALL.len())];
            // Many stand by themselves, and those are hardest to find.
            let count = if random.below(2) == 0 { 1 } else { 1 + random.below(place.most_lines()) };
            let lines: Vec<&str> = (0..count).map(|_| pool[random.below(pool.len())]).collect();
            if place == Place::Hidden && random.below(HIDDEN_PER_DUMP) == 0 {
                let dump: Vec<&str> =
                    (0..1 + random.below(LONGEST_DUMP)).map(|_| pool[random.below(pool.len())]).collect();
                inject_at(page, place, &[&dump.join(" ")], &mut random)?;
            } else {
                inject_at(page, place, &lines, &mut random)?;
            }
        }
    }
    Ok(())
}

/// Puts lines at a place of a page, in its HTML and its paragraphs.
pub(super) fn inject_at(page: &mut LabeledSource, place: Place, lines: &[&str], random: &mut Random) -> Result<()> {
    if let Some((clean, labels)) = html_page(page, Headline::LeftOut)? {
        page.html = Some(into_html(&clean, &labels, page.annotated, place, lines, random).into());
    }
    into_paragraphs(&mut page.paragraphs, place, lines, random);
    page.lines.clear();
    Ok(())
}

/// Puts markup of one's own at a place of a page's HTML, made from the value of its `data-label`; its paragraphs stay as
/// they are. Tells whether there was any HTML, and any markup.
pub(super) fn inject_markup(
    page: &mut LabeledSource,
    place: Place,
    markup: &dyn Fn(&str) -> Option<String>,
    random: &mut Random,
) -> Result<bool> {
    let Some(markup) = markup(data_label(page.annotated)) else { return Ok(false) };
    let Some((clean, labels)) = html_page(page, Headline::LeftOut)? else { return Ok(false) };
    let (offset, _) = offset(&clean, position(&labels, place, random));
    let mut html = clean.source().to_owned();
    html.insert_str(offset, &markup);
    page.html = Some(html.into());
    Ok(true)
}

/// What marks spam in a page whose labels stand in its HTML, and in one whose labels do not.
fn data_label(annotated: bool) -> &'static str {
    if annotated { Label::Spam.as_str() } else { INJECTED }
}

fn into_paragraphs(paragraphs: &mut Vec<(String, Option<Label>)>, place: Place, lines: &[&str], random: &mut Random) {
    let labels: Vec<Option<Label>> = paragraphs.iter().map(|(_, label)| *label).collect();
    let spam = |line: &&str| ((*line).to_owned(), Some(Label::Spam));
    if place == Place::Mixed {
        for (at, line) in mixed_positions(&labels, lines, random).into_iter().rev() {
            paragraphs.insert(at, spam(&line));
        }
        return;
    }
    let at = position(&labels, place, random);
    paragraphs.splice(at..at, lines.iter().map(spam));
}

/// Before which paragraphs the lines go that are mixed among links, in ascending order.
fn mixed_positions<'l>(labels: &[Option<Label>], lines: &[&'l str], random: &mut Random) -> Vec<(usize, &'l str)> {
    let mut links: Vec<usize> = (0..labels.len()).filter(|&at| labels[at] == Some(Label::Nav)).collect();
    if links.is_empty() {
        links.extend(0..labels.len());
    }
    let Some(last) = links.len().checked_sub(1) else { return Vec::new() };
    let mut next = random.below(links.len());
    let place = |line: &&'l str| {
        let at = links[next.min(last)];
        next += 1 + random.below(MIXED_APART);
        (at, *line)
    };
    lines.iter().map(place).collect()
}

/// Before which paragraph the spam goes.
fn position(labels: &[Option<Label>], place: Place, random: &mut Random) -> usize {
    let mut among = |wanted: Label| -> usize {
        let candidates: Vec<usize> = (0..labels.len()).filter(|&at| labels[at] == Some(wanted)).collect();
        match candidates.is_empty() {
            true => random.below(labels.len().max(1)),
            false => candidates[random.below(candidates.len())],
        }
    };
    match place {
        Place::Top => random.below(labels.len().min(TOP) + 1),
        Place::End => labels.len(),
        Place::Middle => among(Label::Body),
        Place::List | Place::Hidden | Place::Mixed => among(Label::Nav),
    }
}

fn into_html(
    page: &Page<'_>,
    labels: &[Option<Label>],
    annotated: bool,
    place: Place,
    lines: &[&str],
    random: &mut Random,
) -> String {
    let label = data_label(annotated);
    if place == Place::Mixed {
        return mixed_into_html(page, label, &mixed_positions(labels, lines, random));
    }
    let at = position(labels, place, random);
    let spam = markup::block(place, label, lines, random);
    let (offset, is_inline) = offset(page, at);
    let spam = if is_inline { markup::lines_in_place(label, lines) } else { spam };
    let (before, behind) = page.source().split_at(offset);
    [before, &spam, behind].concat()
}

/// Where in the source to put what goes before that paragraph, and whether that is inside a block.
fn offset(page: &Page<'_>, at: usize) -> (usize, bool) {
    match page.paragraphs().get(at) {
        None => (end_of_body(page.source()), false),
        Some(_) if at == 0 => (start_of_body(page), false),
        Some(paragraph) => {
            match own_element(page, at) {
                Some(element) => (element.source, false),
                // Behind a `<br>`: a line of its own inside the same block.
                None => (paragraph.source.start, true),
            }
        }
    }
}

fn mixed_into_html(page: &Page<'_>, label: &str, lines: &[(usize, &str)]) -> String {
    let mut html = page.source().to_owned();
    for &(at, line) in lines.iter().rev() {
        match own_element(page, at) {
            Some(element) => html.insert_str(element.source, &markup::item(element.tag, label, line)),
            None => html.insert_str(page.paragraphs()[at].source.start, &markup::lines_in_place(label, &[line])),
        }
    }
    html
}

/// The block element that begins with that paragraph, if there is one.
fn own_element<'p>(page: &'p Page<'_>, at: usize) -> Option<&'p Element> {
    let element = &page.elements()[page.paragraphs()[at].element?];
    let before = at.checked_sub(1).map(|before| &page.paragraphs()[before]);
    before.is_none_or(|before| before.source.end <= element.source).then_some(element)
}

fn start_of_body(page: &Page<'_>) -> usize {
    let body = page.elements().iter().find(|element| element.tag == Tag::Body);
    match body.and_then(|body| page.source()[body.source..].find('>').map(|end| body.source + end + 1)) {
        Some(offset) => offset,
        None => page.elements().first().map_or(0, |first| first.source),
    }
}

fn end_of_body(html: &str) -> usize {
    html.rfind("</body").or_else(|| html.rfind("</BODY")).unwrap_or(html.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(n: usize) -> LabeledSource {
        let html = format!("<body><ul><li>首页{n}<li>新闻</ul><div><p>正文一。<p>正文二。<br>三。</div></body>");
        let labels =
            [("新闻", Label::Nav), ("正文一。", Label::Body), ("正文二。", Label::Body), ("三。", Label::Body)];
        LabeledSource {
            path: "x".into(),
            line: None,
            source: String::new(),
            about: Default::default(),
            headline: None,
            site: n.to_string(),
            html: Some(html.into()),
            annotated: false,
            paragraphs: std::iter::once((format!("首页{n}"), Some(Label::Nav)))
                .chain(labels.map(|(text, label)| (text.to_owned(), Some(label))))
                .collect(),
            lines: Vec::new(),
        }
    }

    #[test]
    fn spam_is_added_and_nothing_lost() {
        let clean: Vec<LabeledSource> = (0..200).map(page).collect();
        let mut pages = clean.clone();
        let folds: Vec<usize> = (0..200).map(|n| n % 2).collect();
        let spam: Vec<(String, usize)> = (0..20).map(|n| (format!("博彩<平台>&{n}"), n % 2)).collect();
        inject(&mut pages, &folds, &spam).unwrap();
        let mut hit = 0;
        for (page, clean) in pages.iter().zip(&clean) {
            let honest: Vec<_> =
                page.paragraphs.iter().filter(|(_, label)| *label != Some(Label::Spam)).cloned().collect();
            assert_eq!(honest, clean.paragraphs);
            let (html, labels) = html_page(page, Headline::LeftOut).unwrap().unwrap();
            let texts: Vec<&str> = html.paragraphs().iter().map(|p| html.text(p)).collect();
            let (spam_texts, others): (Vec<_>, Vec<_>) =
                texts.iter().zip(&labels).partition(|(_, label)| **label == Some(Label::Spam));
            assert_eq!(others.len(), clean.paragraphs.len(), "{:?}", page.html);
            assert!(spam_texts.iter().all(|(text, _)| text.starts_with("博彩<平台>&")));
            assert_eq!(spam_texts.len(), page.paragraphs.len() - clean.paragraphs.len());
            hit += usize::from(!spam_texts.is_empty());
        }
        assert!((60..140).contains(&hit), "{hit}");
    }

    #[test]
    fn folds_share_no_line() {
        let mut pages: Vec<LabeledSource> = (0..200).map(page).collect();
        let folds: Vec<usize> = (0..200).map(|n| n % 2).collect();
        let spam: Vec<(String, usize)> = (0..20).map(|n| (format!("线{n}"), n % 2)).collect();
        inject(&mut pages, &folds, &spam).unwrap();
        let lines = |fold: usize| -> std::collections::BTreeSet<&str> {
            let own = pages.iter().zip(&folds).filter(|(_, other)| **other == fold);
            own.flat_map(|(page, _)| &page.paragraphs)
                .filter(|(_, l)| *l == Some(Label::Spam))
                .map(|(t, _)| t.as_str())
                .collect()
        };
        assert!(!lines(0).is_empty() && lines(0).is_disjoint(&lines(1)));
    }
}
