//! How the paragraphs of a page stand to each other, as its tags tell: headings, lists, rows of tables, menus.

use unicode_width::UnicodeWidthStr;

use crate::page::{Page, Paragraph, Tag};

/// The longest text of a cell that is shown beside others, in characters, and the most cells in one line.
const LONGEST_CELL: usize = 120;
const MOST_CELLS: usize = 12;

/// The widest link of a menu, in columns, and the fewest links that are one.
const WIDEST_LINK: usize = 24;
const LEAST_LINKS: usize = 3;

/// How many ancestors may stand between a paragraph and the list item or cell that it is the text of.
const NEAR: usize = 2;

/// Paragraphs that are shown together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrangement {
    /// Below each other.
    Column,
    /// The cells of a row of a table.
    Row,
    /// Short links in a line.
    Menu,
}

/// What a paragraph looks like by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Heading(u8),
    ListItem,
    Quote,
    Code,
    Caption,
    Plain,
}

impl Look {
    pub(super) fn of(page: &Page<'_>, paragraph: &Paragraph) -> Look {
        if let Some(level) = page.heading_level(paragraph) {
            return Look::Heading(level);
        }
        let near = |wanted: &[Tag]| page.tags(paragraph).take(NEAR + 1).any(|tag| wanted.contains(&tag));
        let within = |wanted: Tag| page.tags(paragraph).any(|tag| tag == wanted);
        match () {
            () if near(&[Tag::Figcaption, Tag::Caption]) => Look::Caption,
            () if near(&[Tag::Li, Tag::Dd, Tag::Dt]) => Look::ListItem,
            () if within(Tag::Pre) => Look::Code,
            () if within(Tag::Blockquote) => Look::Quote,
            () => Look::Plain,
        }
    }

    /// The class of its text in the style sheet.
    pub(super) fn class(self) -> String {
        match self {
            Look::Heading(level) => format!("heading heading-{level}"),
            Look::ListItem => "list-item".to_owned(),
            Look::Quote => "quote".to_owned(),
            Look::Code => "code".to_owned(),
            Look::Caption => "caption".to_owned(),
            Look::Plain => "plain".to_owned(),
        }
    }
}

/// Cuts a page into blocks: for each how it is arranged and how many paragraphs it has.
pub(super) fn blocks(page: &Page<'_>) -> Vec<(Arrangement, usize)> {
    let (mut blocks, mut left) = (Vec::new(), page.paragraphs());
    while !left.is_empty() {
        let (links, cells) = (menu(page, left), row(page, left));
        let block = match (links >= LEAST_LINKS, cells >= 2) {
            (true, _) => (Arrangement::Menu, links),
            (_, true) => (Arrangement::Row, cells),
            _ => (Arrangement::Column, 1),
        };
        left = &left[block.1..];
        blocks.push(block);
    }
    blocks
}

/// How many of the first paragraphs are short links.
fn menu(page: &Page<'_>, paragraphs: &[Paragraph]) -> usize {
    let is_link = |paragraph: &&Paragraph| {
        paragraph.link_chars == paragraph.chars
            && page.text(paragraph).width() <= WIDEST_LINK
            && page.heading_level(paragraph).is_none()
    };
    paragraphs.iter().take_while(is_link).count()
}

/// How many of the first paragraphs are cells of one row of a table, each short and alone in its cell. A row whose cells hold
/// several paragraphs is there for the layout.
fn row(page: &Page<'_>, paragraphs: &[Paragraph]) -> usize {
    let Some(first) = paragraphs.first().and_then(|paragraph| cell(page, paragraph)) else { return 0 };
    let row = |cell: usize| page.elements()[cell].parent;
    let in_row = |cell: &usize| row(*cell) == row(first);
    let nearest = paragraphs.iter().take(MOST_CELLS + 1);
    let cells: Vec<usize> = nearest.map_while(|paragraph| cell(page, paragraph).filter(in_row)).collect();
    let count = cells.len().min(MOST_CELLS);
    let is_alone = cells.windows(2).all(|pair| pair[0] != pair[1]);
    let is_short = paragraphs[..count].iter().all(|paragraph| paragraph.chars <= LONGEST_CELL);
    if is_alone && is_short { count } else { 0 }
}

/// The element of the cell that a paragraph is the text of, if that stands in a row.
fn cell(page: &Page<'_>, paragraph: &Paragraph) -> Option<usize> {
    let elements = page.elements();
    let is_cell = |&at: &usize| matches!(elements[at].tag, Tag::Td | Tag::Th);
    let cell = page.ancestors(paragraph).take(NEAR).find(is_cell)?;
    elements[cell].parent.is_some_and(|row| elements[row].tag == Tag::Tr).then_some(cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Arrangement::{Column, Menu, Row};

    #[test]
    fn rows_and_menus_are_told_from_other_paragraphs() {
        for (html, expected) in [
            ("", vec![]),
            ("<p>one<p>two", vec![(Column, 1), (Column, 1)]),
            ("<table><tr><th>year<th>sum<tr><td>2024<td>12</table>", vec![(Row, 2), (Row, 2)]),
            ("<table><tr><td>one<td>two<br>three</table>", vec![(Column, 1); 3]),
            ("<table><tr><td>alone</table><p>two", vec![(Column, 1); 2]),
            ("<ul><li><a href=/>a</a><li><a href=/>b</a><li><a href=/>c</a></ul>d", vec![(Menu, 3), (Column, 1)]),
            ("<ul><li><a href=/>a</a><li><a href=/>b</a></ul>", vec![(Column, 1); 2]),
        ] {
            assert_eq!(blocks(&Page::from_html(html)), expected, "{html}");
        }
        let long = "字".repeat(LONGEST_CELL + 1);
        let html = format!("<table><tr><td>menu<td>{long}</table>");
        assert_eq!(blocks(&Page::from_html(html)), [(Column, 1); 2]);
    }

    #[test]
    fn paragraphs_look_like_their_tags() {
        for (html, expected) in [
            ("<h2><div>a</div></h2>", Look::Heading(2)),
            ("<ul><li><div>a</div></ul>", Look::ListItem),
            ("<blockquote><p>a</blockquote>", Look::Quote),
            ("<pre>a</pre>", Look::Code),
            ("<figure><figcaption>a</figcaption></figure>", Look::Caption),
            ("<p>a", Look::Plain),
        ] {
            let page = Page::from_html(html);
            assert_eq!(Look::of(&page, &page.paragraphs()[0]), expected, "{html}");
        }
    }
}
