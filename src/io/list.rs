//! The files that were named, and those in the folders that were named.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use ignore::overrides::OverrideBuilder;

use crate::error::{Error, ErrorKind, Result};

/// Standard input, by name.
pub(crate) const STDIN: &str = "-";

/// Endings of the files in a folder that are read, and of those that are compressed.
const ENDINGS: [&str; 10] = ["html", "htm", "xhtml", "xht", "txt", "jsonl", "ndjson", "warc", "wet", "parquet"];
const COMPRESSED: [&str; 4] = ["gz", "zst", "zstd", "gzip"];

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) path: PathBuf,
    /// Where it stands in the folder that was named, or its own name.
    pub(crate) name: PathBuf,
    /// In bytes, if that is known.
    pub(crate) size: Option<u64>,
}

/// The files to read: files as they are named, folders recursively in the order of their names; of those, what the globs
/// and `.parasiftignore` files leave. What cannot be listed stands in its place as an error.
///
/// # Errors
///
/// If a glob is none.
pub(crate) fn list(paths: &[PathBuf], globs: &[String]) -> Result<Vec<Result<Listed>>> {
    let mut inputs = Vec::new();
    for path in paths {
        if path.as_os_str() != STDIN && path.is_dir() {
            list_folder(path, globs, &mut inputs)?;
        } else {
            let name = path.file_name().map_or_else(|| path.clone(), PathBuf::from);
            inputs.push(Ok(Listed { path: path.clone(), name, size: size(path) }));
        }
    }
    Ok(inputs)
}

fn size(path: &Path) -> Option<u64> {
    std::fs::metadata(path).ok().map(|metadata| metadata.len())
}

fn list_folder(folder: &Path, globs: &[String], inputs: &mut Vec<Result<Listed>>) -> Result<()> {
    let mut overrides = OverrideBuilder::new(folder);
    for glob in globs {
        let added = overrides.add(glob).map(|_| ());
        added.map_err(|error| Error::new(ErrorKind::Io, format!("{error}; a glob is wanted, such as '*.html'")))?;
    }
    let overrides = overrides.build().map_err(|error| Error::new(ErrorKind::Io, error.to_string()).at(folder))?;
    // Only what the user wrote for this program hides a file: a crawl's folder is no source tree.
    let mut walk = WalkBuilder::new(folder);
    walk.standard_filters(false).add_custom_ignore_filename(IGNORED);
    walk.sort_by_file_name(|one, other| one.cmp(other));
    for entry in walk.build() {
        match entry {
            Ok(entry) => {
                // A link to a folder may lead back here, so it is not followed; one to a file is a file.
                let path = entry.path();
                let is_input = ENDINGS.iter().any(|known| ending(path).eq_ignore_ascii_case(known));
                if !is_input || overrides.matched(path, false).is_ignore() {
                    continue;
                }
                match std::fs::metadata(path) {
                    Ok(metadata) if metadata.is_file() => {
                        let name = path.strip_prefix(folder).unwrap_or(path).to_owned();
                        inputs.push(Ok(Listed { path: path.to_owned(), name, size: Some(metadata.len()) }));
                    }
                    Ok(_) => {}
                    // A link that leads nowhere, or round.
                    Err(error) => inputs.push(Err(Error::io(error, path))),
                }
            }
            Err(error) => inputs.push(Err(Error::new(ErrorKind::Io, error.to_string()).at(folder))),
        }
    }
    Ok(())
}

/// A file of rules, as `.gitignore` has them, for what is not read in its folder.
const IGNORED: &str = ".parasiftignore";

/// The ending of a file's name, that of a compressed file's content.
pub(crate) fn ending(path: &Path) -> &str {
    stem_and_ending(path).1
}

/// A file's name up to its ending, and its ending; that of its compression belongs to neither.
pub(crate) fn stem_and_ending(path: &Path) -> (&str, &str) {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let cut = |name| -> Option<(&'_ str, &'_ str)> { str::rsplit_once(name, '.').filter(|(stem, _)| !stem.is_empty()) };
    match cut(name) {
        Some((stem, last)) if COMPRESSED.iter().any(|known| last.eq_ignore_ascii_case(known)) => {
            cut(stem).unwrap_or((stem, ""))
        }
        Some((stem, last)) => (stem, last),
        None => (name, ""),
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
