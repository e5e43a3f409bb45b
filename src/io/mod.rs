//! Where pages come from: files, folders, standard input; JSON lines, Parquet, WARC and WET; all of them gzipped or zstd.
//!
//! Everything is read as a stream: of a file of any size only the record at hand is in memory, of Parquet a batch of rows.

mod content_encoding;
mod destination;
mod in_order;
mod jsonl;
mod list;
mod open;
#[cfg(feature = "parquet")]
pub(crate) mod parquet;
mod record;
mod steps;
mod warc;
mod whole_file;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::error::{Error, ErrorKind, Result};
use crate::inflate::Reader;
use crate::page::Input;
#[cfg(feature = "serve")]
pub(crate) use content_encoding::decompress;
pub(crate) use destination::Destination;
pub(crate) use in_order::in_order;
#[cfg(feature = "label")]
pub(crate) use in_order::locked;
pub(crate) use jsonl::Fields;
use jsonl::JsonLines;
#[cfg(feature = "serve")]
pub(crate) use jsonl::{json_lines, record as json_record};
pub(crate) use list::{Listed, STDIN, ending, list, stem_and_ending};
use open::open;
#[cfg(feature = "parquet")]
pub(crate) use record::Row;
pub(crate) use record::{Origin, RawFields, Record};
pub(crate) use steps::{Found, Inputs, Position, Step};
use warc::Warc;
#[cfg(feature = "serve")]
pub(crate) use warc::charset;
pub(crate) use whole_file::{WholeFile, write_whole};

/// The longest record that is read, in bytes; a longer one is reported and passed over.
pub(crate) const MOST_RECORD_BYTES: usize = 1 << 28;

/// The whole of one page, for commands that take a single one.
///
/// # Errors
///
/// If the file cannot be read, or is a container of several pages.
pub(crate) fn read_page(path: &Path) -> Result<Record> {
    match Container::open(path, &Fields::default(), &Arc::default())? {
        Container::One(Some(record)) => record,
        _ => {
            let message = "a file of many records: this command takes one page (score reads such files)";
            Err(Error::new(ErrorKind::Data, message).at(path))
        }
    }
}

/// A file, by what its content shows it to be.
pub(crate) enum Container {
    /// A page; `None` when it has been given.
    One(Option<Result<Record>>),
    JsonLines(JsonLines),
    Warc(Warc),
    #[cfg(feature = "parquet")]
    Parquet(parquet::Rows),
}

impl Container {
    fn open(path: &Path, fields: &Fields, read: &Arc<AtomicU64>) -> Result<Container> {
        let (beginning, reader) = open(path, read)?;
        Container::of(path, &beginning, reader, fields, read)
    }

    /// A file that was opened already, and its first bytes, which are still to be read.
    #[cfg_attr(not(feature = "parquet"), expect(unused_variables, reason = "only Parquet is opened once more"))]
    pub(crate) fn of(
        path: &Path,
        beginning: &[u8],
        reader: Reader,
        fields: &Fields,
        read: &Arc<AtomicU64>,
    ) -> Result<Container> {
        if warc::is_warc(beginning) {
            return Ok(Container::Warc(Warc::new(path, reader)));
        }
        if beginning.starts_with(PARQUET) {
            #[cfg(feature = "parquet")]
            return parquet::Rows::open(path, reader, fields, read).map(Container::Parquet);
            #[cfg(not(feature = "parquet"))]
            return Err(Error::new(ErrorKind::Data, "a Parquet file: this program is built without them").at(path));
        }
        if jsonl::is_json_lines(path, beginning) {
            return Ok(Container::JsonLines(JsonLines::new(path, reader, fields.clone())));
        }
        let bytes = open::read_all(path, reader)?;
        let input = if ending(path).eq_ignore_ascii_case("txt") { Input::Text } else { Input::Auto };
        Ok(Container::One(Some(Ok(Record { source: path.to_owned(), bytes, input, ..Record::default() }))))
    }
}

/// What Parquet files begin with.
const PARQUET: &[u8] = b"PAR1";

impl Iterator for Container {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Result<Record>> {
        match self {
            Container::One(page) => page.take(),
            Container::JsonLines(lines) => lines.next(),
            Container::Warc(warc) => warc.next(),
            #[cfg(feature = "parquet")]
            Container::Parquet(rows) => rows.next(),
        }
    }
}

#[cfg(test)]
mod tests;
