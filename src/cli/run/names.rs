//! Names of output files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Format;
use super::compress::Kind;
use crate::error::{Error, ErrorKind, Result};
use crate::io::{Listed, STDIN, ending, stem_and_ending};

/// Whether a path names a folder: one that is there, or one to be made, with a slash at its end.
pub(super) fn is_folder(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().ends_with(b"/") || path.is_dir()
}

/// What a file of that name holds.
pub(super) fn format(path: &Path) -> Option<Format> {
    match ending(path).to_ascii_lowercase().as_str() {
        "jsonl" | "ndjson" => Some(Format::Jsonl),
        "csv" => Some(Format::Csv),
        "txt" | "md" => Some(Format::Text),
        #[cfg(feature = "parquet")]
        "parquet" => Some(Format::Parquet),
        _ => None,
    }
}

/// The ending that tells of a file's compression, with its dot; empty if there is none.
pub(super) fn compression(name: &Path) -> &'static str {
    match Kind::of(name) {
        Kind::Plain => "",
        Kind::Gzip => ".gz",
        Kind::Zstd => ".zst",
    }
}

/// Leaves what an earlier run has written, or this one will, out of what was found in folders: an output may lie in a folder that
/// is read. How many files that are.
pub(super) fn leave_out_own(files: &mut Vec<Result<Listed>>, paths: &[PathBuf], outputs: &[&Path]) -> usize {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    let folders: Vec<PathBuf> = paths.iter().filter(|path| path.is_dir()).filter_map(|path| real(path)).collect();
    let within = |output: &PathBuf| folders.iter().any(|folder| output.starts_with(folder) && output != folder);
    let own: Vec<PathBuf> = outputs.iter().filter_map(|output| real(output)).filter(within).collect();
    if own.is_empty() {
        return 0;
    }
    let before = files.len();
    files.retain(|file| {
        let Ok(listed) = file else { return true };
        // What was named itself is meant.
        paths.contains(&listed.path)
            || real(&listed.path).is_none_or(|path| own.iter().all(|output| !path.starts_with(output)))
    });
    before - files.len()
}

/// What output files are called in a folder, by the number of the input: the input's name without its ending, or with it where
/// two would be called the same.
///
/// # Errors
///
/// If two inputs have the very same name, or the folder is one that is read.
pub(super) fn outputs(folder: &Path, files: &[Result<Listed>]) -> Result<Vec<PathBuf>> {
    let broken = |message: String| Error::new(ErrorKind::Io, message).at(folder);
    let stem = |listed: &Listed| {
        let stem = if listed.path.as_os_str() == STDIN { "stdin" } else { stem_and_ending(&listed.name).0 };
        // What is left of `...html` is the folder above.
        if matches!(stem, "" | "." | "..") { listed.name.clone() } else { listed.name.with_file_name(stem) }
    };
    let (mut stems, mut names) = (BTreeMap::<PathBuf, usize>::new(), BTreeMap::<&Path, &Path>::new());
    let inside = std::fs::canonicalize(folder).ok();
    for listed in files.iter().flatten() {
        *stems.entry(stem(listed)).or_default() += 1;
        if let Some(other) = names.insert(&listed.name, &listed.path) {
            let (other, this) = (other.display(), listed.path.display());
            return Err(broken(format!("{other} and {this} would be written to the same file; run them one by one")));
        }
        if inside
            .as_ref()
            .is_some_and(|inside| std::fs::canonicalize(&listed.path).is_ok_and(|p| p.starts_with(inside)))
        {
            return Err(broken(format!("{} lies in it, which is read; give another folder", listed.path.display())));
        }
    }
    let output = |file: &Result<Listed>| match file {
        Ok(listed) if stems[&stem(listed)] == 1 => folder.join(stem(listed)),
        Ok(listed) => folder.join(&listed.name),
        Err(_) => PathBuf::new(),
    };
    let outputs: Vec<PathBuf> = files.iter().map(output).collect();
    let mut seen = std::collections::BTreeSet::new();
    match outputs.iter().find(|output| !output.as_os_str().is_empty() && !seen.insert(*output)) {
        Some(twice) => Err(broken(format!("two of the files would be written to {}; rename one", twice.display()))),
        None => Ok(outputs),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_are_called_after_their_inputs() {
        let listed =
            |name: &str| Ok(Listed { path: PathBuf::from(format!("in/{name}")), name: name.into(), size: None });
        let files = ["a.html", "b.html", "b.txt", "c/a.jsonl.gz", "d"].map(listed);
        let expected = ["out/a", "out/b.html", "out/b.txt", "out/c/a", "out/d"].map(PathBuf::from);
        assert_eq!(outputs(Path::new("out"), &files).unwrap(), expected);
        let dots = ["..html", "...html", "....html", "a/...txt.gz"].map(listed);
        let expected = ["out/..html", "out/...html", "out/...", "out/a/...txt.gz"].map(PathBuf::from);
        assert_eq!(outputs(Path::new("out"), &dots).unwrap(), expected);
        let twice = ["a.html", "a.html"].map(listed);
        assert!(outputs(Path::new("out"), &twice).unwrap_err().message().contains("in/a.html"));
    }
}
