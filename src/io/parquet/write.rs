//! Rows of JSON to Parquet, beside the columns that the page came with.

use std::io::Write;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use arrow_schema::{ArrowError, Field, FieldRef, Schema, SchemaRef};
use arrow_select::interleave::interleave;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use crate::error::{Error, ErrorKind, Result, io_message};
use crate::io::Row;

/// Rows of a batch, and bytes of a row group.
const ROWS_AT_ONCE: usize = 256;
const ROW_GROUP_BYTES: usize = 1 << 27;

/// The columns that a command writes.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// Where the pages came from anything but Parquet.
    pub(crate) alone: Vec<Field>,
    /// Beside the columns of a Parquet file, whose columns of these names are replaced.
    pub(crate) beside: Vec<Field>,
}

/// A file that is being written.
pub(crate) struct Writer<W: Write + Send> {
    file: ArrowWriter<W>,
    schema: SchemaRef,
    decoder: Decoder,
    /// The columns that were there before, and their rows that are not written yet.
    old: Vec<FieldRef>,
    batches: Vec<Arc<RecordBatch>>,
    /// Batch and row.
    places: Vec<(usize, usize)>,
    waiting: usize,
}

fn failed(error: impl std::error::Error + 'static) -> Error {
    let causes = std::iter::successors(Some(&error as &dyn std::error::Error), |cause| cause.source());
    let of_the_file = causes.filter_map(|cause| cause.downcast_ref()).next().map(io_message);
    let message = of_the_file.unwrap_or_else(|| format!("Parquet cannot be written: {error}"));
    Error::new(ErrorKind::Io, message)
}

impl<W: Write + Send> Writer<W> {
    /// A file of the shape that the first row asks for.
    pub(crate) fn new(out: W, shape: &Shape, first: Option<&Row>) -> Result<Self> {
        let new = if first.is_some() { &shape.beside } else { &shape.alone };
        let old: Vec<FieldRef> = first.map(|row| old_columns(row, new)).unwrap_or_default();
        let new: Vec<FieldRef> = new.iter().cloned().map(Arc::new).collect();
        let schema = Arc::new(Schema::new([old.clone(), new.clone()].concat()));
        let level = ZstdLevel::default();
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_max_row_group_bytes(Some(ROW_GROUP_BYTES))
            .build();
        let file = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties)).map_err(failed)?;
        let decoder = ReaderBuilder::new(Arc::new(Schema::new(new))).with_batch_size(ROWS_AT_ONCE).build_decoder();
        Ok(Writer {
            file,
            schema,
            decoder: decoder.map_err(failed)?,
            old,
            batches: Vec::new(),
            places: Vec::new(),
            waiting: 0,
        })
    }

    /// Adds a row: a JSON object of the new columns, and the row that it came from.
    ///
    /// # Errors
    ///
    /// If the row has other columns than the first one, or the file cannot be written.
    pub(crate) fn push(&mut self, json: &[u8], row: Option<Row>) -> Result<()> {
        let is_alike = match &row {
            Some(row) => self.old.iter().all(|field| row.batch.schema().fields().iter().any(|one| one == field)),
            None => self.old.is_empty(),
        };
        if !is_alike {
            let message = "its columns are not those of the file that is being written; write a file for each input with \
                           --out FOLDER/";
            return Err(Error::new(ErrorKind::Data, message));
        }
        self.decoder.decode(json).map_err(failed)?;
        if let Some(row) = row {
            if !self.batches.last().is_some_and(|last| Arc::ptr_eq(last, &row.batch)) {
                self.batches.push(row.batch);
            }
            self.places.push((self.batches.len() - 1, row.at));
        }
        self.waiting += 1;
        if self.waiting == ROWS_AT_ONCE { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        if let Some(batch) = self.batch().map_err(failed)? {
            self.file.write(&batch).map_err(failed)?;
        }
        self.batches.clear();
        self.places.clear();
        self.waiting = 0;
        Ok(())
    }

    fn batch(&mut self) -> std::result::Result<Option<RecordBatch>, ArrowError> {
        let Some(new) = self.decoder.flush()? else { return Ok(None) };
        let old = self.old.iter().map(|field| {
            let column = |batch: &Arc<RecordBatch>| batch.column_by_name(field.name()).cloned();
            let columns: Vec<ArrayRef> = self.batches.iter().filter_map(column).collect();
            interleave(&columns.iter().map(AsRef::as_ref).collect::<Vec<_>>(), &self.places)
        });
        let columns = old.chain(new.columns().iter().cloned().map(Ok)).collect::<std::result::Result<Vec<_>, _>>()?;
        RecordBatch::try_new(Arc::clone(&self.schema), columns).map(Some)
    }

    /// Writes what is left, and the file's end.
    pub(crate) fn finish(mut self) -> Result<W> {
        self.flush()?;
        self.file.into_inner().map_err(failed)
    }
}

/// The columns that stay: all but the page and those that are written anew.
fn old_columns(row: &Row, new: &[Field]) -> Vec<FieldRef> {
    let schema = row.batch.schema();
    let is_kept =
        |(at, field): &(usize, &FieldRef)| *at != row.page && new.iter().all(|new| new.name() != field.name());
    schema.fields().iter().enumerate().filter(is_kept).map(|(_, field)| Arc::clone(field)).collect()
}
