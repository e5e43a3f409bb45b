//! Puts spam lines into clean pages, as those who hack sites do: at the top, between the paragraphs of the article, at
//! the end, among the links of a list, in a hidden block.
//!
//! Real hacked pages with labels are rare; clean pages and spam lines are not.

use super::dataset::LabeledSource;
use super::random::Random;
use super::views::{Headline, html_page, is_east_asian, is_mostly_east_asian};
use crate::error::Result;
use crate::label::Label;
use crate::page::{Page, Tag};

/// Of so many clean pages one gets spam.
const PAGES_PER_INJECTION: u64 = 2;

/// Of so many pages that get spam one gets it in another script.
const PAGES_PER_FOREIGN_SPAM: usize = 10;

/// Behind how many paragraphs at most spam at the top of a page stands.
const TOP: usize = 4;

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
}

impl Place {
    const ALL: [Place; 5] = [Place::Top, Place::Middle, Place::End, Place::List, Place::Hidden];

    /// The most lines that go to one such place.
    const fn most_lines(self) -> usize {
        match self {
            Place::Top | Place::Middle => 2,
            Place::End => 8,
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
            inject_at(page, place, &lines, &mut random)?;
        }
    }
    Ok(())
}

/// Puts lines at a place of a page, in its HTML and its paragraphs.
pub(super) fn inject_at(page: &mut LabeledSource, place: Place, lines: &[&str], random: &mut Random) -> Result<()> {
    if let Some((clean, labels)) = html_page(page, Headline::LeftOut)? {
        page.html = Some(into_html(&clean, &labels, page.annotated, place, lines, random));
    }
    into_paragraphs(&mut page.paragraphs, place, lines, random);
    page.lines.clear();
    Ok(())
}

fn into_paragraphs(paragraphs: &mut Vec<(String, Option<Label>)>, place: Place, lines: &[&str], random: &mut Random) {
    let labels: Vec<Option<Label>> = paragraphs.iter().map(|(_, label)| *label).collect();
    let at = position(&labels, place, random);
    let lines = lines.iter().map(|line| ((*line).to_owned(), Some(Label::Spam)));
    paragraphs.splice(at..at, lines);
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
        Place::List | Place::Hidden => among(Label::Nav),
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
    let label = if annotated { Label::Spam.as_str() } else { INJECTED };
    let at = position(labels, place, random);
    let spam = markup(place, label, lines, random);
    let (offset, is_inline) = match page.paragraphs().get(at) {
        None => (end_of_body(page.source()), false),
        Some(_) if at == 0 => (start_of_body(page), false),
        Some(paragraph) => {
            let is_first = page.paragraphs()[at - 1].element != paragraph.element;
            match paragraph.element.filter(|_| is_first) {
                Some(element) => (page.elements()[element].source, false),
                // Behind a `<br>`: a line of its own inside the same block.
                None => (paragraph.source.start, true),
            }
        }
    };
    let spam = if is_inline { lines_in_place(label, lines) } else { spam };
    let (before, behind) = page.source().split_at(offset);
    [before, &spam, behind].concat()
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

fn lines_in_place(label: &str, lines: &[&str]) -> String {
    lines.iter().map(|line| format!("<span data-label={label}>{}</span><br>", escaped(line))).collect()
}

/// Spam as it is found in pages: in paragraphs, link lists and hidden blocks of many makes.
fn markup(place: Place, label: &str, lines: &[&str], random: &mut Random) -> String {
    let linked = |line: &str| format!("<a href=\"http://spam.example/\">{}</a>", escaped(line));
    let each = |before: &str, line: &dyn Fn(&str) -> String, after: &str| -> String {
        lines.iter().map(|text| format!("{before}{}{after}", line(text))).collect()
    };
    let plain = |line: &str| escaped(line);
    let inner = match (place, random.below(6)) {
        (Place::List, 0 | 1) => format!("<ul>{}</ul>", each("<li>", &linked, "</li>")),
        (Place::List, 2) => each("<div>", &linked, "</div>"),
        (_, 0) => each("<p>", &plain, "</p>"),
        (_, 1) => each("<div>", &plain, "</div>"),
        (_, 2) => each("", &linked, "<br>"),
        (_, 3) => each("<p>", &linked, "</p>"),
        (_, 4) => format!("<ul>{}</ul>", each("<li>", &linked, "</li>")),
        _ => each("<font color=#ffffff>", &plain, "</font><br>"),
    };
    let style = match (place, random.below(4)) {
        (Place::Hidden, 0 | 1) => " style=\"display:none\"",
        (Place::Hidden, 2) => " style=\"position:absolute;left:-9999px\"",
        (Place::Hidden, _) => " style=\"visibility:hidden\"",
        (Place::End, 0) => " style=\"display:none\"",
        _ => "",
    };
    format!("<div{style} data-label={label}>{inner}</div>")
}

fn escaped(line: &str) -> String {
    htmlize::escape_text(line).into_owned()
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
            html: Some(html),
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
