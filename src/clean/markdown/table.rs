//! Tables of data, told from those that only lay out a page.

use std::collections::BTreeMap;
use std::ops::Range;

use super::escape::escape_inline;
use crate::clean::Kept;
use crate::page::{Page, Tag};

/// A table with fewer rows or columns is no table.
const LEAST_ROWS: usize = 2;
const LEAST_COLUMNS: usize = 2;

/// More characters in one cell are an article that a table lays out.
const MOST_CELL: usize = 300;

/// A table of data.
pub(super) struct Table {
    /// The kept paragraphs that stand in it.
    pub(super) kept: Range<usize>,
    pub(super) text: String,
}

/// Where one kept paragraph stands: elements.
#[derive(Clone, Copy)]
struct Cell {
    table: usize,
    row: usize,
    cell: usize,
    /// Whether another table is around this one.
    is_nested: bool,
}

/// The tables of data among the kept paragraphs, in their order.
pub(super) fn tables(page: &Page<'_>, kept: &[Kept<'_>]) -> Vec<Table> {
    let cells: Vec<Option<Cell>> = kept.iter().map(|kept| cell(page, kept)).collect();
    let mut tables = Vec::new();
    let mut start = 0;
    while start < cells.len() {
        let Some(first) = cells[start] else {
            start += 1;
            continue;
        };
        let same = cells[start..].iter().take_while(|cell| cell.is_some_and(|cell| cell.table == first.table)).count();
        let range = start..start + same;
        tables.extend(
            table(page, &kept[range.clone()], &cells[range.clone()]).map(|text| Table { kept: range.clone(), text }),
        );
        start = range.end;
    }
    tables
}

fn cell(page: &Page<'_>, kept: &Kept<'_>) -> Option<Cell> {
    let find = |from: Option<usize>, tags: &[Tag]| {
        let mut outwards = std::iter::successors(from, |&element| page.elements()[element].parent);
        outwards.find(|&element| tags.contains(&page.elements()[element].tag))
    };
    let cell = find(kept.paragraph.element, &[Tag::Td, Tag::Th])?;
    let row = find(Some(cell), &[Tag::Tr])?;
    let table = find(Some(row), &[Tag::Table])?;
    let is_nested = find(page.elements()[table].parent, &[Tag::Table]).is_some();
    Some(Cell { table, row, cell, is_nested })
}

/// The text of a table, if it is one of data.
fn table(page: &Page<'_>, kept: &[Kept<'_>], cells: &[Option<Cell>]) -> Option<String> {
    let (mut rows, mut texts) = (Vec::new(), BTreeMap::<usize, String>::new());
    for (kept, cell) in kept.iter().zip(cells) {
        let cell = (*cell)?;
        if cell.is_nested {
            return None;
        }
        if rows.last() != Some(&cell.row) {
            rows.push(cell.row);
        }
        let text = texts.entry(cell.cell).or_default();
        if !text.is_empty() {
            text.push_str("<br>");
        }
        text.push_str(&escape_inline(&kept.text).replace('|', "\\|"));
    }
    let rows: Vec<Vec<&str>> = rows.into_iter().map(|row| row_texts(page, row, &texts)).collect();
    let columns = rows.iter().map(Vec::len).max()?;
    let wide = rows.iter().filter(|row| row.iter().filter(|text| !text.is_empty()).count() >= LEAST_COLUMNS).count();
    let is_laid_out = texts.values().any(|text| text.chars().count() > MOST_CELL);
    if wide < LEAST_ROWS || wide * 2 < rows.len() || is_laid_out {
        return None;
    }
    let mut lines: Vec<String> = rows.into_iter().map(|row| line(row.into_iter(), columns)).collect();
    lines.insert(1, line(std::iter::repeat_n("---", columns), columns));
    Some(lines.join("\n"))
}

/// The texts of the cells of a row, those without any among them.
fn row_texts<'t>(page: &Page<'_>, row: usize, texts: &'t BTreeMap<usize, String>) -> Vec<&'t str> {
    let cells = (row + 1..page.elements()[row].end).filter(|&element| {
        let element = &page.elements()[element];
        element.parent == Some(row) && matches!(element.tag, Tag::Td | Tag::Th)
    });
    cells.map(|cell| texts.get(&cell).map_or("", String::as_str)).collect()
}

fn line<'c>(cells: impl Iterator<Item = &'c str>, columns: usize) -> String {
    let cells: Vec<&str> = cells.chain(std::iter::repeat("")).take(columns).collect();
    format!("| {} |", cells.join(" | "))
}
