//! Finds what is wrong with labelled data before it is trained on.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::dataset::{Contents, LabeledSource, SpamLine, files, read_file};
use crate::error::Result;
use crate::hash;
use crate::label::Label;

/// Something to be mended.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Finding {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong, and what to do.
    pub message: String,
}

/// What a check has seen.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Checked {
    /// What is wrong, in the order of the files.
    pub findings: Vec<Finding>,
    /// For each kind of page and script: pages, and paragraphs of each label (in the order of [`Label::ALL`]).
    pub kinds: BTreeMap<(String, String), (usize, [usize; 3])>,
    /// For each spam family its number of lines.
    pub families: BTreeMap<String, usize>,
    /// For each spam family its number of words.
    pub words: BTreeMap<String, usize>,
}

const SCRIPTS: [&str; 5] = ["hans", "hant", "mixed", "latin", "other"];

/// Markup that is left over when text was cut from a page badly.
const LEFTOVERS: [&str; 12] =
    ["&nbsp;", "&amp;", "&lt;", "&gt;", "&quot;", "<br", "<div", "</div", "<span", "</span", "</p>", "</a>"];

/// Characters from which on a text between two others can be told by itself: `二` is a weekday here and a quarter there.
const TELLING: usize = 4;

/// A paragraph so long that it can stand in two pages by copying only, in characters.
const LONG: usize = 40;

/// Share of its long paragraphs' pieces that a page may have in common with another before it is a near-duplicate.
const NEAR: f64 = 0.5;

/// Length of those pieces in characters, and one in so many is looked at.
const PIECE: usize = 8;
const SAMPLED: u32 = 4;

/// From how many pages on a kind has a usual share of body, and how far a page may be from it.
const USUAL_PAGES: usize = 5;
const FAR: f64 = 0.6;

/// Checks files and folders. What cannot be read is a finding like any other.
///
/// # Errors
///
/// [`ErrorKind::Io`](crate::ErrorKind::Io) if a path cannot be listed.
pub fn check(paths: &[PathBuf]) -> Result<Checked> {
    let mut checker = Checker::default();
    for path in files(paths)? {
        match read_file(&path) {
            Ok(Contents::Pages(pages)) => checker.pages.extend(pages),
            Ok(Contents::SpamLines(lines)) => checker.add_lines(&path, lines),
            Ok(Contents::SpamWords(words)) => checker.add_words(&path, words),
            Err(error) => {
                let error = error.at(&path);
                let place = error.path().unwrap_or(&path).to_owned();
                checker.find(&place, error.line(), error.message().to_owned());
            }
        }
    }
    checker.check_pages();
    checker.checked.findings.sort();
    Ok(checker.checked)
}

#[derive(Default)]
struct Checker {
    checked: Checked,
    pages: Vec<LabeledSource>,
    /// Each spam line with the file that has it first.
    lines: HashMap<String, PathBuf>,
}

impl Checker {
    fn find(&mut self, path: &Path, line: Option<usize>, message: String) {
        self.checked.findings.push(Finding { path: path.to_owned(), line, message });
    }

    fn add_lines(&mut self, path: &Path, lines: Vec<SpamLine>) {
        for line in lines {
            *self.checked.families.entry(line.family).or_default() += 1;
            if let Some(first) = self.lines.insert(line.text.clone(), path.to_owned()) {
                self.find(path, None, format!("spam line {:?} stands in {} already", line.text, first.display()));
            }
        }
    }

    fn add_words(&mut self, path: &Path, words: Vec<SpamLine>) {
        let mut seen = BTreeSet::new();
        for word in words {
            let family = self.checked.words.entry(word.family).or_default();
            *family += 1;
            if !seen.insert(word.text.clone()) {
                self.find(path, None, format!("spam word {:?} stands here twice", word.text));
            }
        }
    }

    fn check_pages(&mut self) {
        let pages = std::mem::take(&mut self.pages);
        for page in &pages {
            self.count(page);
            self.check_metadata(page);
            self.check_leftovers(page);
        }
        self.check_contradictions(&pages);
        self.check_copies(&pages);
        self.check_shares(&pages);
    }

    fn count(&mut self, page: &LabeledSource) {
        let about = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
        let kind = page.about.kind.clone().unwrap_or_else(|| page.source.clone());
        let (pages, labels) = self.checked.kinds.entry((kind, about(&page.about.script))).or_default();
        *pages += 1;
        for label in page.paragraphs.iter().filter_map(|(_, label)| *label) {
            labels[label.index()] += 1;
        }
    }

    /// Pages that have a file each say what they are.
    fn check_metadata(&mut self, page: &LabeledSource) {
        if page.line.is_some() {
            return;
        }
        let about = &page.about;
        for (key, is_missing) in
            [("kind", about.kind.is_none()), ("site", !about.has_site), ("script", about.script.is_none())]
        {
            if is_missing {
                self.find(&page.path, Some(1), format!("no {key} in the metadata"));
            }
        }
        if let Some(kind) = about.kind.as_ref().filter(|kind| **kind != page.source) {
            self.find(&page.path, Some(1), format!("kind {kind:?} in the folder {:?}", page.source));
        }
        if let Some(script) = about.script.as_ref().filter(|script| !SCRIPTS.contains(&script.as_str())) {
            self.find(&page.path, Some(1), format!("script {script:?}: expected one of {}", SCRIPTS.join(", ")));
        }
    }

    fn check_leftovers(&mut self, page: &LabeledSource) {
        if page.about.quotes_markup || page.line.is_some() {
            return;
        }
        for (at, (text, _)) in page.paragraphs.iter().enumerate() {
            if let Some(leftover) = LEFTOVERS.iter().find(|leftover| text.contains(*leftover)) {
                let message =
                    format!("leftover markup {leftover:?}: clean the text, or write `markup: quoted` in the metadata");
                self.find(&page.path, page.lines.get(at).copied(), message);
            }
        }
    }

    /// The same text between the same neighbours must have one label.
    fn check_contradictions(&mut self, pages: &[LabeledSource]) {
        let mut seen: HashMap<[&str; 3], (Label, &Path)> = HashMap::new();
        for page in pages {
            for (at, window) in page.paragraphs.windows(3).enumerate() {
                let Some(label) = window[1].1.filter(|_| window[1].0.chars().count() >= TELLING) else { continue };
                let (first, path) =
                    *seen.entry([&window[0].0, &window[1].0, &window[2].0]).or_insert((label, &page.path));
                if first != label {
                    let text = &window[1].0;
                    let message =
                        format!("{text:?} is {label} here and {first} between the same lines in {}", path.display());
                    self.find(&page.path, page.lines.get(at + 1).copied().or(page.line), message);
                }
            }
        }
    }

    /// Pages that are much the same as another teach nothing new.
    fn check_copies(&mut self, pages: &[LabeledSource]) {
        let pieces: Vec<BTreeSet<u32>> = pages.iter().map(pieces).collect();
        let mut owners: HashMap<u32, Vec<usize>> = HashMap::new();
        for (at, own) in pieces.iter().enumerate() {
            let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
            for piece in own {
                let owners = owners.entry(*piece).or_default();
                owners.iter().for_each(|&other| *shared.entry(other).or_default() += 1);
                owners.push(at);
            }
            let copy = shared
                .into_iter()
                .find(|&(other, count)| count as f64 > NEAR * own.len().min(pieces[other].len()) as f64);
            if let Some((other, _)) = copy {
                let message = format!("nearly the same body as {}", pages[other].path.display());
                self.find(&pages[at].path, pages[at].line, message);
            }
        }
    }

    /// A page whose share of body is far from its kind's usual is in the wrong folder, or labelled wrongly.
    fn check_shares(&mut self, pages: &[LabeledSource]) {
        let mut kinds: BTreeMap<&str, Vec<(f64, &LabeledSource)>> = BTreeMap::new();
        for page in pages.iter().filter(|page| page.line.is_none()) {
            let body = page.paragraphs.iter().filter(|(_, label)| *label == Some(Label::Body)).count();
            kinds.entry(&page.source).or_default().push((body as f64 / page.paragraphs.len() as f64, page));
        }
        for (kind, mut shares) in kinds {
            shares.sort_by(|one, other| one.0.total_cmp(&other.0));
            let usual = shares[shares.len() / 2].0;
            for (share, page) in shares.iter().filter(|_| shares.len() >= USUAL_PAGES) {
                if (share - usual).abs() > FAR {
                    let message = format!(
                        "{:.0} % of its paragraphs are body, usual for {kind} are {:.0} %",
                        share * 100.0,
                        usual * 100.0
                    );
                    self.find(&page.path, None, message);
                }
            }
        }
    }
}

/// Hashes of some of the pieces of a page's long paragraphs.
fn pieces(page: &LabeledSource) -> BTreeSet<u32> {
    let mut pieces = BTreeSet::new();
    for (text, label) in &page.paragraphs {
        let chars: Vec<char> = text.chars().collect();
        if *label == Some(Label::Body) && chars.len() >= LONG {
            let hashes = chars.windows(PIECE).map(|piece| piece.iter().fold(0, |hash, &c| hash::pair(hash, c as u32)));
            pieces.extend(hashes.filter(|hash| hash.is_multiple_of(SAMPLED)));
        }
    }
    pieces
}

#[cfg(test)]
mod tests;
