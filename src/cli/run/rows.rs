//! An output file of Parquet.

use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::io::parquet::{Shape, Writer};
use crate::io::{Row, WholeFile};

/// A file of rows, which appears when it is whole. Rows cannot be gone on with, so that nothing stays of one that never is.
pub(super) struct Rows {
    path: PathBuf,
    writer: Writer<WholeFile>,
}

impl Rows {
    /// A file whose columns are those that its first row asks for, if there is one.
    pub(super) fn new(path: &Path, shape: &Shape, first: Option<&Row>) -> Result<Rows> {
        let writer = Writer::new(WholeFile::create(path)?, shape, first).map_err(|error| error.at(path))?;
        Ok(Rows { path: path.to_owned(), writer })
    }

    pub(super) fn push(&mut self, json: &[u8], row: Option<Row>) -> Result<()> {
        self.writer.push(json, row).map_err(|error| error.at(&self.path))
    }

    pub(super) fn finish(self) -> Result<()> {
        self.writer.finish().map_err(|error| error.at(&self.path))?.finish()
    }
}
