use std::io::Write;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("parasift-io-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ::zstd::encode_all(bytes, 1).unwrap()
}

fn warc_record(kind: &str, content_type: &str, uri: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:{uri}>\r\nWARC-Target-URI: {uri}\r\n\
         WARC-Date: 2024-01-01T00:00:00Z\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        content.len()
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

fn response(fields: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n").as_bytes(), body].concat()
}

fn all(paths: &[PathBuf]) -> Vec<std::result::Result<Record, String>> {
    found(paths, &Fields::default(), Position::default())
}

/// The records from a position on, errors as they are said.
fn found(paths: &[PathBuf], fields: &Fields, from: Position) -> Vec<std::result::Result<Record, String>> {
    let files = list(paths, &[]).unwrap();
    let inputs = Inputs { files, fields: fields.clone(), read: Arc::default(), stop: Arc::default() };
    let records = inputs.steps(from).filter_map(|step| match step.found {
        Found::Record(record) => Some(Ok(record)),
        Found::Bad(error) => Some(Err(error.to_string())),
        Found::End => None,
    });
    records.collect()
}

/// The page of each record as text, or the error without the folder.
fn pages(folder: &Folder, name: &str) -> Vec<String> {
    let folder_name = format!("{}/", folder.0.display());
    let shown = |record: std::result::Result<Record, String>| match record {
        Ok(record) => format!("{:?} {}", record.input, String::from_utf8_lossy(&record.bytes)),
        Err(error) => error.replace(&folder_name, ""),
    };
    all(&[folder.0.join(name)]).into_iter().map(shown).collect()
}

const PAGE: &str = "<p>一页</p>";

#[test]
fn every_form_gives_the_same_page() {
    let folder = Folder::new("forms");
    let line = format!("{{\"id\": 7, \"html\": {PAGE:?}, \"text\": \"一页\"}}\n");
    let http = response("Content-Type: text/html; charset=utf-8", PAGE.as_bytes());
    let warc = [
        warc_record("warcinfo", "application/warc-fields", "i", b"software: x\r\n"),
        warc_record("request", "application/http; msgtype=request", "u", b"GET / HTTP/1.1\r\n\r\n"),
        warc_record("response", "application/http; msgtype=response", "u", &http),
        warc_record("response", "application/http", "image", &response("Content-Type: image/png", b"x")),
    ]
    .concat();
    for (name, bytes) in [("page.html", PAGE.as_bytes()), ("lines.jsonl", line.as_bytes()), ("crawl.warc", &warc)] {
        folder.file(name, bytes);
        folder.file(&format!("{name}.gz"), &gzip(bytes));
        folder.file(&format!("{name}.zst"), &zstd(bytes));
    }
    // As crawlers write them: each record a member of its own.
    let http = warc_record("response", "application/http", "u", &http);
    folder.file("members.warc.gz", &[gzip(&warc), gzip(&http)].concat());
    folder.file("ignored.css", b"p{}");
    let found = all(std::slice::from_ref(&folder.0));
    assert_eq!(found.len(), 3 * 3 + 2);
    for record in found {
        let record = record.unwrap();
        assert_eq!(String::from_utf8_lossy(&record.bytes), PAGE, "{:?}", record.source);
        let origin = serde_json::to_string(&record.origin).unwrap();
        let name = record.source.file_name().unwrap().to_string_lossy().into_owned();
        let expected = match name.split('.').next() {
            Some("page") => (Input::Auto, "null"),
            Some("lines") => (Input::Html, "{\"line\":1,\"fields\":{\"id\":7,\"text\":\"一页\"}}"),
            _ => (Input::Html, "\"id\":\"<urn:u>\",\"uri\":\"u\",\"date\":\"2024-01-01T00:00:00Z\"}"),
        };
        assert!(record.input == expected.0 && origin.ends_with(expected.1), "{name}: {origin}");
    }
}

#[test]
fn bodies_are_put_together_and_inflated() {
    let folder = Folder::new("bodies");
    let chunked = b"5;x=y\r\nabcde\r\n3\r\nfgh\r\n0\r\n\r\n";
    let fields = "Content-Type: text/html; charset=GBK";
    let cases: [(&str, &[u8], &str); 6] = [
        ("Transfer-Encoding: chunked", chunked, "abcdefgh"),
        ("Transfer-Encoding: chunked", b"not in chunks", "not in chunks"),
        ("Content-Encoding: gzip", &gzip(b"inflated"), "inflated"),
        ("Content-Encoding: zstd", &zstd(b"inflated"), "inflated"),
        ("Content-Encoding: gzip", b"inflated already", "inflated already"),
        ("Content-Encoding: br", b"text", "text"),
    ];
    for (field, body, expected) in cases {
        let http = response(&format!("{fields}\r\n{field}"), body);
        folder.file("a.warc", &warc_record("response", "application/http", "u", &http));
        let record = all(&[folder.0.join("a.warc")]).remove(0).unwrap();
        assert_eq!(
            (String::from_utf8_lossy(&record.bytes).as_ref(), record.charset.as_deref()),
            (expected, Some("gbk"))
        );
    }
    folder.file("a.wet", &warc_record("conversion", "text/plain", "u", "甲\n乙".as_bytes()));
    assert_eq!(pages(&folder, "a.wet"), ["Text 甲\n乙"]);
    folder.file("a.warc", &warc_record("resource", "text/html", "u", b"<p>x"));
    assert_eq!(pages(&folder, "a.warc"), ["Html <p>x"]);
}

#[test]
fn a_bad_record_is_named_and_the_rest_is_read() {
    let folder = Folder::new("bad");
    let good = warc_record("resource", "text/html", "u", b"good");
    let no_length = b"WARC/1.0\r\nWARC-Type: resource\r\n\r\nlost\r\n\r\n";
    let no_http = warc_record("response", "application/http", "u", b"\x00\x01");
    folder.file("a.warc", &[&good, &no_length[..], &no_http, &good, &good[..good.len() - 9]].concat());
    let (second, third) = (good.len(), good.len() + no_length.len());
    let last = third + no_http.len() + good.len();
    assert_eq!(
        pages(&folder, "a.warc"),
        [
            "Html good".to_owned(),
            format!("a.warc: record at byte {second}: no Content-Length that is a number; read on at the next record"),
            format!("a.warc: record at byte {third}: no HTTP response: invalid HTTP version"),
            "Html good".to_owned(),
            format!("a.warc: record at byte {last}: the file ends after 0 of its 4 bytes"),
        ]
    );
    folder.file(
        "a.jsonl",
        "{\"text\": \"一\"}\nnot json\n\n{\"other\": 1}\n{\"paragraphs\": [\"a\", {\"text\": \"b\"}]}".as_bytes(),
    );
    let found = pages(&folder, "a.jsonl");
    assert_eq!((found.len(), found[0].as_str(), found[3].as_str()), (4, "Text 一", "Auto "));
    assert!(found[1].starts_with("a.jsonl:2: not a JSON object: "), "{}", found[1]);
    assert!(found[2].starts_with("a.jsonl:4: no page in it: "), "{}", found[2]);
    let cut = gzip(&"{\"text\": \"x\"}\n".repeat(9999).into_bytes());
    folder.file("cut.jsonl.gz", &cut[..cut.len() / 2]);
    let found = pages(&folder, "cut.jsonl.gz");
    assert!(found.len() > 2 && found[found.len() - 1].starts_with("cut.jsonl.gz:"), "{:?}", found.last());
    assert!(found[..found.len() - 1].iter().all(|page| page == "Text x"));
    assert!(all(&[folder.0.join("absent.html")])[0].as_ref().unwrap_err().contains("absent.html"));
}

#[test]
fn fields_have_other_names_and_one_page_is_not_many() {
    let folder = Folder::new("fields");
    let path = folder.file("a.txt", b"{\"content\": \"x\"}\n{\"content\": \"y\"}\n");
    let fields = Fields { text: "content".to_owned(), ..Fields::default() };
    let texts: Vec<Vec<u8>> = found(std::slice::from_ref(&path), &fields, Position::default())
        .into_iter()
        .map(|record| record.unwrap().bytes)
        .collect();
    assert_eq!(texts, [b"x", b"y"]);
    let document = folder.file("a.json", b"{\n  \"text\": \"x\"\n}\n");
    assert_eq!(read_page(&document).unwrap().bytes.len(), 18);
    assert!(read_page(&path).unwrap_err().to_string().contains("many records"));
}
