//! Compression of what is written, as the name of the file says.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

/// A file being written, compressed or not.
pub(super) enum Compressed {
    Plain(BufWriter<File>),
    Gzip(GzEncoder<BufWriter<File>>),
    Zstd(zstd::Encoder<'static, BufWriter<File>>),
}

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    Gzip,
    Zstd,
}

impl Kind {
    pub(super) fn of(path: &Path) -> Kind {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("gz" | "gzip") => Kind::Gzip,
            Some("zst" | "zstd") => Kind::Zstd,
            _ => Kind::Plain,
        }
    }
}

impl Compressed {
    pub(super) fn new(kind: Kind, file: BufWriter<File>) -> io::Result<Self> {
        Ok(match kind {
            Kind::Plain => Compressed::Plain(file),
            Kind::Gzip => Compressed::Gzip(GzEncoder::new(file, Compression::default())),
            Kind::Zstd => Compressed::Zstd(zstd::Encoder::new(file, zstd::DEFAULT_COMPRESSION_LEVEL)?),
        })
    }

    /// Ends what is compressed together.
    pub(super) fn finish(self) -> io::Result<BufWriter<File>> {
        let mut file = match self {
            Compressed::Plain(file) => file,
            Compressed::Gzip(encoder) => encoder.finish()?,
            Compressed::Zstd(encoder) => encoder.finish()?,
        };
        file.flush()?;
        Ok(file)
    }
}

impl Write for Compressed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Compressed::Plain(file) => file.write(bytes),
            Compressed::Gzip(encoder) => encoder.write(bytes),
            Compressed::Zstd(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Compressed::Plain(file) => file.flush(),
            Compressed::Gzip(encoder) => encoder.flush(),
            Compressed::Zstd(encoder) => encoder.flush(),
        }
    }
}
