//! Opening files, and inflating them.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::list::STDIN;
use crate::error::{Error, ErrorKind, Result};

/// Size of the buffers between file, inflation and parsing, in bytes.
const BUFFER: usize = 1 << 16;

/// The largest file that is read as one page, in bytes, inflated: a few kilobytes can inflate to anything.
const MOST_PAGE: u64 = 1 << 30;

/// By how many bytes a file is known, at most.
const BEGINNING: u64 = 512;

/// What compressed files begin with.
pub(super) const GZIP: &[u8] = &[0x1f, 0x8b];
pub(super) const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// A reader that can be handed to another thread.
pub(super) type Reader = Box<dyn BufRead + Send>;

/// Opens a file, or standard input, and inflates it if it begins as gzip or zstd does, whatever its name. Gives its first
/// [`BEGINNING`] bytes too, which are still to be read. `read` is raised by the bytes that are read from the file.
///
/// # Errors
///
/// [`ErrorKind::Io`] if it cannot be opened or its beginning cannot be read.
pub(super) fn open(path: &Path, read: &Arc<AtomicU64>) -> Result<(Vec<u8>, Reader)> {
    let failed = |error| Error::io(error, path);
    let raw: Box<dyn Read + Send> =
        if path.as_os_str() == STDIN { Box::new(io::stdin()) } else { Box::new(File::open(path).map_err(failed)?) };
    let counted = Counted { raw, read: Arc::clone(read) };
    let (magic, raw) = peek(BufReader::with_capacity(BUFFER, counted)).map_err(failed)?;
    if magic.starts_with(GZIP) {
        peek(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(raw))).map_err(failed)
    } else if magic.starts_with(ZSTD) {
        let inflated = zstd::Decoder::with_buffer(raw).map_err(failed)?;
        peek(BufReader::with_capacity(BUFFER, inflated)).map_err(failed)
    } else {
        Ok((magic, raw))
    }
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

/// The first bytes of a reader, and a reader that begins with them. A pipe may give less than a magic number at once.
fn peek(mut reader: impl BufRead + Send + 'static) -> io::Result<(Vec<u8>, Reader)> {
    let mut beginning = Vec::with_capacity(BEGINNING as usize);
    reader.by_ref().take(BEGINNING).read_to_end(&mut beginning)?;
    let whole = Cursor::new(beginning.clone()).chain(reader);
    Ok((beginning, Box::new(whole)))
}

/// All that is left of a file that is one page.
///
/// # Errors
///
/// [`ErrorKind::Io`] if it cannot be read, [`ErrorKind::Data`] if there is more than a page can be.
pub(super) fn read_all(path: &Path, reader: Reader) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = reader.take(MOST_PAGE + 1).read_to_end(&mut bytes).map_err(|error| Error::io(error, path))?;
    if read as u64 > MOST_PAGE {
        let message = format!("longer than {} MiB: no page is; cut it into records", MOST_PAGE >> 20);
        return Err(Error::new(ErrorKind::Data, message).at(path));
    }
    Ok(bytes)
}
