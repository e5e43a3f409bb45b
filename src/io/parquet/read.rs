//! The rows of a Parquet file, of which one column holds the pages.

use std::borrow::Cow;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow_array::cast::AsArray;
use arrow_array::types::{GenericBinaryType, GenericStringType};
use arrow_array::{Array, RecordBatch};
#[cfg(feature = "train")]
use arrow_json::LineDelimitedWriter;
use arrow_json::WriterBuilder;
use arrow_json::writer::LineDelimited;
use arrow_schema::{DataType, Schema};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::file::reader::ChunkReader;
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::error::{Error, ErrorKind, Result};
use crate::inflate::Reader;
use crate::io::list::STDIN;
use crate::io::open::read_all;
use crate::io::{Fields, Origin, Record, Row};
use crate::page::Input;

/// Rows that are in memory at once.
const ROWS_AT_ONCE: usize = 256;

/// The rows of a file.
pub(crate) struct Rows {
    path: PathBuf,
    batches: ParquetRecordBatchReader,
    batch: Option<Arc<RecordBatch>>,
    /// The column of pages, and what it holds.
    page: usize,
    input: Input,
    /// In the batch.
    at: usize,
    /// In the file.
    row: u64,
    is_over: bool,
}

impl Rows {
    /// `reader` stands at the beginning of the file; it is used where the file cannot be read in any order: a pipe, a
    /// compressed file.
    pub(in crate::io) fn open(path: &Path, reader: Reader, fields: &Fields, read: &Arc<AtomicU64>) -> Result<Rows> {
        let file = (path.as_os_str() != STDIN).then(|| File::open(path)).transpose().map_err(|e| Error::io(e, path))?;
        match file.filter(is_plain) {
            Some(file) => {
                // Where in the file its rows stand is not told, so it counts as read when it is opened.
                read.fetch_add(file.metadata().map_or(0, |metadata| metadata.len()), Ordering::Relaxed);
                Rows::of(path, file, fields)
            }
            None => Rows::of(path, bytes::Bytes::from(read_all(path, reader)?), fields),
        }
    }

    fn of(path: &Path, file: impl ChunkReader + 'static, fields: &Fields) -> Result<Rows> {
        let broken = |message: String| Error::new(ErrorKind::Data, message).at(path);
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| broken(error.to_string()))?;
        let (page, input) = page_column(builder.schema(), fields).ok_or_else(|| {
            let names: Vec<&str> = builder.schema().fields().iter().map(|field| field.name().as_str()).collect();
            broken(format!(
                "no column of strings named {:?} or {:?} among {} (--html-field and --text-field give other names)",
                fields.html,
                fields.text,
                names.join(", ")
            ))
        })?;
        let batches = builder.with_batch_size(ROWS_AT_ONCE).build().map_err(|error| broken(error.to_string()))?;
        Ok(Rows { path: path.to_owned(), batches, batch: None, page, input, at: 0, row: 0, is_over: false })
    }

    fn record(&mut self, batch: &Arc<RecordBatch>) -> Result<Record> {
        let (at, row) = (self.at, self.row);
        (self.at, self.row) = (at + 1, row + 1);
        let Some(bytes) = cell(batch.column(self.page), at) else {
            let name = batch.schema().field(self.page).name().clone();
            let message = format!("row {row}: no page in it: the column {name:?} is null");
            return Err(Error::new(ErrorKind::Data, message).at(&self.path));
        };
        Ok(Record {
            source: self.path.clone(),
            bytes: bytes.into_owned(),
            input: self.input,
            charset: matches!(
                batch.column(self.page).data_type(),
                DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
            )
            .then(|| "utf-8".to_owned()),
            paragraphs: None,
            origin: Some(Origin::Row { row, fields: Row { batch: Arc::clone(batch), at, page: self.page } }),
        })
    }
}

fn is_plain(file: &File) -> bool {
    let mut magic = [0; super::super::PARQUET.len()];
    let read = std::io::Read::read_exact(&mut &*file, &mut magic);
    file.metadata().is_ok_and(|metadata| metadata.is_file()) && read.is_ok() && magic == super::super::PARQUET
}

/// The column of HTML, else that of text.
fn page_column(schema: &Schema, fields: &Fields) -> Option<(usize, Input)> {
    [(&fields.html, Input::Html), (&fields.text, Input::Text)].into_iter().find_map(|(name, input)| {
        let (at, field) = schema.column_with_name(name)?;
        let is_text = matches!(
            field.data_type(),
            DataType::Utf8
                | DataType::LargeUtf8
                | DataType::Utf8View
                | DataType::Binary
                | DataType::LargeBinary
                | DataType::BinaryView
        );
        is_text.then_some((at, input))
    })
}

/// The bytes of a cell, unless it is null.
fn cell(column: &dyn Array, at: usize) -> Option<Cow<'_, [u8]>> {
    if column.is_null(at) {
        return None;
    }
    Some(Cow::Borrowed(match column.data_type() {
        DataType::Utf8 => column.as_bytes::<GenericStringType<i32>>().value(at).as_bytes(),
        DataType::LargeUtf8 => column.as_bytes::<GenericStringType<i64>>().value(at).as_bytes(),
        DataType::Utf8View => column.as_string_view().value(at).as_bytes(),
        DataType::Binary => column.as_bytes::<GenericBinaryType<i32>>().value(at),
        DataType::LargeBinary => column.as_bytes::<GenericBinaryType<i64>>().value(at),
        DataType::BinaryView => column.as_binary_view().value(at),
        _ => return None,
    }))
}

impl Iterator for Rows {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Result<Record>> {
        while !self.is_over {
            if let Some(batch) = self.batch.clone().filter(|batch| self.at < batch.num_rows()) {
                return Some(self.record(&batch));
            }
            match self.batches.next() {
                Some(Ok(batch)) => (self.batch, self.at) = (Some(Arc::new(batch)), 0),
                Some(Err(error)) => {
                    self.is_over = true;
                    let message = format!("after row {}: {error}; the file ends here for us", self.row);
                    return Some(Err(Error::new(ErrorKind::Data, message).at(&self.path)));
                }
                None => self.is_over = true,
            }
        }
        None
    }
}

/// A whole file as JSON lines: an object a row.
///
/// # Errors
///
/// [`ErrorKind::Data`] if the file is broken.
#[cfg(feature = "train")]
pub(crate) fn json_lines(file: Vec<u8>) -> Result<Vec<u8>> {
    let broken = |error: String| Error::new(ErrorKind::Data, error);
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(file));
    let batches = builder.and_then(|builder| builder.build()).map_err(|error| broken(error.to_string()))?;
    let mut writer = LineDelimitedWriter::new(Vec::new());
    for batch in batches {
        let written = batch.and_then(|batch| writer.write(&batch));
        written.map_err(|error| broken(error.to_string()))?;
    }
    writer.finish().map_err(|error| broken(error.to_string()))?;
    Ok(writer.into_inner())
}

/// All columns but the page, as a JSON object.
impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let others: Vec<usize> = (0..self.batch.num_columns()).filter(|&column| column != self.page).collect();
        let json = || -> std::result::Result<Vec<u8>, arrow_schema::ArrowError> {
            let row = self.batch.project(&others)?.slice(self.at, 1);
            let mut writer = WriterBuilder::new().with_explicit_nulls(true).build::<_, LineDelimited>(Vec::new());
            writer.write(&row)?;
            writer.finish()?;
            Ok(writer.into_inner())
        };
        let json = json().map_err(S::Error::custom)?;
        // Of no columns at all nothing is written.
        let json = if json.is_empty() { "{}" } else { str::from_utf8(json.trim_ascii()).map_err(S::Error::custom)? };
        serde_json::from_str::<&RawValue>(json).map_err(S::Error::custom)?.serialize(serializer)
    }
}
