//! Files that are whole or not there.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The name that a file has until it is whole. It is the same every time, so that what a killed run has left is overwritten by
/// the next one.
pub(crate) fn part_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

/// A file that is written under another name, and gets its own when it is finished; one that is not goes away.
pub(crate) struct WholeFile {
    path: PathBuf,
    temporary: PathBuf,
    file: BufWriter<File>,
}

impl WholeFile {
    pub(crate) fn create(path: &Path) -> Result<WholeFile> {
        let temporary = part_of(path);
        let file = File::create(&temporary).map_err(|error| Error::io(error, path))?;
        Ok(WholeFile { path: path.to_owned(), temporary, file: BufWriter::new(file) })
    }

    /// Gives the file its name.
    pub(crate) fn finish(mut self) -> Result<()> {
        let mut finish = || -> io::Result<()> {
            self.file.flush()?;
            self.file.get_ref().sync_all()?;
            std::fs::rename(&self.temporary, &self.path)
        };
        finish().map_err(|error| Error::io(error, &self.path))
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
        // A finished file is no longer there under this name.
        let _ = std::fs::remove_file(&self.temporary);
    }
}

/// Writes a file at once.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = WholeFile::create(path)?;
    file.write_all(bytes).map_err(|error| Error::io(error, path))?;
    file.finish()
}
