//! Real pages in every form that the command reads have the same labels.
#![cfg(all(feature = "parquet", feature = "embedded"))]

mod common;
mod folders;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, BinaryArray, RecordBatch, StringArray};
use common::{piped, text};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use folders::folder;
use parasift::{Classifier, Input, decode};
use parquet::arrow::ArrowWriter;
use serde_json::{Value, json};

const CORPUS: &str = "../shared/corpus/dev/html";

/// The bytes of all pages, as they came.
fn pages() -> Option<Vec<Vec<u8>>> {
    let sets = std::fs::read_dir(CORPUS).ok()?.map(|set| set.unwrap().path());
    let mut files: Vec<PathBuf> =
        sets.flat_map(|set| std::fs::read_dir(set).unwrap().map(|file| file.unwrap().path())).collect();
    files.sort();
    let inflate = |path: &PathBuf| {
        let mut bytes = Vec::new();
        GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_end(&mut bytes).unwrap();
        bytes
    };
    Some(files.iter().map(inflate).collect())
}

fn warc(kind: &str, content_type: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        content.len()
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

fn response(page: &[u8]) -> Vec<u8> {
    let http = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", page].concat();
    warc("response", "application/http", &http)
}

fn parquet(path: &Path, name: &str, column: ArrayRef) {
    let batch = RecordBatch::try_from_iter([(name, column)]).unwrap();
    let file = std::fs::File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

fn lines(field: &str, texts: &[String]) -> String {
    texts.iter().map(|text| json!({ field: text }).to_string() + "\n").collect()
}

/// What a command found of a file or folder, without whence it came.
fn labels(path: &Path, input: &str) -> Vec<Value> {
    let arguments = ["score", "--quiet", "--format", "jsonl", "--input", input, path.to_str().unwrap()];
    let output = piped(&arguments, b"");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let records = text(&output.stdout).lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    records.map(|found| json!([found["format"], found["verdict"], found["head"], found["paragraphs"]])).collect()
}

#[test]
fn real_pages_in_every_form_have_the_same_labels() {
    let Some(pages) = pages() else {
        eprintln!("skipped: no pages in {CORPUS}");
        return;
    };
    let folder = folder("same-labels");
    let at = |name: &str| folder.join(name);
    for name in ["html", "zipped", "text"] {
        std::fs::create_dir(at(name)).unwrap();
    }
    let decoded: Vec<String> = pages.iter().map(|page| decode(page, None).text.into_owned()).collect();
    let classifier = Classifier::embedded();
    let as_text = |page: &Vec<u8>| -> String {
        let page = classifier.classify_bytes(page, Input::Html);
        page.paragraphs().map(|paragraph| paragraph.text.replace('\n', " ") + "\n").collect()
    };
    let texts: Vec<String> = pages.iter().map(as_text).collect();
    for (number, (page, text)) in pages.iter().zip(&texts).enumerate() {
        std::fs::write(at("html").join(format!("{number:03}.html")), page).unwrap();
        std::fs::write(at("zipped").join(format!("{number:03}.html.gz")), gzip(page)).unwrap();
        std::fs::write(at("text").join(format!("{number:03}.txt")), text).unwrap();
    }
    std::fs::write(at("html.jsonl"), lines("html", &decoded)).unwrap();
    std::fs::write(at("html.warc.gz"), pages.iter().flat_map(|page| gzip(&response(page))).collect::<Vec<u8>>())
        .unwrap();
    let strings = |texts: &[String]| -> ArrayRef { Arc::new(StringArray::from_iter_values(texts)) };
    parquet(&at("html.parquet"), "html", strings(&decoded));
    parquet(&at("bytes.parquet"), "html", Arc::new(BinaryArray::from_iter_values(&pages)));
    let expected = labels(&at("html"), "html");
    assert_eq!(expected.len(), pages.len());
    for name in ["zipped", "html.jsonl", "html.warc.gz", "html.parquet", "bytes.parquet"] {
        assert!(labels(&at(name), "html") == expected, "{name}");
    }

    std::fs::write(at("text.jsonl.zst"), zstd::encode_all(lines("text", &texts).as_bytes(), 1).unwrap()).unwrap();
    let wet: Vec<u8> = texts.iter().flat_map(|text| warc("conversion", "text/plain", text.as_bytes())).collect();
    std::fs::write(at("text.wet"), wet).unwrap();
    parquet(&at("text.parquet"), "text", strings(&texts));
    let expected = labels(&at("text"), "text");
    assert_eq!(expected.len(), pages.len());
    for name in ["text.jsonl.zst", "text.wet", "text.parquet"] {
        assert!(labels(&at(name), "text") == expected, "{name}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}
