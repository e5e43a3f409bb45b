//! A report of pages, written as they come.

use std::io::{self, Write};

use super::evidence::part_names;
use super::frame::{self, PAGES_SCRIPT, PAGES_STYLE};
use super::index::{Entry, index};
use super::page::ReportedPage;

/// A report of one page, which is simply shown, or of many, which stand in blocks of data until somebody wants to see them:
/// so a report of hundreds of pages opens at once.
pub(crate) struct PagesReport<W> {
    out: W,
    model: String,
    /// The first page, as long as it is the only one.
    only: Option<ReportedPage>,
    /// With each page's number, from 1.
    entries: Vec<(usize, Entry)>,
}

impl<W: Write> PagesReport<W> {
    /// A report of labels that the model of that name gave.
    pub(crate) fn new(out: W, model: &str) -> Self {
        PagesReport { out, model: model.to_owned(), only: None, entries: Vec::new() }
    }

    /// Adds a page.
    ///
    /// # Errors
    ///
    /// Those of the output.
    pub(crate) fn add(&mut self, page: ReportedPage) -> io::Result<()> {
        if self.entries.is_empty() && self.only.is_none() {
            self.only = Some(page);
            return Ok(());
        }
        if let Some(first) = self.only.take() {
            self.open("parasift report")?;
            self.add_data(first)?;
        }
        self.add_data(page)
    }

    /// Ends the report, which has a page, and gives the output back.
    ///
    /// # Errors
    ///
    /// Those of the output.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        match self.only.take() {
            Some(page) => {
                self.open(&format!("{}: {}", page.entry.verdict.as_str(), page.entry.name))?;
                write!(self.out, "<main id=\"view\">{}</main>\n{}", page.html, data("evidence", 1, &page.evidence))?;
            }
            None => {
                let entries = std::mem::take(&mut self.entries);
                let index = index(entries, &self.model).map_err(io::Error::other)?;
                write!(self.out, "<main id=\"view\" hidden></main>\n{index}")?;
            }
        }
        let names = part_names().map_err(io::Error::other)?;
        writeln!(self.out, "<script type=\"application/json\" id=\"parts\">{names}</script>")?;
        let closing = frame::closing(PAGES_SCRIPT).map_err(io::Error::other)?;
        self.out.write_all(closing.as_bytes())?;
        Ok(self.out)
    }

    fn open(&mut self, title: &str) -> io::Result<()> {
        let opening = frame::opening(title, PAGES_STYLE, PAGES_SCRIPT).map_err(io::Error::other)?;
        self.out.write_all(opening.as_bytes())
    }

    fn add_data(&mut self, page: ReportedPage) -> io::Result<()> {
        let number = self.entries.len() + 1;
        self.entries.push((number, page.entry));
        // All markup in it is the template's, which has no script.
        self.out.write_all(data("page", number, &page.html).as_bytes())?;
        self.out.write_all(data("evidence", number, &page.evidence).as_bytes())
    }
}

/// A block of data that the browser keeps as it is.
fn data(kind: &str, number: usize, content: &str) -> String {
    format!("<script type=\"text/plain\" id=\"{kind}-{number}\">{content}</script>\n")
}
