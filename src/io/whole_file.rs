//! Files that are whole or not there.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::Destination;
use crate::error::{Error, Result};

/// A file that is written under another name, and gets its own when it is finished; one that is not goes away.
pub(crate) struct WholeFile {
    destination: Destination,
    file: BufWriter<File>,
}

impl WholeFile {
    pub(crate) fn create(path: &Path) -> Result<WholeFile> {
        let destination = Destination::of(path)?;
        let file = BufWriter::new(destination.create()?);
        Ok(WholeFile { destination, file })
    }

    /// Writes all of the file at once, and gives it its name.
    pub(crate) fn fill(mut self, bytes: &[u8]) -> Result<()> {
        self.write_all(bytes).map_err(|error| Error::io(error, self.destination.path()))?;
        self.finish()
    }

    /// Gives the file its name.
    pub(crate) fn finish(mut self) -> Result<()> {
        let flushed = self.file.flush().and_then(|()| self.destination.sync(self.file.get_ref()));
        flushed.map_err(|error| Error::io(error, self.destination.path()))?;
        self.destination.appear()
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        self.destination.discard();
    }
}

/// Writes a file at once.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    WholeFile::create(path)?.fill(bytes)
}
