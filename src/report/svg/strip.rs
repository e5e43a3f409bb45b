//! A page as a strip of cells, one a paragraph, coloured by label.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::label::Label;

/// A paragraph in a strip.
#[derive(Clone, Copy, Debug)]
pub(in crate::report) struct Cell {
    pub(in crate::report) label: Label,
    /// How sure the label is, 0 to 9.
    pub(in crate::report) strength: u8,
    /// Its length in characters.
    pub(in crate::report) chars: usize,
}

/// The shortest paragraph is drawn as if it had so many characters, or a line of a menu could not be seen beside an article.
const LEAST_CHARS: usize = 10;

/// Width of the map, and the height of a character in it, in units of its own.
const WIDTH: usize = 10;
const UNITS: usize = 10;

/// One of so many parts of the map's height is the widest gap between cells: a pixel of a screen.
const GAPS: usize = 600;

/// Columns of the miniature.
const COLUMNS: usize = 100;

/// The map beside a page: cells below each other, as high as their texts are long. `data-weights` says how high each is.
pub(in crate::report) fn map(cells: &[Cell]) -> String {
    let weights: Vec<usize> = cells.iter().map(|cell| weight(*cell)).collect();
    let height = UNITS * weights.iter().sum::<usize>();
    let mut paths: BTreeMap<(Label, u8), String> = BTreeMap::new();
    let mut top = 0;
    for (cell, weight) in cells.iter().zip(&weights) {
        let weight = UNITS * weight;
        let gap = (weight / 6).min(height / GAPS);
        let path = paths.entry((cell.label, cell.strength)).or_default();
        // Writing to a string cannot fail.
        let _ = write!(path, "M0 {top}h{WIDTH}v{}h-{WIDTH}z", weight - gap);
        top += weight;
    }
    let weights: Vec<String> = weights.iter().map(usize::to_string).collect();
    let mut svg = format!(
        "<svg class=\"cells\" viewBox=\"0 0 {WIDTH} {height}\" preserveAspectRatio=\"none\" data-weights=\"{}\" aria-hidden=\"true\">",
        weights.join(" ")
    );
    for ((label, strength), path) in paths {
        let _ = write!(svg, "<path class=\"{label} s{strength}\" d=\"{path}\"/>");
    }
    svg + "</svg>"
}

/// The page in a line of fixed length. Each column has the label of most of its characters, but spam is always seen.
pub(in crate::report) fn miniature(cells: &[Cell]) -> String {
    let mut svg = format!(
        "<svg class=\"miniature\" viewBox=\"0 0 {COLUMNS} 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
    );
    let columns = columns(cells);
    for label in Label::ALL {
        let mut path = String::new();
        let mut left = 0;
        for run in columns.chunk_by(|one, other| one == other) {
            if run[0] == label {
                let _ = write!(path, "M{left} 0h{}v10h-{}z", run.len(), run.len());
            }
            left += run.len();
        }
        if !path.is_empty() {
            let _ = write!(svg, "<path class=\"{label}\" d=\"{path}\"/>");
        }
    }
    svg + "</svg>"
}

/// The label of each column of the miniature; none of a page without paragraphs.
fn columns(cells: &[Cell]) -> Vec<Label> {
    let total: usize = cells.iter().map(|cell| weight(*cell)).sum();
    if total == 0 {
        return Vec::new();
    }
    let mut shares = [[0; 3]; COLUMNS];
    let mut begin = 0;
    for cell in cells {
        let end = begin + weight(*cell) * COLUMNS;
        for (column, share) in shares.iter_mut().enumerate().take(end.div_ceil(total)).skip(begin / total) {
            share[cell.label.index()] += end.min((column + 1) * total) - begin.max(column * total);
        }
        begin = end;
    }
    let label = |share: [usize; 3]| match share {
        [_, _, spam] if spam > 0 => Label::Spam,
        [body, nav, _] if body >= nav => Label::Body,
        _ => Label::Nav,
    };
    shares.map(label).to_vec()
}

fn weight(cell: Cell) -> usize {
    cell.chars.max(LEAST_CHARS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Label::{Body, Nav, Spam};

    fn cell(label: Label, chars: usize) -> Cell {
        Cell { label, strength: 9, chars }
    }

    #[test]
    fn maps_have_a_cell_for_each_paragraph_in_proportion() {
        let svg = map(&[cell(Nav, 2), cell(Body, 30), cell(Nav, 20)]);
        assert!(svg.contains("viewBox=\"0 0 10 600\"") && svg.contains("data-weights=\"10 30 20\""), "{svg}");
        assert!(svg.contains("<path class=\"body s9\" d=\"M0 100h10v299h-10z\"/>"), "{svg}");
        assert!(svg.contains("<path class=\"nav s9\" d=\"M0 0h10v99h-10zM0 400h10v199h-10z\"/>"), "{svg}");
    }

    #[test]
    fn the_miniature_shows_what_prevails_and_all_spam() {
        assert_eq!(columns(&[]), []);
        let columns = columns(&[cell(Nav, 250), cell(Body, 700), cell(Spam, 1), cell(Nav, 40)]);
        let runs: Vec<(Label, usize)> = columns.chunk_by(|a, b| a == b).map(|run| (run[0], run.len())).collect();
        assert_eq!(runs, [(Nav, 25), (Body, 70), (Spam, 1), (Nav, 4)]);
    }

    #[test]
    fn a_page_of_many_paragraphs_has_columns_of_its_own_length() {
        let cells: Vec<Cell> = (0..5000).map(|n| cell(if n % 1000 == 7 { Spam } else { Nav }, n % 90)).collect();
        let columns = columns(&cells);
        assert_eq!(columns.len(), COLUMNS);
        assert_eq!(columns.iter().filter(|&&label| label == Spam).count(), 5);
    }
}
