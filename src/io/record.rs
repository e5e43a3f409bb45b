//! A page as it was found.

use std::path::PathBuf;
#[cfg(feature = "parquet")]
use std::sync::Arc;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::page::{Input, Page};

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
    /// The page, cut into paragraphs; `input` is how a page that is a file is to be read.
    pub(crate) fn page(&self, input: Input) -> Page<'_> {
        // What stands in a container is what that says it is.
        let known = if self.origin.is_none() && input != Input::Auto { input } else { self.input };
        match &self.paragraphs {
            Some(paragraphs) => Page::from_paragraphs(paragraphs),
            None => Page::from_bytes_in(&self.bytes, known, self.charset.as_deref()),
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
        fields: RawFields,
        /// How many of them stand before the page.
        #[serde(skip)]
        before: usize,
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
    /// Of a Parquet file.
    #[cfg(feature = "parquet")]
    Row {
        /// From 0.
        row: u64,
        /// All columns but the page itself.
        fields: Row,
    },
}

impl Origin {
    /// Where in its file the page stands, in a few words.
    pub(crate) fn place(&self) -> String {
        match self {
            Origin::Line { line, .. } => line.to_string(),
            Origin::Warc { offset, uri, .. } => uri.clone().unwrap_or_else(|| format!("byte {offset}")),
            #[cfg(feature = "parquet")]
            Origin::Row { row, .. } => format!("row {row}"),
        }
    }
}

/// The fields of a JSON object in their order, each value as it was written.
#[derive(Debug, Default)]
pub(crate) struct RawFields(pub(crate) Vec<(String, Box<RawValue>)>);

impl Serialize for RawFields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// A row of a batch of Parquet rows; the batch is shared by its rows.
#[cfg(feature = "parquet")]
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) batch: Arc<arrow_array::RecordBatch>,
    pub(crate) at: usize,
    /// Index of the column that held the page.
    pub(crate) page: usize,
}
