//! Paragraphs as Markdown: CommonMark, with tables as GitHub has them.

mod escape;
mod table;

use super::Kept;
use crate::page::{Page, Paragraph, Tag};
use escape::{escape, escape_inline};
use table::tables;

/// Levels of headings, from `#` on.
const HEADING: &str = "######";

/// An item of a list that a paragraph stands in.
struct Item {
    /// Index of the element.
    element: usize,
    /// What begins its first line; all its other lines are indented as far.
    marker: String,
}

/// What stands around a block: how it is led in.
#[derive(Default)]
struct Around {
    /// Block quotations.
    quotations: usize,
    /// Items of lists, outermost first.
    items: Vec<Item>,
}

/// The kept paragraphs of a page, its title first if there is one.
pub(super) fn markdown(page: &Page<'_>, title: Option<&str>, kept: &[Kept<'_>]) -> String {
    let mut out = Writer::default();
    if let Some(title) = title {
        out.block(&format!("# {}", escape_inline(title)), Around::default());
    }
    let tables = tables(page, kept);
    let mut at = 0;
    while let Some(one) = kept.get(at) {
        if let Some(table) = tables.iter().find(|table| table.kept.start == at) {
            out.block(&table.text, Around { quotations: quotations(page, one.paragraph), items: Vec::new() });
            at = table.kept.end;
            continue;
        }
        let text = match page.heading_level(one.paragraph) {
            Some(level) => format!("{} {}", &HEADING[..usize::from(level)], escape_inline(&one.text)),
            None if is_code(page, one.paragraph) => fenced(&one.text),
            None => escape(&one.text),
        };
        let items = out.items(page, one.paragraph);
        out.block(&text, Around { quotations: quotations(page, one.paragraph), items });
        at += 1;
    }
    out.text
}

fn is_code(page: &Page<'_>, paragraph: &Paragraph) -> bool {
    page.tags(paragraph).any(|tag| matches!(tag, Tag::Pre | Tag::Listing))
}

fn quotations(page: &Page<'_>, paragraph: &Paragraph) -> usize {
    page.tags(paragraph).filter(|&tag| tag == Tag::Blockquote).count()
}

/// Code between fences that are longer than any run of backticks in it.
fn fenced(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{code}\n{fence}")
}

/// Markdown as it grows.
#[derive(Default)]
struct Writer {
    text: String,
    /// The items that the last block stood in, outermost first.
    open: Vec<Item>,
    /// Numbers of the lists that count, by their element: how many items they have so far.
    counts: std::collections::BTreeMap<usize, usize>,
}

impl Writer {
    /// The items that a paragraph stands in: those that are open already, and new ones.
    fn items(&mut self, page: &Page<'_>, paragraph: &Paragraph) -> Vec<Item> {
        let elements = page.elements();
        let mut inside: Vec<usize> =
            page.ancestors(paragraph).filter(|&element| elements[element].tag == Tag::Li).collect();
        inside.reverse();
        let mut items = Vec::new();
        for (depth, element) in inside.into_iter().enumerate() {
            let marker = match self.open.get(depth).filter(|open| open.element == element) {
                Some(open) => open.marker.clone(),
                None => self.marker(page, element),
            };
            items.push(Item { element, marker });
        }
        items
    }

    fn marker(&mut self, page: &Page<'_>, item: usize) -> String {
        match page.elements()[item].parent.filter(|&list| page.elements()[list].tag == Tag::Ol) {
            Some(list) => {
                let count = self.counts.entry(list).or_default();
                *count += 1;
                format!("{count}. ")
            }
            None => "- ".to_owned(),
        }
    }

    /// Adds a block: a blank line before it, unless it begins an item behind another one.
    fn block(&mut self, text: &str, around: Around) {
        let is_new = |depth: usize| {
            self.open.get(depth).map(|open| open.element) != around.items.get(depth).map(|item| item.element)
        };
        let begins = (0..around.items.len()).find(|&depth| is_new(depth));
        if !self.text.is_empty() {
            let is_tight = begins.is_some() && !self.open.is_empty() && around.quotations == 0;
            self.text.push_str(if is_tight { "\n" } else { "\n\n" });
        }
        let mut lead = "> ".repeat(around.quotations);
        let mut first = lead.clone();
        for (depth, item) in around.items.iter().enumerate() {
            let indentation = " ".repeat(item.marker.len());
            first.push_str(if begins.is_some_and(|begins| depth >= begins) { &item.marker } else { &indentation });
            lead.push_str(&indentation);
        }
        for (number, line) in text.lines().enumerate() {
            if number > 0 {
                self.text.push('\n');
            }
            let line = format!("{}{line}", if number == 0 { &first } else { &lead });
            self.text.push_str(line.trim_end());
        }
        self.open = around.items;
    }
}
