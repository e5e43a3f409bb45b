//! WARC and WET files (ISO 28500): the HTML of their responses and resources, the text of their conversions.

use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};

use super::content_encoding::decompress;
use super::{MOST_RECORD_BYTES, Origin, Record};
use crate::error::{Error, ErrorKind, Result};
use crate::inflate::{GZIP, Reader, ZSTD};
use crate::page::Input;

/// What every record begins with.
const MAGIC: &[u8] = b"WARC/";

/// A record's head, and that of an HTTP response, in bytes: longer ones are broken.
const MOST_HEAD_BYTES: u64 = 1 << 16;

/// Fields of an HTTP response that are looked at.
const MOST_HTTP_FIELDS: usize = 256;

/// Types of content that are pages.
const HTML_TYPES: [&str; 2] = ["text/html", "application/xhtml+xml"];

/// Whether a file's beginning is that of a WARC record.
pub(super) fn is_warc(beginning: &[u8]) -> bool {
    beginning.trim_ascii_start().starts_with(MAGIC)
}

/// The records of a file.
pub(crate) struct Warc {
    path: PathBuf,
    reader: Reader,
    /// Bytes read, inflated.
    offset: u64,
    is_over: bool,
}

/// The fields of a record's head that matter.
#[derive(Default)]
struct Head {
    kind: String,
    id: Option<String>,
    uri: Option<String>,
    date: Option<String>,
    content_type: String,
    length: u64,
}

impl Warc {
    pub(super) fn new(path: &Path, reader: Reader) -> Self {
        Warc { path: path.to_owned(), reader, offset: 0, is_over: false }
    }

    fn broken(&self, start: u64, message: impl std::fmt::Display) -> Error {
        Error::new(ErrorKind::Data, format!("record at byte {start}: {message}")).at(&self.path)
    }

    /// A line without its end; `None` at the end of the file.
    fn line(&mut self, start: u64) -> Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let read = self.reader.by_ref().take(MOST_HEAD_BYTES).read_until(b'\n', &mut line);
        let read = read.map_err(|error| self.failed(&error, start))?;
        self.offset += read as u64;
        line.truncate(line.trim_ascii_end().len());
        Ok((read > 0).then_some(line))
    }

    /// An error of reading, after which there is nothing more to be had of this file.
    fn failed(&mut self, error: &std::io::Error, start: u64) -> Error {
        self.is_over = true;
        let message = format!("record at byte {start}: {error}; the file ends here for us");
        Error::new(ErrorKind::Io, message).at(&self.path)
    }

    /// Reads on to the next line that begins a record, and gives its place.
    fn find_start(&mut self) -> Result<Option<u64>> {
        let start = self.offset;
        loop {
            let at = self.offset;
            match self.line(start)? {
                None => return Ok(None),
                Some(line) if line.starts_with(MAGIC) => return Ok(Some(at)),
                Some(_) => {}
            }
        }
    }

    fn head(&mut self, start: u64) -> Result<Head> {
        let (mut head, mut length, mut lines) = (Head::default(), None, 0);
        while let Some(line) = self.line(start)?.filter(|line| !line.is_empty()) {
            lines += 1;
            if lines > MOST_HTTP_FIELDS {
                return Err(self.broken(start, "a head without end; read on at the next record"));
            }
            let line = String::from_utf8_lossy(&line);
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = || value.trim().to_owned();
            match name.to_ascii_lowercase().as_str() {
                "warc-type" => head.kind = value().to_ascii_lowercase(),
                "warc-record-id" => head.id = Some(value()),
                "warc-target-uri" => head.uri = Some(value()),
                "warc-date" => head.date = Some(value()),
                "content-type" => head.content_type = value().to_ascii_lowercase(),
                "content-length" => length = value().parse().ok(),
                _ => {}
            }
        }
        head.length = length
            .ok_or_else(|| self.broken(start, "no Content-Length that is a number; read on at the next record"))?;
        Ok(head)
    }

    /// The content of a record, which is passed over if it is too long.
    fn content(&mut self, start: u64, length: u64) -> Result<Vec<u8>> {
        if length > MOST_RECORD_BYTES as u64 {
            self.skip(start, length)?;
            let limit = MOST_RECORD_BYTES >> 20;
            return Err(self.broken(start, format!("{length} bytes long, more than {limit} MiB: it is passed over")));
        }
        let mut content = Vec::new();
        let read = self.reader.by_ref().take(length).read_to_end(&mut content);
        let read = read.map_err(|error| self.failed(&error, start))?;
        self.offset += read as u64;
        if (read as u64) < length {
            self.is_over = true;
            return Err(self.broken(start, format!("the file ends after {read} of its {length} bytes")));
        }
        Ok(content)
    }

    fn skip(&mut self, start: u64, length: u64) -> Result<()> {
        let skipped = std::io::copy(&mut self.reader.by_ref().take(length), &mut std::io::sink());
        self.offset += skipped.map_err(|error| self.failed(&error, start))?;
        Ok(())
    }

    /// The record at `start`, if it is a page.
    fn record(&mut self, start: u64) -> Result<Option<Record>> {
        let head = self.head(start)?;
        let is_text = head.kind == "conversion";
        if !is_text && !matches!(head.kind.as_str(), "response" | "resource") {
            self.skip(start, head.length)?;
            return Ok(None);
        }
        let content = self.content(start, head.length)?;
        let page = match () {
            () if is_text => head.content_type.starts_with("text/plain").then(|| Content::text(content)),
            () if head.content_type.starts_with("application/http") => {
                Content::of_http(content).map_err(|message| self.broken(start, message))?
            }
            () => is_html(&head.content_type).then(|| Content::html(content, &head.content_type)),
        };
        Ok(page.map(|page| Record {
            source: self.path.clone(),
            bytes: page.bytes,
            input: page.input,
            charset: page.charset,
            paragraphs: None,
            origin: Some(Origin::Warc { offset: start, id: head.id, uri: head.uri, date: head.date }),
        }))
    }
}

impl Iterator for Warc {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Result<Record>> {
        while !self.is_over {
            let start = match self.find_start() {
                Ok(Some(start)) => start,
                Ok(None) => return None,
                Err(error) => return Some(Err(error)),
            };
            match self.record(start) {
                Ok(None) => {}
                Ok(Some(record)) => return Some(Ok(record)),
                Err(error) => return Some(Err(error)),
            }
        }
        None
    }
}

/// A page in a record.
struct Content {
    bytes: Vec<u8>,
    input: Input,
    charset: Option<String>,
}

impl Content {
    /// WET files are UTF-8 by their definition.
    fn text(bytes: Vec<u8>) -> Self {
        Content { bytes, input: Input::Text, charset: Some("utf-8".to_owned()) }
    }

    fn html(bytes: Vec<u8>, content_type: &str) -> Self {
        Content { bytes, input: Input::Html, charset: charset(content_type) }
    }

    /// The page in an HTTP response: none if it is no HTML.
    fn of_http(response: Vec<u8>) -> std::result::Result<Option<Content>, String> {
        let mut fields = [httparse::EMPTY_HEADER; MOST_HTTP_FIELDS];
        let mut head = httparse::Response::new(&mut fields);
        let parsed = httparse::ParserConfig::default()
            .allow_obsolete_multiline_headers_in_responses(true)
            .allow_spaces_after_header_name_in_responses(true)
            .ignore_invalid_headers_in_responses(true)
            .parse_response(&mut head, &response);
        let len = match parsed {
            Ok(httparse::Status::Complete(len)) => len,
            Ok(httparse::Status::Partial) => return Err("an HTTP response without the end of its head".to_owned()),
            Err(error) => return Err(format!("no HTTP response: {error}")),
        };
        let field = |name: &str| {
            let found = head.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name));
            found.map(|field| String::from_utf8_lossy(field.value).trim().to_ascii_lowercase()).unwrap_or_default()
        };
        let content_type = field("content-type");
        if !is_html(&content_type) {
            return Ok(None);
        }
        let (transfer, encoding) = (field("transfer-encoding"), field("content-encoding"));
        let mut body = response[len..].to_vec();
        // Many archives hold bodies that were decoded, under heads that still say otherwise.
        if transfer.contains("chunked") {
            body = unchunked(&body).unwrap_or(body);
        }
        Ok(Some(Content::html(decoded(body, &encoding)?, &content_type)))
    }
}

fn is_html(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    HTML_TYPES.iter().any(|known| kind.eq_ignore_ascii_case(known))
}

/// The charset that a content type names.
pub(crate) fn charset(content_type: &str) -> Option<String> {
    let (_, value) = content_type.split_once("charset=")?;
    let value = value.split([';', ',']).next()?.trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then(|| value.to_owned())
}

/// A body put together from its chunks; `None` if it is not cut into any.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    loop {
        let end = memchr::memchr(b'\n', body)?;
        let size = body[..end].trim_ascii().split(|&byte| byte == b';').next()?;
        let size = usize::from_str_radix(std::str::from_utf8(size.trim_ascii()).ok()?, 16).ok()?;
        body = &body[end + 1..];
        if size == 0 {
            return Some(whole);
        }
        // A body that was cut off has a last chunk that is shorter than it says.
        let chunk = &body[..size.min(body.len())];
        whole.extend_from_slice(chunk);
        body = &body[chunk.len()..];
        if body.is_empty() {
            return Some(whole);
        }
        body = body.strip_prefix(b"\r\n").or(body.strip_prefix(b"\n"))?;
    }
}

/// A body without its compression; a body that is not compressed, whatever its head says, stays as it is.
fn decoded(body: Vec<u8>, encoding: &str) -> std::result::Result<Vec<u8>, String> {
    let is_zlib = |body: &[u8]| matches!(body, [0x78, flags, ..] if (0x7800 + u16::from(*flags)) % 31 == 0);
    let is_compressed = match encoding {
        "gzip" | "x-gzip" => body.starts_with(GZIP),
        "deflate" => is_zlib(&body),
        "zstd" => body.starts_with(ZSTD),
        // Brotli has no mark of its own; what is text is not compressed.
        "br" => std::str::from_utf8(&body).is_err(),
        _ => false,
    };
    if !is_compressed {
        return Ok(body);
    }
    let mut inflated = Vec::new();
    match decompress(&body, encoding, MOST_RECORD_BYTES as u64 + 1, &mut inflated) {
        Ok(()) if inflated.len() > MOST_RECORD_BYTES => {
            Err(format!("the page inflates to more than {} MiB", MOST_RECORD_BYTES >> 20))
        }
        Err(error) if inflated.is_empty() => Err(format!("the page cannot be inflated: {error}")),
        // A page that was cut off is still a page.
        _ => Ok(inflated),
    }
}
