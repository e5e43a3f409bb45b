//! `.jsonl[.gz]`: one JSON object a line, a page with its paragraphs or a single spam line.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{About, Contents, LabeledSource, SpamLine, inflated, parse_label, site, stem};
use crate::error::{Error, Result};
use crate::page::decode;

/// A line: a page has `paragraphs`, a spam line has `text`. Other fields are passed over.
#[derive(Deserialize)]
struct Record {
    paragraphs: Option<Vec<Paragraph>>,
    text: Option<String>,
    /// What sort of spam the line is.
    kind: Option<String>,
    /// Path of the page's raw bytes, from the folder of the file.
    html: Option<PathBuf>,
    url: Option<String>,
    site: Option<String>,
}

#[derive(Deserialize)]
struct Paragraph {
    text: String,
    label: String,
    /// A page's headline, whose label is not to be trusted.
    #[serde(default)]
    title: bool,
    /// Names of the elements around it, from the outside in, with slashes between.
    #[serde(default)]
    tag_path: String,
}

impl Paragraph {
    /// The page's headline by itself, not a copy of it in a breadcrumb or a menu.
    fn is_headline(&self) -> bool {
        self.title && !self.tag_path.split('/').any(|tag| matches!(tag, "a" | "li" | "title"))
    }

    fn is_heading(&self) -> bool {
        self.tag_path.rsplit('/').next().is_some_and(|tag| matches!(tag, "h1" | "h2"))
    }
}

pub(super) fn read(path: &Path, text: String) -> Result<Contents> {
    let mut pages = Vec::new();
    let mut spam_lines = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let record: Record =
            serde_json::from_str(line).map_err(|error| Error::data(format!("not a page: {error}")).on_line(at + 1))?;
        match (record.paragraphs, record.text) {
            (Some(paragraphs), _) => {
                let whence = Whence { html: record.html, url: record.url, site: record.site };
                pages.push(page(path, at + 1, paragraphs, whence).map_err(|error| error.on_line(at + 1))?);
            }
            (None, Some(text)) => spam_lines.push(SpamLine { text, family: stem(path), kind: record.kind }),
            (None, None) => {
                return Err(Error::data("neither \"paragraphs\" (a page) nor \"text\" (a spam line)").on_line(at + 1));
            }
        }
    }
    match (pages.is_empty(), spam_lines.is_empty()) {
        (true, true) => Err(Error::data("no pages: the file is empty")),
        (false, false) => Err(Error::data("pages and spam lines in one file: keep them apart")),
        (true, false) => Ok(Contents::SpamLines(spam_lines)),
        (false, true) => Ok(Contents::Pages(pages)),
    }
}

struct Whence {
    html: Option<PathBuf>,
    url: Option<String>,
    site: Option<String>,
}

fn page(path: &Path, line: usize, paragraphs: Vec<Paragraph>, whence: Whence) -> Result<LabeledSource> {
    let source = stem(path);
    let html = whence.html.as_ref().map(|html| read_html(path, html)).transpose()?;
    let site =
        whence.site.or_else(|| site::of_page(whence.url.as_deref(), html.as_deref())).unwrap_or_else(|| source.clone());
    let headlines = || paragraphs.iter().filter(|paragraph| paragraph.is_headline());
    let headline = headlines().find(|paragraph| paragraph.is_heading()).or_else(|| headlines().next_back());
    let headline = headline.map(|paragraph| paragraph.text.clone());
    let paragraphs = paragraphs
        .into_iter()
        .filter(|paragraph| !paragraph.text.trim().is_empty())
        .map(|paragraph| {
            let label = parse_label(&paragraph.label)?;
            Ok((paragraph.text, label.filter(|_| !paragraph.title)))
        })
        .collect::<Result<Vec<_>>>()?;
    if paragraphs.is_empty() {
        return Err(Error::data("a page without paragraphs"));
    }
    Ok(LabeledSource {
        path: path.to_owned(),
        line: Some(line),
        source,
        site,
        about: About::default(),
        headline,
        html: html.map(Into::into),
        annotated: false,
        paragraphs,
        lines: Vec::new(),
    })
}

fn read_html(path: &Path, html: &Path) -> Result<String> {
    let path = path.parent().unwrap_or(Path::new("")).join(html);
    let bytes = inflated(&path)?;
    Ok(decode(&bytes, None).text.into_owned())
}
