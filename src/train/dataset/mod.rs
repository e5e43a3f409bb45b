//! Labelled data: pages as `.tsv`, `.html` and `.jsonl`, rows of Parquet, lists of spam lines, and of words for more of them.

mod align;
mod digest;
mod html;
mod jsonl;
mod reserved;
mod site;
mod source;
mod spared;
mod tsv;
mod words;

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::path::{Path, PathBuf};

pub(crate) use align::{carry_labels, key};
pub(crate) use digest::DataDigest;
pub(crate) use html::annotated_labels;
#[cfg(feature = "label")]
pub(crate) use site::of_page as site_of;
pub(crate) use source::{About, LabeledSource, SpamLine};

use crate::error::{Error, Result};
use crate::inflate::{inflate, read_at_most};
use crate::label::Label;

/// Labelled pages, and spam lines to be put into pages at training time.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    pub(crate) pages: Vec<LabeledSource>,
    pub(crate) spam_lines: Vec<SpamLine>,
    /// Words of which further spam lines are composed.
    pub(crate) spam_words: Vec<SpamLine>,
}

/// What one file holds.
pub(crate) enum Contents {
    Pages(Vec<LabeledSource>),
    SpamLines(Vec<SpamLine>),
    SpamWords(Vec<SpamLine>),
}

impl Dataset {
    /// Reads files and folders (recursively, in the order of their names). Files of other kinds in a folder are passed
    /// over; a file that is named must be of a known kind.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) for what cannot be read, [`ErrorKind::Data`](crate::ErrorKind::Data),
    /// with file and line, for unknown and contradictory labels, empty pages and broken lines.
    pub fn read(paths: &[PathBuf]) -> Result<Dataset> {
        let mut dataset = Dataset::default();
        for path in files(paths)? {
            let contents = read_file(&path).map_err(|error| error.at(&path))?;
            match contents {
                Contents::Pages(pages) => dataset.pages.extend(pages),
                Contents::SpamLines(lines) => dataset.spam_lines.extend(lines),
                Contents::SpamWords(words) => dataset.spam_words.extend(words),
            }
        }
        dataset.check()?;
        Ok(dataset)
    }

    /// Adds words of which spam lines are composed: `.txt` of a word a line, or `.jsonl` whose lines have `text` and `kind`
    /// (the family).
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn add_spam_words(&mut self, paths: &[PathBuf]) -> Result<()> {
        for path in paths {
            let words = words::read_named(path).map_err(|error| error.at(path))?;
            self.spam_words.extend(words);
        }
        Ok(())
    }

    /// Adds other data to it.
    ///
    /// # Errors
    ///
    /// If a page in both has different labels.
    #[cfg(feature = "label")]
    pub(crate) fn add(&mut self, other: Dataset) -> Result<()> {
        self.pages.extend(other.pages);
        self.spam_lines.extend(other.spam_lines);
        self.spam_words.extend(other.spam_words);
        self.check()
    }

    /// Number of sites, whose pages are held out together.
    pub(crate) fn sites(&self) -> usize {
        self.pages.iter().map(|page| page.site.as_str()).collect::<HashSet<_>>().len()
    }

    /// Number of pages.
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// Number of spam lines to be put into pages.
    pub fn spam_lines(&self) -> usize {
        self.spam_lines.len()
    }

    /// Number of words of which spam lines are composed.
    pub fn spam_words(&self) -> usize {
        self.spam_words.len()
    }

    /// For each source its name, its pages, and its paragraphs of each label (in the order of [`Label::ALL`]).
    pub fn sources(&self) -> Vec<(String, usize, [usize; 3])> {
        let mut sources: Vec<(String, usize, [usize; 3])> = Vec::new();
        for page in &self.pages {
            let place = sources.iter().position(|(name, ..)| *name == page.source).unwrap_or_else(|| {
                sources.push((page.source.clone(), 0, [0; 3]));
                sources.len() - 1
            });
            let (_, pages, paragraphs) = &mut sources[place];
            *pages += 1;
            for label in page.paragraphs.iter().filter_map(|(_, label)| *label) {
                paragraphs[label.index()] += 1;
            }
        }
        sources
    }

    /// Paragraphs of each label, in the order of [`Label::ALL`].
    pub fn paragraphs(&self) -> [usize; 3] {
        let mut sum = [0; 3];
        for (_, _, paragraphs) in self.sources() {
            for (sum, count) in sum.iter_mut().zip(paragraphs) {
                *sum += count;
            }
        }
        sum
    }

    /// Two pages of the same text must not differ in their labels: one of them is wrong.
    fn check(&self) -> Result<()> {
        let mut seen: HashMap<Vec<&str>, &LabeledSource> = HashMap::new();
        for page in &self.pages {
            let texts: Vec<&str> = page.paragraphs.iter().map(|(text, _)| text.as_str()).collect();
            let Some(first) = seen.insert(texts, page) else { continue };
            let differing = page.paragraphs.iter().zip(&first.paragraphs).position(|(one, other)| one.1 != other.1);
            if let Some(at) = differing {
                let (text, label) = &page.paragraphs[at];
                let name = |label: &Option<Label>| label.map_or("unk", Label::as_str);
                let message = format!(
                    "contradictory labels: {text:?} is {} here and {} on the same page in {}; mend one of them",
                    name(label),
                    name(&first.paragraphs[at].1),
                    first.path.display()
                );
                let line = page.line.or(page.lines.get(at).copied()).unwrap_or(1);
                return Err(Error::data(message).at(&page.path).on_line(line));
            }
        }
        Ok(())
    }
}

/// The files among the paths, folders replaced by the files of known kinds in them.
pub(crate) fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        let about = std::fs::metadata(path).map_err(|error| Error::io(error, path))?;
        if about.is_dir() {
            collect(path, &mut files)?;
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let failed = |error| Error::io(error, folder);
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        entries.push(entry.map_err(failed)?.path());
    }
    entries.sort();
    // The pages' HTML that stands beside a `.jsonl` is read through it.
    let has_jsonl = entries.iter().any(|path| matches!(Kind::of(path), Some(Kind::Jsonl)));
    for path in entries {
        if path.is_dir() {
            if !has_jsonl {
                collect(&path, files)?;
            }
        } else if Kind::of(&path).is_some() {
            files.push(path);
        }
    }
    Ok(())
}

/// The forms of labelled data: three of pages, and lists of words.
#[derive(Clone, Copy)]
enum Kind {
    Tsv,
    Html,
    Jsonl,
    #[cfg(feature = "parquet")]
    Parquet,
    Words,
}

/// The name of folders whose `.txt` files are lists of words.
const WORDS_FOLDER: &str = "words";

impl Kind {
    fn of(path: &Path) -> Option<Kind> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        Some(match [".gz", ".zst"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name).rsplit_once('.')?.1 {
            "tsv" => Kind::Tsv,
            "html" | "htm" => Kind::Html,
            "jsonl" => Kind::Jsonl,
            #[cfg(feature = "parquet")]
            "parquet" => Kind::Parquet,
            "txt" if folder_name(path) == WORDS_FOLDER => Kind::Words,
            _ => return None,
        })
    }

    /// # Errors
    ///
    /// If it is none.
    fn named(path: &Path) -> Result<Kind> {
        let expected = "not labelled data: expected .tsv, .html, .jsonl or .parquet, also .gz and .zst";
        Kind::of(path).ok_or_else(|| Error::data(expected))
    }
}

pub(crate) fn read_file(path: &Path) -> Result<Contents> {
    Kind::named(path)?;
    of_bytes(path, inflated(path)?)
}

/// What the bytes of a file hold; its name says in which form.
pub(crate) fn of_bytes(path: &Path, bytes: Vec<u8>) -> Result<Contents> {
    match Kind::named(path)? {
        Kind::Tsv => tsv::read(path, text(bytes)?),
        Kind::Html => html::read(path, &bytes).map(|page| Contents::Pages(vec![page])),
        Kind::Jsonl => jsonl::read(path, text(bytes)?),
        #[cfg(feature = "parquet")]
        Kind::Parquet => jsonl::read(path, text(crate::io::parquet::json_lines(bytes)?)?),
        Kind::Words => words::read(path, &text(bytes)?).map(Contents::SpamWords),
    }
}

/// The largest file of labelled data that is read, in bytes, inflated.
const MOST_FILE: u64 = 1 << 30;

/// A file's bytes, inflated if they are compressed.
fn inflated(path: &Path) -> Result<Vec<u8>> {
    let read = File::open(path).and_then(inflate).and_then(|(_, reader)| read_at_most(reader, MOST_FILE));
    read.map_err(|error| Error::io(error, path))?.ok_or_else(|| {
        let message = format!("longer than {} MiB: spread the pages over several files", MOST_FILE >> 20);
        Error::data(message).at(path)
    })
}

fn text(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let line = 1 + error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|&&b| b == b'\n').count();
        Error::data("not UTF-8: save the file as UTF-8").on_line(line)
    })
}

/// A label by name; `unk` is none.
pub(crate) fn parse_label(name: &str) -> Result<Option<Label>> {
    match (name, Label::parse(name)) {
        ("unk", _) => Ok(None),
        (_, Some(label)) => Ok(Some(label)),
        _ => Err(Error::data(format!("unknown label {name:?}: expected body, nav, spam or unk"))),
    }
}

/// The name of a file without its endings.
fn stem(path: &Path) -> String {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    name.split('.').next().unwrap_or_default().to_owned()
}

/// What pages in a folder are reported as: the name of the folder.
fn folder_name(path: &Path) -> String {
    path.parent().and_then(Path::file_name).map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests;
