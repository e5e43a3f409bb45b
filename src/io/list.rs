//! The files that were named, and those in the folders that were named.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Standard input, by name.
pub(super) const STDIN: &str = "-";

/// Endings of the files in a folder that are read, and of those that are compressed.
const ENDINGS: [&str; 9] = ["html", "htm", "xhtml", "xht", "txt", "jsonl", "ndjson", "warc", "wet"];
const COMPRESSED: [&str; 4] = ["gz", "zst", "zstd", "gzip"];

/// The files to read: files as they are named, folders recursively in the order of their names. What cannot be listed
/// stands in its place as an error.
pub(super) fn list(paths: &[PathBuf]) -> Vec<Result<PathBuf>> {
    let mut inputs = Vec::new();
    for path in paths {
        if path.as_os_str() != STDIN && path.is_dir() {
            list_folder(path, &mut inputs);
        } else {
            inputs.push(Ok(path.clone()));
        }
    }
    inputs
}

fn list_folder(folder: &Path, inputs: &mut Vec<Result<PathBuf>>) {
    let entries = std::fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    let mut entries: Vec<PathBuf> = match entries {
        Ok(entries) => entries,
        Err(error) => return inputs.push(Err(Error::io(error, folder))),
    };
    entries.sort();
    for path in entries {
        let is_link = path.is_symlink();
        if path.is_dir() {
            // A link to a folder may lead back here.
            if !is_link {
                list_folder(&path, inputs);
            }
        } else if ENDINGS.iter().any(|known| ending(&path).eq_ignore_ascii_case(known)) {
            inputs.push(Ok(path));
        }
    }
}

/// The ending of a file's name, that of a compressed file's content.
pub(super) fn ending(path: &Path) -> &str {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let cut = |name| -> Option<(&'_ str, &'_ str)> { str::rsplit_once(name, '.').filter(|(stem, _)| !stem.is_empty()) };
    match cut(name) {
        Some((stem, last)) if COMPRESSED.iter().any(|known| last.eq_ignore_ascii_case(known)) => {
            cut(stem).map_or("", |(_, ending)| ending)
        }
        Some((_, last)) => last,
        None => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_look_through_compression() {
        for (name, expected) in [
            ("a.html", "html"),
            ("a/b.c.WARC.GZ", "WARC"),
            ("a.gz", ""),
            ("a.jsonl.zst", "jsonl"),
            ("a", ""),
            (".html", ""),
            ("", ""),
        ] {
            assert_eq!(ending(Path::new(name)), expected, "{name}");
        }
    }
}
