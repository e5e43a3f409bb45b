//! JSON lines: an object a line with a page in one of its fields; the others go through.

use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{MOST_RECORD_BYTES, Origin, RawFields, Record, list};
use crate::error::{Error, ErrorKind, Result};
use crate::inflate::Reader;
use crate::page::Input;

/// Names of files that hold JSON lines.
const ENDINGS: [&str; 2] = ["jsonl", "ndjson"];

/// A field with paragraphs that are cut already: strings, or objects with a text.
const PARAGRAPHS: &str = "paragraphs";

/// Which fields hold the page; of a record with both, its HTML is read.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    pub(crate) text: String,
    pub(crate) html: String,
}

impl Fields {
    /// What they are called unless somebody says otherwise.
    pub(crate) const TEXT: &str = "text";
    pub(crate) const HTML: &str = "html";
}

impl Default for Fields {
    fn default() -> Self {
        Fields { text: Fields::TEXT.to_owned(), html: Fields::HTML.to_owned() }
    }
}

/// Whether a file holds JSON lines, by its name or by its first line: a JSON document spread over lines is none.
pub(super) fn is_json_lines(path: &Path, beginning: &[u8]) -> bool {
    ENDINGS.iter().any(|ending| list::ending(path).eq_ignore_ascii_case(ending))
        || beginning
            .trim_ascii_start()
            .split(|&byte| byte == b'\n')
            .next()
            .is_some_and(|line| line.strip_prefix(b"{").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\"")))
}

/// The records of a file.
pub(crate) struct JsonLines {
    path: PathBuf,
    reader: Reader,
    fields: Fields,
    line: usize,
    is_over: bool,
}

impl JsonLines {
    pub(super) fn new(path: &Path, reader: Reader, fields: Fields) -> Self {
        JsonLines { path: path.to_owned(), reader, fields, line: 0, is_over: false }
    }

    /// The next line into `bytes`; no more than a record may have.
    fn read_line(&mut self, bytes: &mut Vec<u8>) -> Result<()> {
        let failed = |error| Error::io(error, &self.path).on_line(self.line);
        let most = MOST_RECORD_BYTES as u64 + 1;
        let read = self.reader.by_ref().take(most).read_until(b'\n', bytes).map_err(failed)?;
        if read as u64 == most && bytes.last() != Some(&b'\n') {
            self.skip_line()?;
            let message = format!("a line of more than {} MiB: it is passed over", MOST_RECORD_BYTES >> 20);
            return Err(Error::new(ErrorKind::Data, message).at(&self.path).on_line(self.line));
        }
        Ok(())
    }

    fn skip_line(&mut self) -> Result<()> {
        self.reader.skip_until(b'\n').map(|_| ()).map_err(|error| Error::io(error, &self.path).on_line(self.line))
    }
}

/// The JSON lines in memory; `source` is what they are called.
#[cfg(feature = "serve")]
pub(crate) fn json_lines(source: &Path, reader: Reader, fields: Fields) -> impl Iterator<Item = Result<Record>> {
    JsonLines::new(source, reader, fields)
}

/// The page in a JSON object; `line` is the number of its line, or of its place in a list.
pub(crate) fn record(json: &[u8], source: &Path, line: usize, names: &Fields) -> Result<Record> {
    let broken = |message: String| Error::new(ErrorKind::Data, message).at(source).on_line(line);
    let fields: RawFields =
        serde_json::from_slice(json).map_err(|error| broken(format!("not a JSON object: {error}")))?;
    let mut record = Record { source: source.to_owned(), ..Record::default() };
    let (fields, before) = names.page(fields, &mut record).map_err(broken)?;
    record.origin = Some(Origin::Line { line, fields, before });
    Ok(record)
}

impl Fields {
    /// Takes the page out of the fields of an object and puts it into the record. Gives what is left, and how many of that
    /// stood before the page.
    ///
    /// # Errors
    ///
    /// A message, if there is no page in them.
    pub(crate) fn page(
        &self,
        RawFields(mut fields): RawFields,
        record: &mut Record,
    ) -> std::result::Result<(RawFields, usize), String> {
        // Anything but a string is not the page, and does not hide the other field.
        let find = |name: &str, begins: char| {
            fields.iter().position(|(field, value)| field == name && value.get().starts_with(begins))
        };
        let (html, text, list) = (find(&self.html, '"'), find(&self.text, '"'), find(PARAGRAPHS, '['));
        let list = list.and_then(|at| Some((at, paragraphs(&fields[at].1)?)));
        let at = match (html.or(text), list) {
            (Some(at), _) => {
                record.bytes = string(&fields[at].1)
                    .map_err(|error| format!("the field {:?} is not a string of text: {error}", fields[at].0))?;
                record.input = if html.is_some() { Input::Html } else { Input::Text };
                at
            }
            (None, Some((at, paragraphs))) => {
                record.paragraphs = Some(paragraphs);
                at
            }
            (None, None) => {
                let Fields { html, text } = self;
                return Err(format!(
                    "no page in it: a string named {html:?} or {text:?} is wanted, or a list named {PARAGRAPHS:?} \
                     (html-field and text-field give other names)"
                ));
            }
        };
        fields.remove(at);
        // The bytes came as a string, so there is nothing left to find out.
        record.charset = Some("utf-8".to_owned());
        Ok((RawFields(fields), at))
    }
}

/// A string in UTF-8. Half a character (an unpaired surrogate), which escapes can name, is U+FFFD, as in a browser: nobody loses
/// a page for a broken emoji.
fn string(value: &RawValue) -> serde_json::Result<Vec<u8>> {
    struct Bytes;
    impl Visitor<'_> for Bytes {
        type Value = Vec<u8>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a string")
        }

        fn visit_bytes<E>(self, bytes: &[u8]) -> std::result::Result<Vec<u8>, E> {
            Ok(bytes.to_owned())
        }
    }
    let mut bytes = serde_json::Deserializer::from_str(value.get()).deserialize_bytes(Bytes)?;
    let mut at = 0;
    // Written as three bytes, like no character of UTF-8 (The Unicode Standard, table 3-7).
    while let Some(found) = memchr::memchr(0xed, &bytes[at..]) {
        at += found;
        if bytes.get(at + 1).is_some_and(|&next| next >= 0xa0) {
            bytes[at..at + 3].copy_from_slice("\u{fffd}".as_bytes());
        }
        at += 1;
    }
    Ok(bytes)
}

fn paragraphs(list: &RawValue) -> Option<Vec<String>> {
    let list: Vec<serde_json::Value> = serde_json::from_str(list.get()).ok()?;
    let text = |item: &serde_json::Value| item.as_str().or_else(|| item.get("text")?.as_str()).map(str::to_owned);
    list.iter().map(text).collect()
}

impl<'de> Deserialize<'de> for RawFields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = RawFields;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<RawFields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(RawFields(fields))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

impl Iterator for JsonLines {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Result<Record>> {
        let mut bytes = Vec::new();
        while !self.is_over {
            bytes.clear();
            self.line += 1;
            match self.read_line(&mut bytes) {
                Ok(()) if bytes.is_empty() => self.is_over = true,
                Ok(()) if bytes.trim_ascii().is_empty() => {}
                Ok(()) => return Some(record(&bytes, &self.path, self.line, &self.fields)),
                Err(error) => {
                    // A file that cannot be read any further has no next line.
                    self.is_over = error.kind() == ErrorKind::Io;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}
