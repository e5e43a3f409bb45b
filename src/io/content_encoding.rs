//! Bodies of HTTP messages without their compression.

use std::io::{self, Read};

use flate2::read::{MultiGzDecoder, ZlibDecoder};

/// Size of the buffer behind brotli, in bytes.
const INFLATED_AT_ONCE: usize = 1 << 14;

/// Inflates a body in a content encoding by its HTTP name, up to so many bytes. What could be read before an error stands in
/// `inflated`.
///
/// # Errors
///
/// If the body is broken or cut off, or the encoding none of gzip, deflate, zstd and br.
pub(crate) fn decompress(body: &[u8], encoding: &str, most: u64, inflated: &mut Vec<u8>) -> io::Result<()> {
    let read = match encoding {
        "gzip" | "x-gzip" => MultiGzDecoder::new(body).take(most).read_to_end(inflated),
        "deflate" => ZlibDecoder::new(body).take(most).read_to_end(inflated),
        "zstd" => zstd::Decoder::new(body)?.take(most).read_to_end(inflated),
        "br" => brotli_decompressor::Decompressor::new(body, INFLATED_AT_ONCE).take(most).read_to_end(inflated),
        other => Err(io::Error::new(io::ErrorKind::Unsupported, format!("no such content encoding: {other:?}"))),
    };
    read.map(|_| ())
}
