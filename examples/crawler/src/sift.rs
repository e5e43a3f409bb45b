//! What a page is worth: its article, its spam, and where it leads.

use std::sync::LazyLock;

use parasift::{Classifier, Cleaning, Label, decode};
use scraper::{Html, Selector};
use serde::Serialize;
use url::Url;

use crate::fetch::Fetched;

/// What is kept of a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Article {
    /// Where it was found in the end.
    pub url: Url,
    /// As readers see it.
    pub title: Option<String>,
    /// `clean`, `injected`, `doorway` or `no-body`.
    pub verdict: &'static str,
    /// From 0 to 1.
    pub quality: f64,
    /// The article's paragraphs, a line each.
    pub text: String,
    /// Paragraphs that were injected.
    pub spam: Vec<String>,
}

/// Reads a page. Takes milliseconds of a core: not for threads that wait for sockets.
pub(crate) fn sift(classifier: &Classifier, fetched: &Fetched) -> (Article, Vec<Url>) {
    let html = decode(&fetched.bytes, fetched.charset.as_deref()).text;
    let page = classifier.classify_html(&html);
    let spam = page.paragraphs().filter(|paragraph| paragraph.label == Label::Spam);
    let article = Article {
        url: fetched.url.clone(),
        title: page.title().map(|title| title.to_string()),
        verdict: page.verdict().as_str(),
        quality: page.quality(),
        text: page.clean(&Cleaning::body()),
        spam: spam.map(|paragraph| paragraph.text.to_owned()).collect(),
    };
    (article, links(&html, &fetched.url))
}

/// Where the page's links lead.
fn links(html: &str, url: &Url) -> Vec<Url> {
    static LINKS: LazyLock<Option<Selector>> = LazyLock::new(|| Selector::parse("a[href]").ok());
    let Some(selector) = LINKS.as_ref() else { return Vec::new() };
    let page = Html::parse_document(html);
    page.select(selector).filter_map(|link| url.join(link.value().attr("href")?).ok()).collect()
}
