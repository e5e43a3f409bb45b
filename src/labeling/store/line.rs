//! A line of the file of labels: a page as labelled data has it, and what tells it from others.

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};
use crate::label::Label;
use crate::labeling::pages::{Content, Source};

/// What is not to be trained on.
const UNKNOWN: &str = "unk";

/// What every line that is written begins with.
pub(super) const BEGINNING: &str = "{\"id\":\"";

/// A line as it is written.
#[derive(Serialize)]
struct Written<'a> {
    id: &'a str,
    page: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    site: &'a str,
    /// The page's markup, from the folder of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<&'a str>,
    paragraphs: Vec<WrittenParagraph<'a>>,
}

#[derive(Serialize)]
struct WrittenParagraph<'a> {
    text: &'a str,
    label: &'static str,
}

/// What is read of a line. One that was not written here has no identity, and stays as it is.
#[derive(Deserialize)]
pub(super) struct Line {
    pub(super) id: Option<String>,
    pub(super) paragraphs: Vec<Paragraph>,
}

#[derive(Deserialize)]
pub(super) struct Paragraph {
    text: String,
    label: String,
}

impl Line {
    pub(super) fn read(json: &str) -> Result<Line> {
        serde_json::from_str(json).map_err(|error| {
            Error::new(ErrorKind::Data, format!("not a labelled page: {error}; mend or remove the line"))
        })
    }

    /// Texts and labels.
    pub(super) fn into_labels(self) -> Vec<(String, Option<Label>)> {
        self.paragraphs.into_iter().map(|paragraph| (paragraph.text, Label::parse(&paragraph.label))).collect()
    }
}

/// The line of a page with a label for each paragraph, and the line feed.
pub(super) fn line(source: &Source, labels: &[Option<Label>], html: Option<&str>) -> Result<String> {
    let page = source.page();
    let paragraphs = page.paragraphs().iter().zip(labels).map(|(paragraph, label)| WrittenParagraph {
        text: page.text(paragraph),
        label: label.map_or(UNKNOWN, Label::as_str),
    });
    let (id, site, url) = (&source.id, &source.site, source.url.as_deref());
    let html = html.filter(|_| matches!(source.content, Content::Html(_)));
    let written = Written { id, page: &source.name, url, site, html, paragraphs: paragraphs.collect() };
    let json = serde_json::to_string(&written)
        .map_err(|error| Error::new(ErrorKind::Io, format!("the labels cannot be written: {error}")))?;
    Ok(json + "\n")
}
