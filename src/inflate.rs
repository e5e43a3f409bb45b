//! Gzip and zstd, known by what files begin with, whatever their names.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;

/// Size of the buffers between file, inflation and parsing, in bytes.
const BUFFER: usize = 1 << 16;

/// By how many bytes a file is known, at most.
const BEGINNING: u64 = 512;

/// What compressed files begin with.
pub(crate) const GZIP: &[u8] = &[0x1f, 0x8b];
pub(crate) const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// A reader that can be handed to another thread.
pub(crate) type Reader = Box<dyn BufRead + Send>;

/// Inflates what is compressed. Gives its first [`BEGINNING`] bytes too, which are still to be read.
///
/// # Errors
///
/// If the beginning cannot be read.
pub(crate) fn inflate(raw: impl Read + Send + 'static) -> io::Result<(Vec<u8>, Reader)> {
    let (magic, raw) = peek(BufReader::with_capacity(BUFFER, raw))?;
    if magic.starts_with(GZIP) {
        peek(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(raw)))
    } else if magic.starts_with(ZSTD) {
        peek(BufReader::with_capacity(BUFFER, zstd::Decoder::with_buffer(raw)?))
    } else {
        Ok((magic, raw))
    }
}

/// All that is left; `None` if that is more than so many bytes: a few kilobytes can inflate to anything.
pub(crate) fn read_at_most(reader: impl Read, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let read = reader.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((read as u64 <= most).then_some(bytes))
}

/// The first bytes of a reader, and a reader that begins with them. A pipe may give less than a magic number at once.
fn peek(mut reader: impl BufRead + Send + 'static) -> io::Result<(Vec<u8>, Reader)> {
    let mut beginning = Vec::with_capacity(BEGINNING as usize);
    reader.by_ref().take(BEGINNING).read_to_end(&mut beginning)?;
    let whole = Cursor::new(beginning.clone()).chain(reader);
    Ok((beginning, Box::new(whole)))
}
