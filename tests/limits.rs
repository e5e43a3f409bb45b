//! What is given up on is named and counted, and the rest is done: bombs, depth, broken footers, names of files.
#![cfg(all(feature = "cli", feature = "embedded", feature = "train", feature = "parquet"))]

mod common;
mod folders;

use std::io::Write;
use std::path::Path;

use common::{piped, text};
use folders::folder;
use serde_json::Value;

const SENTENCE: &str = "昨日，记者从市城建中心获悉，跨越解放路的人行天桥主体已经完工，正在安装栏杆和照明。";

/// The code, the lines of standard output, and the messages.
fn run(arguments: &[&str], input: &[u8]) -> (Option<i32>, Vec<Value>, String) {
    let output = piped(arguments, input);
    let lines = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (output.status.code(), lines, text(&output.stderr).to_owned())
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

/// A file of spaces that is a thousand times as long when it is inflated.
fn bomb(path: &str, length: u64) {
    let mut encoder = zstd::Encoder::new(std::fs::File::create(path).unwrap(), 1).unwrap();
    let spaces = vec![b' '; 1 << 20];
    for _ in 0..length >> 20 {
        encoder.write_all(&spaces).unwrap();
    }
    encoder.finish().unwrap();
}

#[test]
fn bombs_are_named_and_the_rest_is_done() {
    let folder = folder("limits-bombs");
    let (page, lines, data) = (path(&folder, "a.txt.zst"), path(&folder, "b.jsonl.zst"), path(&folder, "c.tsv.zst"));
    bomb(&page, (1 << 30) + (1 << 20));
    std::fs::copy(&page, &lines).unwrap();
    std::fs::copy(&page, &data).unwrap();
    std::fs::write(path(&folder, "d.txt"), SENTENCE).unwrap();
    let (code, pages, errors) = run(&["score", "--format", "jsonl", folder.to_str().unwrap()], b"");
    assert_eq!((code, pages.len()), (Some(2), 1));
    assert!(errors.contains("a.txt.zst: longer than 1024 MiB: no page is; cut it into records"), "{errors}");
    assert!(errors.contains("b.jsonl.zst:1: a line of more than 256 MiB: it is passed over"), "{errors}");
    let output = piped(&["check", &data], b"");
    let errors = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(errors.contains("c.tsv.zst: longer than 1024 MiB: spread the pages over several files"), "{errors}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn json_of_any_depth_and_half_characters_cost_no_page() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let page = |fields: &str| format!("{{{fields}\"text\":\"{SENTENCE}\"}}\n");
    let input = [
        page(""),
        format!("{{\"text\":{}\n", "[".repeat(100_000)),
        page("\"id\":[[[[[[[[1]]]]]]]],"),
        format!("{{\"text\":\"{SENTENCE}\\ud83d{SENTENCE}\\udc00\\ud800\"}}\n"),
        page(&format!("\"id\":{deep},")),
        "{\"text\":7}\n".to_owned(),
    ];
    let output = piped(&["score", "--format", "jsonl"], input.concat().as_bytes());
    let (pages, errors) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(2));
    let lines: Vec<&str> = pages.lines().collect();
    let starts = [1, 3, 4, 5].map(|line| format!("{{\"source\":\"-\",\"record\":{{\"line\":{line},"));
    assert!(lines.iter().zip(&starts).all(|(line, start)| line.starts_with(start)), "{errors}");
    assert_eq!(lines.len(), starts.len());
    let page: Value = serde_json::from_str(lines[2]).unwrap();
    let words = page["paragraphs"][0]["text"].as_str().unwrap();
    assert_eq!(words, format!("{SENTENCE}\u{fffd}{SENTENCE}\u{fffd}\u{fffd}"));
    assert!(lines[3].contains(&deep), "other fields go through as they are");
    for message in ["-:2: not a JSON object", "-:6: no page in it"] {
        assert!(errors.contains(message), "{message}: {errors}");
    }
}

#[test]
fn broken_parquet_is_named_and_the_rest_is_done() {
    let folder = folder("limits-parquet");
    let whole = path(&folder, "whole.parquet");
    let lines: String = (0..50).map(|id| format!("{{\"id\":{id},\"text\":\"{SENTENCE}\"}}\n")).collect();
    assert_eq!(piped(&["clean", "--out", &whole], lines.as_bytes()).status.code(), Some(0));
    let bytes = std::fs::read(&whole).unwrap();
    let end = bytes.len();
    let edit = |at: usize, new: &[u8]| {
        let mut edited = bytes.clone();
        edited[at..at + new.len()].copy_from_slice(new);
        edited
    };
    let broken = [
        ("cut in the footer", bytes[..end - 20].to_vec()),
        ("cut in the middle", bytes[..end / 2].to_vec()),
        ("nothing but the magic number", b"PAR1".to_vec()),
        ("a footer longer than the file", edit(end - 8, &u32::MAX.to_le_bytes())),
        ("a footer of nothing", edit(end - 8, &0_u32.to_le_bytes())),
        ("a footer of noise", edit(end - 60, &[0xff; 40])),
        ("another magic number at its end", edit(end - 4, b"PARE")),
        ("noise in its pages", edit(6, &[0xff; 24])),
    ];
    for (what, bytes) in &broken {
        std::fs::write(path(&folder, "broken.parquet"), bytes).unwrap();
        let (code, _, errors) = run(&["score", "--format", "jsonl", folder.to_str().unwrap()], b"");
        assert_eq!(code, Some(2), "{what}");
        assert!(errors.contains("broken.parquet") && !errors.contains("panicked"), "{what}: {errors}");
        let (_, pages, _) = run(&["score", "--format", "jsonl", folder.to_str().unwrap()], b"");
        let whole = pages.iter().filter(|page| page["source"].as_str().unwrap().ends_with("whole.parquet"));
        assert_eq!(whole.count(), 50, "{what}");
    }
    // The bytes after every cut, for what lies between.
    for cut in (0..end).step_by(end / 60) {
        std::fs::write(path(&folder, "broken.parquet"), &bytes[..cut]).unwrap();
        let (code, _, errors) = run(&["score", "--format", "jsonl", &path(&folder, "broken.parquet")], b"");
        assert!(!errors.contains("panicked"), "cut at {cut}: {errors}");
        assert!(code == Some(2) && errors.contains("broken.parquet") || cut == 0, "cut at {cut}: {errors}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[cfg(unix)]
#[test]
fn no_name_of_a_file_leads_out_of_the_output_or_steers_the_terminal() {
    let folder = folder("limits-names");
    let (input, out) = (folder.join("in"), folder.join("out"));
    std::fs::create_dir(&input).unwrap();
    let names =
        ["..txt", "...txt", "....txt", "..\\..\\a.txt", "a\nb.txt", "-x.txt", "\u{1b}]0;title\u{7}.txt", "c:d.txt"];
    for name in names {
        std::fs::write(input.join(name), SENTENCE).unwrap();
    }
    std::fs::write(input.join("\u{1b}[31m\u{202e}.jsonl"), "{}\n").unwrap();
    let output = piped(
        &["clean", input.to_str().unwrap(), "--out", &(out.to_str().unwrap().to_owned() + "/"), "--format", "text"],
        b"",
    );
    assert_eq!(output.status.code(), Some(2), "the file without a page is named");
    assert!(!text(&output.stderr).contains(['\u{1b}', '\u{202e}']), "{:?}", text(&output.stderr));
    let count = |folder: &Path| std::fs::read_dir(folder).unwrap().count();
    assert_eq!((count(&folder), count(&input), count(&out)), (2, names.len() + 1, names.len()));
    let listed = piped(&["score", "--color", "never", input.to_str().unwrap()], b"");
    assert!(!text(&listed.stdout).contains(['\u{1b}', '\u{7}']));
    std::fs::remove_dir_all(folder).unwrap();
}
