//! One page of a report: its head, its map, its paragraphs.

use askama::Template;

use super::blocks::{Arrangement, Look, blocks};
use super::index::Entry;
use super::svg::{self, Cell};
use super::text::{self, Piece, pieces};
use super::{evidence, rendered};
use crate::error::Result;
use crate::explain::Explanation;
use crate::label::{Label, Probability};
use crate::labeled::{LabeledPage, LabeledParagraph};
use crate::verdict::Verdict;

/// Blocks that a browser lays out together when they come into view.
const CHUNK: usize = 40;

/// A page, ready to be put into a report.
pub(crate) struct ReportedPage {
    pub(super) entry: Entry,
    pub(super) html: String,
    /// JSON.
    pub(super) evidence: String,
}

#[derive(Template)]
#[template(path = "page.html")]
struct PageTemplate<'a> {
    entry: &'a Entry,
    verdict: &'static str,
    encoding: &'static str,
    model: &'a str,
    map: String,
    head: Vec<Head>,
    chunks: Vec<Vec<Block>>,
}

/// A text of the page's head.
struct Head {
    kind: &'static str,
    label: Labelled,
    pieces: Vec<Piece>,
}

/// Paragraphs that stand together.
struct Block {
    class: &'static str,
    items: Vec<Item>,
}

/// A paragraph.
struct Item {
    index: usize,
    label: Labelled,
    is_hidden: bool,
    /// It is spam, or has spam in it.
    has_spam: bool,
    class: String,
    /// For those who hear the page: how deep a heading is, under the report's own.
    level: Option<u8>,
    pieces: Vec<Piece>,
}

/// A label with how sure it is.
struct Labelled {
    name: &'static str,
    probability: String,
    strength: u8,
}

impl Labelled {
    fn new(label: Label, probability: &Probability) -> Labelled {
        let probability = probability.of(label);
        Labelled { name: label.as_str(), probability: format!("{probability:.2}"), strength: strength(probability) }
    }
}

impl ReportedPage {
    /// From a page's name, its labels, why it got them, and the name of the model that gave them.
    pub(crate) fn new(
        name: &str,
        page: &LabeledPage<'_>,
        explanations: &[Explanation],
        model: &str,
    ) -> Result<ReportedPage> {
        let cells: Vec<Cell> = page
            .page()
            .paragraphs()
            .iter()
            .zip(page.paragraphs())
            .map(|(paragraph, said)| Cell {
                label: said.label,
                strength: strength(said.probability.of(said.label)),
                chars: paragraph.chars,
            })
            .collect();
        let entry = Entry::new(text::plain(name), page, svg::miniature(&cells));
        let html = rendered(&PageTemplate {
            entry: &entry,
            verdict: in_words(page.verdict()),
            encoding: page.page().encoding(),
            model,
            map: svg::map(&cells),
            head: head(page),
            chunks: chunks(page),
        })?;
        Ok(ReportedPage { html, entry, evidence: evidence::of_page(explanations)? })
    }
}

fn head(page: &LabeledPage<'_>) -> Vec<Head> {
    let head = |head: crate::LabeledHead<'_>| Head {
        kind: head.text.kind.as_str(),
        label: Labelled::new(head.label, &head.probability),
        pieces: pieces(&head.text.text, &[]),
    };
    page.head().map(head).collect()
}

fn chunks(page: &LabeledPage<'_>) -> Vec<Vec<Block>> {
    let mut items = page.page().paragraphs().iter().zip(page.paragraphs()).map(|(paragraph, said)| {
        let look = Look::of(page.page(), paragraph);
        item(said, look)
    });
    let (mut chunks, mut chunk) = (Vec::new(), Vec::new());
    for (arrangement, count) in blocks(page.page()) {
        let class = match arrangement {
            Arrangement::Column => "column",
            Arrangement::Row => "row",
            Arrangement::Menu => "menu",
        };
        chunk.push(Block { class, items: items.by_ref().take(count).collect() });
        if chunk.len() == CHUNK {
            chunks.push(std::mem::take(&mut chunk));
        }
    }
    chunks.push(chunk);
    chunks
}

fn item(said: LabeledParagraph<'_>, look: Look) -> Item {
    Item {
        index: said.index,
        label: Labelled::new(said.label, &said.probability),
        is_hidden: said.hidden,
        has_spam: said.label == Label::Spam || !said.spans.is_empty(),
        class: look.class(),
        level: match look {
            // The page's name is the heading of the first level.
            Look::Heading(level) => Some((level + 1).min(6)),
            _ => None,
        },
        pieces: pieces(said.text, said.spans),
    }
}

/// The probability of a label in tenths, 0 to 9.
fn strength(probability: f64) -> u8 {
    ((probability * 10.0) as u8).min(9)
}

fn in_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Clean => "An article without spam, or with so little that it may well be none.",
        Verdict::Injected => "An article, or honest furniture, with spam in it or in its head.",
        Verdict::Doorway => "Most of the text that is not furniture is spam.",
        Verdict::NoBody => "Neither article nor spam to be sure of: a list, a form, an error message, nothing at all.",
    }
}
