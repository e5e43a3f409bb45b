//! The pages named on the command line.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Standard input, by name.
const STDIN: &str = "-";

/// Endings of the files in a folder that are pages.
const PAGE_ENDINGS: [&str; 4] = ["html", "htm", "xhtml", "txt"];

/// The pages to read: files as they are named, folders recursively in the order of their names. What cannot be listed
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
        } else if path
            .extension()
            .is_some_and(|ending| PAGE_ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
        {
            inputs.push(Ok(path));
        }
    }
}

/// The bytes of a page.
pub(super) fn read(path: &Path) -> Result<Vec<u8>> {
    if path.as_os_str() != STDIN {
        return std::fs::read(path).map_err(|error| Error::io(error, path));
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| Error::io(error, path))?;
    Ok(bytes)
}
