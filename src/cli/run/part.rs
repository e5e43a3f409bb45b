//! A file that appears under its name when it is whole.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::compress::{Compressed, Kind};
use crate::error::{Error, ErrorKind, Result};
use crate::io::part_of;

/// A file that grows under another name: its own with `.part` behind it.
pub(super) struct Part {
    path: PathBuf,
    kind: Kind,
    /// `None` only while what is compressed is cut.
    out: Option<Compressed>,
}

/// A new file in its folder, which is made if it is not there.
pub(super) fn create(path: &Path) -> Result<File> {
    let failed = |error| Error::io(error, path);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    File::create(part_of(path)).map_err(failed)
}

/// Gives a file its own name.
pub(super) fn appear(path: &Path) -> Result<()> {
    std::fs::rename(part_of(path), path).map_err(|error| Error::io(error, path))
}

impl Part {
    pub(super) fn new(path: &Path) -> Result<Part> {
        Part::of(path, BufWriter::new(create(path)?))
    }

    /// Goes on behind the first bytes of a file that was begun; what stands behind them is dropped.
    pub(super) fn go_on(path: &Path, length: u64) -> Result<Part> {
        let part = part_of(path);
        let failed = |error| Error::io(error, &part);
        if !part.exists() && path.exists() {
            // The run was killed while its files got their names, before it could note that it was done.
            std::fs::rename(path, &part).map_err(failed)?;
        }
        let mut file = OpenOptions::new().write(true).open(&part).map_err(failed)?;
        if file.metadata().map_err(failed)?.len() < length {
            let message =
                format!("shorter than the {length} bytes that were written to it: start over without --resume");
            return Err(Error::new(ErrorKind::Io, message).at(&part));
        }
        file.set_len(length).and_then(|()| file.seek(SeekFrom::End(0))).map_err(failed)?;
        Part::of(path, BufWriter::new(file))
    }

    fn of(path: &Path, file: BufWriter<File>) -> Result<Part> {
        let kind = Kind::of(path);
        let out = Compressed::new(kind, file).map_err(|error| Error::io(error, path))?;
        Ok(Part { path: path.to_owned(), kind, out: Some(out) })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let out = self.out.as_mut().ok_or_else(|| io::Error::other("an earlier write failed"));
        out.and_then(|out| out.write_all(bytes)).map_err(|error| Error::io(error, &self.path))
    }

    /// Whether what is written does not depend on where it is cut.
    pub(super) fn is_plain(&self) -> bool {
        self.kind == Kind::Plain
    }

    /// Makes sure of all that was written, and gives its length; what follows is compressed by itself.
    pub(super) fn cut(&mut self) -> Result<u64> {
        let failed = |error| Error::io(error, &self.path);
        let Some(out) = self.out.take() else { return Ok(0) };
        let file = out.finish().map_err(failed)?;
        file.get_ref().sync_data().map_err(failed)?;
        let length = file.get_ref().metadata().map_err(failed)?.len();
        self.out = Some(Compressed::new(self.kind, file).map_err(failed)?);
        Ok(length)
    }

    pub(super) fn finish(self) -> Result<()> {
        if let Some(out) = self.out {
            out.finish().map_err(|error| Error::io(error, &self.path))?;
        }
        appear(&self.path)
    }
}
