//! Bytes that are read before there is a page: encodings, damage, files and requests.

use std::cell::OnceCell;
use std::io::Cursor;

use parasift::stages::{LabelledForm, Server, read_container, read_labelled, request};
use parasift::{Classifier, ErrorKind};

/// Charsets that a caller may name; the first byte chooses.
const CHARSETS: [Option<&str>; 16] = [
    None,
    Some("utf-8"),
    Some("gb2312"),
    Some("gb18030"),
    Some("big5"),
    Some("big5-hkscs"),
    Some("shift_jis"),
    Some("euc-jp"),
    Some("iso-2022-jp"),
    Some("euc-kr"),
    Some("utf-16le"),
    Some("utf-16be"),
    Some("windows-1252"),
    Some("hz-gb-2312"),
    Some("x-user-defined"),
    Some("no such charset"),
];

/// Bytes of a page to text.
pub fn decode(bytes: &[u8]) {
    let Some((&first, bytes)) = bytes.split_first() else { return };
    let charset = CHARSETS[usize::from(first) % CHARSETS.len()];
    let decoded = parasift::decode(bytes, charset);
    assert!(!decoded.encoding.is_empty());
    let has_mark = [&b"\xef\xbb\xbf"[..], b"\xff\xfe", b"\xfe\xff"].iter().any(|mark| bytes.starts_with(mark));
    // Escapes and NULs are how some encodings look like ASCII.
    if let Ok(text) = str::from_utf8(bytes)
        && !has_mark
        && !text.contains(['\x1b', '\0'])
    {
        assert_eq!(decoded.text, text, "{charset:?} {}", decoded.encoding);
    }
    let again = parasift::decode(decoded.text.as_bytes(), None);
    if !decoded.text.contains(['\x1b', '\0', '\u{feff}']) {
        assert_eq!(again.text, decoded.text, "text that is UTF-8 stays what it is");
    }
}

/// A text to what it was before its damage.
pub fn repair(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let repaired = parasift::repair(&text);
    let (mut rebuilt, mut end) = (String::new(), 0);
    for change in &repaired.changes {
        assert!(change.range.start >= end, "changes stand in order and apart");
        rebuilt.push_str(&text[end..change.range.start]);
        rebuilt.push_str(&change.restored);
        assert!(text[change.range.clone()].starts_with(['(', '（', '?', '？', '\u{fffd}']), "{change:?}");
        end = change.range.end;
    }
    rebuilt.push_str(&text[end..]);
    assert_eq!(rebuilt, repaired.text);
    if !text.contains(['(', '（']) {
        assert!(repaired.changes.is_empty(), "damage is told by pinyin in brackets");
    }
    let again = parasift::repair(&repaired.text);
    assert!(again.changes.is_empty(), "{text:?} to {:?}, then {:?}", repaired.text, again.changes);
}

/// A file of labelled data in one of three forms; the first byte chooses.
pub fn labelled(bytes: &[u8]) {
    let Some((&first, bytes)) = bytes.split_first() else { return };
    let forms = [LabelledForm::Tsv, LabelledForm::Html, LabelledForm::JsonLines];
    match read_labelled(forms[usize::from(first) % forms.len()], bytes.to_vec()) {
        Ok(paragraphs) => assert!(!paragraphs.is_empty()),
        // A file that names another one cannot be read without that.
        Err(error) => assert!(matches!(error.kind(), ErrorKind::Data | ErrorKind::Io), "{error}"),
    }
}

/// A file of pages: JSON lines, WARC, WET, Parquet, HTML, text; any of them compressed.
pub fn container(bytes: &[u8]) {
    let read = read_container(Cursor::new(bytes.to_vec()), |page| match page {
        Ok(page) => page.paragraphs().iter().for_each(|paragraph| assert!(!page.text(paragraph).is_empty())),
        Err(error) => assert!(!error.to_string().is_empty()),
    });
    if let Err(error) = read {
        assert!(matches!(error.kind(), ErrorKind::Data | ErrorKind::Io), "{error}");
    }
}

const PATHS: [&str; 4] = ["/score", "/clean?markdown=true&repair=true", "/score?input=html", "/clean?keep=body,nav"];
const TYPES: [&str; 6] = [
    "application/json",
    "application/x-ndjson",
    "text/html; charset=gbk",
    "text/plain",
    "application/octet-stream",
    "text/html",
];
const ENCODINGS: [&str; 5] = ["identity", "gzip", "zstd", "br", "deflate"];

/// The body of a request; the first three bytes choose its path, its type and its encoding.
pub fn http(bytes: &[u8]) {
    thread_local!(static SERVER: OnceCell<Server> = const { OnceCell::new() });
    let Some((&[path, media, encoding], body)) = bytes.split_first_chunk() else { return };
    let fields: [(&str, &[u8]); 3] = [
        ("host", b"localhost"),
        ("content-type", chosen(&TYPES, media).as_bytes()),
        ("content-encoding", chosen(&ENCODINGS, encoding).as_bytes()),
    ];
    let Some(request) = request(chosen(&PATHS, path), &fields, body.to_vec()) else { return };
    SERVER.with(|server| {
        let server = server.get_or_init(|| Server::new(Classifier::embedded()).expect("a runtime"));
        let (status, answer) = server.answer(request);
        assert!(status < 500, "{status}: {}", String::from_utf8_lossy(&answer));
        assert!(str::from_utf8(&answer).is_ok());
    });
}

fn chosen<'a>(from: &[&'a str], by: u8) -> &'a str {
    from[usize::from(by) % from.len()]
}
