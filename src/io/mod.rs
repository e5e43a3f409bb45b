//! Where pages come from: files, folders, standard input; JSON lines, WARC and WET; all of them gzipped or zstd.
//!
//! Everything is read as a stream: of a file of any size only the record at hand is in memory.

mod in_order;
mod inflate;
mod jsonl;
mod list;
mod open;
mod warc;

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::error::{Error, ErrorKind, Result};
use crate::page::{Input, Page};
pub(crate) use in_order::in_order;
#[cfg(feature = "serve")]
pub(crate) use inflate::inflate;
pub(crate) use jsonl::Fields;
use jsonl::JsonLines;
#[cfg(feature = "serve")]
pub(crate) use jsonl::{json_lines, record as json_record};
use open::open;
use warc::Warc;
#[cfg(feature = "serve")]
pub(crate) use warc::charset;

/// The longest record that is read, in bytes; a longer one is reported and passed over.
pub(crate) const MOST_RECORD_BYTES: usize = 1 << 28;

/// A page as it was found.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// The file it stands in, `-` for standard input.
    pub(crate) source: PathBuf,
    pub(crate) bytes: Vec<u8>,
    /// What its container says it is.
    pub(crate) input: Input,
    /// The encoding that its container names.
    pub(crate) charset: Option<String>,
    /// Paragraphs that were cut already; then there are no bytes.
    pub(crate) paragraphs: Option<Vec<String>>,
    /// Where in its container it stands, and what else stands there. A page that is a file has none.
    pub(crate) origin: Option<Origin>,
}

impl Record {
    /// The page, cut. What stands in a container is what that says it is; anything else is what is asked for, unless that is
    /// [`Input::Auto`].
    pub(crate) fn page(&self, asked: Input) -> Page<'_> {
        let input = if self.origin.is_none() && asked != Input::Auto { asked } else { self.input };
        match &self.paragraphs {
            Some(paragraphs) => Page::from_paragraphs(paragraphs),
            None => Page::from_bytes_in(&self.bytes, input, self.charset.as_deref()),
        }
    }
}

/// What a container says of a page beside its text: goes through to the output as it is.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Origin {
    /// Of JSON lines.
    Line {
        /// From 1.
        line: usize,
        /// All fields but the page itself.
        fields: serde_json::Map<String, serde_json::Value>,
    },
    /// Of a WARC or WET file.
    Warc {
        /// Of the record's first byte in the file, decompressed.
        offset: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        uri: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        date: Option<String>,
    },
}

/// All records of the named files and folders, in their order. What cannot be read stands in its place as an error, and the
/// rest is read all the same.
pub(crate) fn records(paths: &[PathBuf], fields: &Fields) -> impl Iterator<Item = Result<Record>> + Send + use<> {
    let fields = fields.clone();
    list::list(paths).into_iter().flat_map(move |path| match path.and_then(|path| Container::open(&path, &fields)) {
        Ok(container) => container,
        Err(error) => Container::One(Some(Err(error))),
    })
}

/// The whole of one page, for commands that take a single one.
///
/// # Errors
///
/// If the file cannot be read, or is a container of several pages.
pub(crate) fn read_page(path: &Path) -> Result<Record> {
    match Container::open(path, &Fields::default())? {
        Container::One(Some(record)) => record,
        _ => {
            let message = "a file of many records: this command takes one page (score reads such files)";
            Err(Error::new(ErrorKind::Data, message).at(path))
        }
    }
}

/// A file, by what its content shows it to be.
enum Container {
    /// A page; `None` when it has been given.
    One(Option<Result<Record>>),
    JsonLines(JsonLines),
    Warc(Warc),
}

impl Container {
    fn open(path: &Path, fields: &Fields) -> Result<Container> {
        let (beginning, reader) = open(path)?;
        if warc::is_warc(&beginning) {
            return Ok(Container::Warc(Warc::new(path, reader)));
        }
        if jsonl::is_json_lines(path, &beginning) {
            return Ok(Container::JsonLines(JsonLines::new(path, reader, fields.clone())));
        }
        let bytes = open::read_all(path, reader)?;
        let ending = list::ending(path);
        let input = if ending.eq_ignore_ascii_case("txt") { Input::Text } else { Input::Auto };
        Ok(Container::One(Some(Ok(Record { source: path.to_owned(), bytes, input, ..Record::default() }))))
    }
}

impl Iterator for Container {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Result<Record>> {
        match self {
            Container::One(page) => page.take(),
            Container::JsonLines(lines) => lines.next(),
            Container::Warc(warc) => warc.next(),
        }
    }
}

#[cfg(test)]
mod tests;
