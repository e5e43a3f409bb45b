//! The pages to be labelled, as they were found.

use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::io::{Origin, RawFields, Record};
use crate::page::{Format, Input, Page};
use crate::train::site_of;

/// A page to be labelled.
pub(crate) struct Source {
    /// Its file, and its place there.
    pub(crate) name: String,
    /// A digest of what it holds: the same page is asked for once, wherever it stands.
    pub(crate) id: String,
    pub(super) url: Option<String>,
    /// Pages of one site are held out together in training.
    pub(super) site: String,
    pub(super) content: Content,
}

/// What training will see of a page.
pub(super) enum Content {
    /// Decoded.
    Html(String),
    Paragraphs(Vec<String>),
}

/// Bytes of a digest that make an identity: enough for a million pages to have one each, but for a chance of one in 10^7.
const ID_BYTES: usize = 8;

impl Source {
    /// A page as it was read; a page that is a file is read as `input` says.
    pub(crate) fn new(name: String, record: &Record, input: Input) -> Source {
        let page = record.page(input);
        let content = match page.format() {
            Format::Html => Content::Html(page.source().to_owned()),
            Format::Text => {
                Content::Paragraphs(page.paragraphs().iter().map(|paragraph| page.text(paragraph).to_owned()).collect())
            }
        };
        let (url, site) = whence(record.origin.as_ref());
        let html = match &content {
            Content::Html(html) => Some(html.as_str()),
            Content::Paragraphs(_) => None,
        };
        let site = site.or_else(|| site_of(url.as_deref(), html)).unwrap_or_else(|| name.clone());
        Source { id: id(&content), name, url, site, content }
    }

    /// The page, cut into paragraphs.
    pub(crate) fn page(&self) -> Page<'_> {
        match &self.content {
            Content::Html(html) => Page::from_html(html.as_str()),
            Content::Paragraphs(paragraphs) => Page::from_paragraphs(paragraphs),
        }
    }
}

fn id(content: &Content) -> String {
    let mut digest = Sha256::new();
    match content {
        Content::Html(html) => digest.update(html),
        Content::Paragraphs(paragraphs) => paragraphs.iter().for_each(|paragraph| {
            // No line feed is in any of them.
            digest.update(paragraph);
            digest.update("\n");
        }),
    }
    digest.finalize()[..ID_BYTES].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The address and the site that a page's container names.
fn whence(origin: Option<&Origin>) -> (Option<String>, Option<String>) {
    match origin {
        Some(Origin::Line { fields, .. }) => (string(fields, "url"), string(fields, "site")),
        Some(Origin::Warc { uri, .. }) => (uri.clone(), None),
        _ => (None, None),
    }
}

fn string(RawFields(fields): &RawFields, name: &str) -> Option<String> {
    let value: &RawValue = fields.iter().find(|(field, _)| field == name).map(|(_, value)| value)?;
    serde_json::from_str(value.get()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(bytes: &str) -> Source {
        let record = Record { bytes: bytes.as_bytes().to_vec(), ..Record::default() };
        Source::new("a.html".to_owned(), &record, Input::Auto)
    }

    #[test]
    fn pages_are_the_same_if_they_hold_the_same() {
        let [one, same, other] = ["<p>正文", "<p>正文", "<p>正文。"].map(|html| source(html).id);
        assert_eq!((one.len(), one == same, one == other), (2 * ID_BYTES, true, false));
        assert_eq!(source("一\n二").id, source("一\n\n 二 ").id);
    }

    #[test]
    fn a_page_without_a_site_is_one_by_itself() {
        assert_eq!(source("<p>正文").site, "a.html");
        let links = r#"<a href="https://www.example.com/1">x</a>"#.repeat(5);
        assert_eq!(source(&links).site, "example.com");
    }
}
