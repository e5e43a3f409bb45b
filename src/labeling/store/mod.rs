//! The labels in their file: one line a page, whole or not there.
//!
//! A new page is a line that is appended and synced before anybody is told that it is saved. A page that is labelled anew has the
//! file written again beside the old one, which it then replaces. So at every moment the file is labelled data that can be
//! trained on; only a crash in the middle of an append leaves half a line, which is taken off when the file is opened.

mod line;

use std::collections::HashMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::pages::{Content, Source};
use crate::error::{Error, ErrorKind, Result};
use crate::io::write_whole;
use crate::label::Label;
use crate::train::Dataset;
use line::{BEGINNING, Line};

/// A file of labels that this process alone writes to.
pub(crate) struct Store {
    path: PathBuf,
    file: File,
    /// Of the file, in bytes.
    length: u64,
    /// With their line feeds.
    lines: Vec<String>,
    /// Paragraphs of each line.
    paragraphs: Vec<usize>,
    /// The line of each page.
    line_of: HashMap<String, usize>,
}

/// What was wrong with a file when it was opened, and is not any more.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Mended {
    /// Bytes of half a line that were taken off.
    pub(crate) cut_off: usize,
    /// Lines that later ones of the same page replace.
    pub(crate) replaced: usize,
}

impl Store {
    /// Opens a file, or makes it.
    ///
    /// # Errors
    ///
    /// If it cannot be read and written, another process has opened it, or a line is no labelled page.
    pub(crate) fn open(path: &Path) -> Result<(Store, Mended)> {
        if path.extension().is_none_or(|ending| ending != "jsonl") {
            let message = "labels are written as JSON lines: give the file a name that ends in .jsonl";
            return Err(Error::new(ErrorKind::Data, message).at(path));
        }
        let failed = |error| Error::io(error, path);
        let mut file = locked(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        let mut mended = Mended::default();
        mend_end(&mut file, &mut bytes, &mut mended).map_err(|error| error.at(path))?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Error::new(ErrorKind::Data, "not UTF-8: save the file as UTF-8").at(path))?;
        let (lines, paragraphs, line_of) = (Vec::new(), Vec::new(), HashMap::new());
        let mut store = Store { path: path.to_owned(), file, length: text.len() as u64, lines, paragraphs, line_of };
        for (at, line) in text.split_inclusive('\n').enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let Line { id, paragraphs } = Line::read(line).map_err(|error| error.at(path).on_line(at + 1))?;
            mended.replaced += usize::from(store.put(id.as_deref(), line.to_owned(), paragraphs.len()));
        }
        if mended.replaced > 0 {
            store.rewrite()?;
        }
        Ok((store, mended))
    }

    /// The labels that a page has been given, with the texts that had them.
    pub(super) fn labels(&self, id: &str) -> Option<Vec<(String, Option<Label>)>> {
        let line = &self.lines[*self.line_of.get(id)?];
        Line::read(line).ok().map(Line::into_labels)
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.line_of.contains_key(id)
    }

    /// Paragraphs of all pages in the file.
    pub(super) fn paragraphs(&self) -> usize {
        self.paragraphs.iter().sum()
    }

    /// Saves the labels of a page, one for each paragraph. When this returns they are on the disk.
    ///
    /// # Errors
    ///
    /// If something cannot be written; the file is then what it was.
    pub(super) fn save(&mut self, source: &Source, labels: &[Option<Label>]) -> Result<()> {
        let html = format!("{}/{}.html", self.folder_name(), source.id);
        if let Content::Html(markup) = &source.content {
            self.keep_html(&html, markup)?;
        }
        let line = line::line(source, labels, Some(&html))?;
        if self.has(&source.id) {
            let at = self.line_of[&source.id];
            let before = (std::mem::replace(&mut self.lines[at], line), self.paragraphs[at]);
            self.paragraphs[at] = labels.len();
            return self.rewrite().inspect_err(|_| (self.lines[at], self.paragraphs[at]) = before);
        }
        if let Err(error) = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data()) {
            // What has been written of the line must not stand before the next one.
            let _ = self.file.set_len(self.length);
            return Err(Error::io(error, &self.path));
        }
        self.length += line.len() as u64;
        self.put(Some(&source.id), line, labels.len());
        Ok(())
    }

    /// All that is in the file, as training reads it.
    ///
    /// # Errors
    ///
    /// As [`Dataset::read`].
    pub(super) fn dataset(&self) -> Result<Dataset> {
        if self.lines.is_empty() {
            return Err(Error::new(ErrorKind::Data, "no page is labelled yet: accept some first").at(&self.path));
        }
        Dataset::read(std::slice::from_ref(&self.path))
    }

    /// The file's name without its ending.
    pub(super) fn name(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Adds a line, or puts it in the place of that of the same page. Whether there was one.
    fn put(&mut self, id: Option<&str>, line: String, paragraphs: usize) -> bool {
        if let Some(&at) = id.and_then(|id| self.line_of.get(id)) {
            (self.lines[at], self.paragraphs[at]) = (line, paragraphs);
            return true;
        }
        if let Some(id) = id {
            self.line_of.insert(id.to_owned(), self.lines.len());
        }
        self.lines.push(line);
        self.paragraphs.push(paragraphs);
        false
    }

    /// Writes the file anew.
    fn rewrite(&mut self) -> Result<()> {
        let text = self.lines.concat();
        write_whole(&self.path, text.as_bytes())?;
        self.file = locked(&self.path)?;
        self.length = text.len() as u64;
        Ok(())
    }

    /// The folder beside the file that keeps the markup of its pages. Training does not look into it by itself.
    fn folder_name(&self) -> String {
        format!("{}-pages", self.name())
    }

    fn keep_html(&self, name: &str, markup: &str) -> Result<()> {
        let path = self.path.with_file_name(name);
        // Its name is its digest, and it is whole or not there.
        if path.exists() {
            return Ok(());
        }
        write_whole(&path, markup.as_bytes())
    }
}

/// Opens a file to read and to append to it, for this process alone.
fn locked(path: &Path) -> Result<File> {
    let file = OpenOptions::new().read(true).append(true).create(true).open(path);
    let file = file.map_err(|error| Error::io(error, path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            let message = "another parasift label is at work on this file: stop that one, or name another file";
            Err(Error::new(ErrorKind::Io, message).at(path))
        }
        Err(TryLockError::Error(error)) => Err(Error::io(error, path)),
    }
}

/// Sees to it that the file ends behind a whole line.
///
/// # Errors
///
/// If what stands there is neither a page nor the beginning of one: then it is somebody else's.
fn mend_end(file: &mut File, bytes: &mut Vec<u8>, mended: &mut Mended) -> Result<()> {
    let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let end = &bytes[whole..];
    let io = |error: std::io::Error| Error::new(ErrorKind::Io, error.to_string());
    if end.is_empty() {
        return Ok(());
    }
    if std::str::from_utf8(end).is_ok_and(|end| Line::read(end).is_ok()) {
        bytes.push(b'\n');
        return file.write_all(b"\n").map_err(io);
    }
    let beginning = BEGINNING.as_bytes();
    if !end.starts_with(beginning) && !beginning.starts_with(end) {
        let line = 1 + bytes.iter().filter(|&&byte| byte == b'\n').count();
        let message = "not a labelled page, nor the beginning of one: mend or remove the line";
        return Err(Error::new(ErrorKind::Data, message).on_line(line));
    }
    mended.cut_off = end.len();
    file.set_len(whole as u64).and_then(|()| file.sync_data()).map_err(io)?;
    bytes.truncate(whole);
    Ok(())
}

#[cfg(test)]
mod tests;
