//! Opening files.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::list::STDIN;
use crate::error::{Error, ErrorKind, Result};
use crate::inflate::{Reader, inflate, read_at_most};

/// The largest file that is read as one page, in bytes, inflated.
const MOST_PAGE: u64 = 1 << 30;

/// Opens a file, or standard input, and inflates it if it is compressed. Gives its first bytes too, which are still to be
/// read. `read` is raised by the bytes that are read from the file.
///
/// # Errors
///
/// [`ErrorKind::Io`] if it cannot be opened or its beginning cannot be read.
pub(super) fn open(path: &Path, read: &Arc<AtomicU64>) -> Result<(Vec<u8>, Reader)> {
    let failed = |error| Error::io(error, path);
    let raw: Box<dyn Read + Send> =
        if path.as_os_str() == STDIN { Box::new(io::stdin()) } else { Box::new(File::open(path).map_err(failed)?) };
    inflate(Counted { raw, read: Arc::clone(read) }).map_err(failed)
}

/// A file whose bytes are counted.
struct Counted {
    raw: Box<dyn Read + Send>,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.raw.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// All that is left of a file that is one page.
///
/// # Errors
///
/// [`ErrorKind::Io`] if it cannot be read, [`ErrorKind::Data`] if there is more than a page can be.
pub(super) fn read_all(path: &Path, reader: Reader) -> Result<Vec<u8>> {
    read_at_most(reader, MOST_PAGE).map_err(|error| Error::io(error, path))?.ok_or_else(|| {
        let message = format!("longer than {} MiB: no page is; cut it into records", MOST_PAGE >> 20);
        Error::new(ErrorKind::Data, message).at(path)
    })
}
