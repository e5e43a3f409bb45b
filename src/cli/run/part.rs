//! A file that appears under its name when it is whole.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use super::compress::{Compressed, Kind};
use crate::error::{Error, ErrorKind, Result};
use crate::io::Destination;

/// A file that grows under another name: its own with `.part` behind it. If it never gets whole, what is there stays only where a
/// later run can go on with it.
pub(super) struct Part {
    destination: Destination,
    kind: Kind,
    /// Whether a run can go on with what is there.
    is_kept: bool,
    /// `None` only while what is compressed is cut.
    out: Option<Compressed>,
}

impl Part {
    pub(super) fn new(path: &Path) -> Result<Part> {
        let destination = Destination::of(path)?;
        let file = BufWriter::new(destination.create()?);
        Part::of(destination, file, false)
    }

    /// Goes on behind the first bytes of a file that was begun; what stands behind them is dropped.
    pub(super) fn go_on(path: &Path, length: u64) -> Result<Part> {
        let destination = Destination::of(path)?;
        // The run may have been killed while its files got their names, before it could note that it was done.
        destination.reopen()?;
        let part = destination.part();
        let failed = |error| Error::io(error, &part);
        let mut file = OpenOptions::new().write(true).open(&part).map_err(failed)?;
        if file.metadata().map_err(failed)?.len() < length {
            let message =
                format!("shorter than the {length} bytes that were written to it: start over without --resume");
            return Err(Error::new(ErrorKind::Io, message).at(&part));
        }
        file.set_len(length).and_then(|()| file.seek(SeekFrom::End(0))).map_err(failed)?;
        Part::of(destination, BufWriter::new(file), true)
    }

    fn of(destination: Destination, file: BufWriter<File>, is_kept: bool) -> Result<Part> {
        let kind = Kind::of(destination.path());
        let out = Compressed::new(kind, file).map_err(|error| Error::io(error, destination.path()))?;
        Ok(Part { destination, kind, is_kept, out: Some(out) })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let out = self.out.as_mut().ok_or_else(|| io::Error::other("an earlier write failed"));
        out.and_then(|out| out.write_all(bytes)).map_err(|error| Error::io(error, self.destination.path()))
    }

    /// Whether what is written does not depend on where it is cut.
    pub(super) fn is_plain(&self) -> bool {
        self.kind == Kind::Plain
    }

    /// Makes sure of all that was written, and gives its length; what follows is compressed by itself.
    pub(super) fn cut(&mut self) -> Result<u64> {
        let failed = |error| Error::io(error, self.destination.path());
        let Some(out) = self.out.take() else { return Ok(0) };
        let file = out.finish().map_err(failed)?;
        self.destination.sync(file.get_ref()).map_err(failed)?;
        let length = file.get_ref().metadata().map_err(failed)?.len();
        self.out = Some(Compressed::new(self.kind, file).map_err(failed)?);
        self.is_kept = true;
        Ok(length)
    }

    pub(super) fn finish(mut self) -> Result<()> {
        if let Some(out) = self.out.take() {
            out.finish().map_err(|error| Error::io(error, self.destination.path()))?;
        }
        self.destination.appear()
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_kept {
            self.destination.discard();
        }
    }
}
