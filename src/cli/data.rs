//! The JSON objects that `score` and `serve` give, and rows of CSV: what other programs rely on.

use std::ops::Range;

use serde::{Serialize, Serializer};

use crate::error::{Error, ErrorKind};
use crate::io::Origin;
use crate::label::{Label, Probability};
use crate::labeled::LabeledPage;
use crate::offsets::Characters;
use crate::verdict::Verdict;

/// A page. Fields may be added; none is renamed.
#[derive(Serialize)]
pub(crate) struct PageRecord<'p> {
    pub(super) source: &'p str,
    /// Where in that it stands, if it holds several pages, and what else is said of it there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) record: Option<&'p Origin>,
    #[serde(flatten)]
    pub(super) labels: Labels<'p>,
}

/// What the page is found to be.
#[derive(Serialize)]
pub(crate) struct Labels<'p> {
    format: &'static str,
    encoding: &'static str,
    /// How the encoding was found.
    how: &'static str,
    verdict: Verdict,
    #[serde(serialize_with = "rounded_number")]
    quality: f64,
    counts: Counts,
    model: &'p str,
    /// Title, description and keywords.
    head: Vec<HeadRecord<'p>>,
    paragraphs: Vec<ParagraphRecord<'p>>,
}

/// What was found out about a page, beside its text.
#[derive(Serialize)]
pub(crate) struct Findings<'p> {
    verdict: Verdict,
    #[serde(serialize_with = "rounded_number")]
    quality: f64,
    counts: Counts,
    title: Option<String>,
    model: &'p str,
}

impl<'p> Findings<'p> {
    pub(crate) fn of(model: &'p str, page: &LabeledPage<'_>) -> Self {
        Findings {
            verdict: page.verdict(),
            quality: page.quality(),
            counts: Counts::of(page),
            title: page.title(),
            model,
        }
    }
}

/// How many paragraphs have each label.
#[derive(Serialize)]
pub(crate) struct Counts {
    pub(super) body: usize,
    pub(super) nav: usize,
    pub(super) spam: usize,
}

impl Counts {
    pub(crate) fn of(page: &LabeledPage<'_>) -> Self {
        let [body, nav, spam] = page.counts();
        Counts { body, nav, spam }
    }
}

#[derive(Serialize)]
struct HeadRecord<'p> {
    kind: &'static str,
    start: usize,
    end: usize,
    text: &'p str,
    label: Label,
    #[serde(serialize_with = "rounded")]
    probability: Probability,
}

#[derive(Serialize)]
struct ParagraphRecord<'p> {
    index: usize,
    /// Range in the decoded input.
    start: usize,
    end: usize,
    text: &'p str,
    label: Label,
    #[serde(serialize_with = "rounded")]
    probability: Probability,
    hidden: bool,
    /// Ranges of `text` that are spam, where not all of it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    spans: Vec<SpanRecord>,
}

#[derive(Serialize)]
struct SpanRecord {
    start: usize,
    end: usize,
}

impl<'p> PageRecord<'p> {
    pub(crate) fn new(source: &'p str, record: Option<&'p Origin>, model: &'p str, page: &'p LabeledPage<'_>) -> Self {
        PageRecord { source, record, labels: Labels::new(model, page, None) }
    }
}

impl<'p> Labels<'p> {
    /// Places are counted in those characters of the page's source, in bytes without them.
    pub(crate) fn new(model: &'p str, page: &'p LabeledPage<'_>, characters: Option<&Characters<'_>>) -> Self {
        let at = |byte| characters.map_or(byte, |characters| characters.at(byte));
        Labels {
            format: page.page().format().as_str(),
            encoding: page.page().encoding(),
            how: page.page().how().as_str(),
            verdict: page.verdict(),
            quality: page.quality(),
            counts: Counts::of(page),
            model,
            head: page
                .head()
                .map(|head| HeadRecord {
                    kind: head.text.kind.as_str(),
                    start: at(head.text.source.start),
                    end: at(head.text.source.end),
                    text: &head.text.text,
                    label: head.label,
                    probability: head.probability,
                })
                .collect(),
            paragraphs: page
                .paragraphs()
                .map(|paragraph| ParagraphRecord {
                    index: paragraph.index,
                    start: at(paragraph.range.start),
                    end: at(paragraph.range.end),
                    text: paragraph.text,
                    label: paragraph.label,
                    probability: paragraph.probability,
                    hidden: paragraph.hidden,
                    spans: spans(paragraph.text, paragraph.spans, characters.is_some()),
                })
                .collect(),
        }
    }
}

/// Ranges of bytes of a text, counted in characters if asked for.
fn spans(text: &str, spans: &[Range<usize>], in_characters: bool) -> Vec<SpanRecord> {
    let at = |byte: usize| if in_characters { text[..byte].chars().count() } else { byte };
    spans.iter().map(|span| SpanRecord { start: at(span.start), end: at(span.end) }).collect()
}

/// The columns of CSV: a paragraph a row.
pub(super) const CSV_COLUMNS: [&str; 11] =
    ["source", "record", "index", "start", "end", "label", "body", "nav", "spam", "hidden", "text"];

/// A page as CSV (RFC 4180).
pub(super) fn csv(source: &str, record: Option<&Origin>, page: &LabeledPage<'_>) -> crate::Result<Vec<u8>> {
    let record = record.map(Origin::place).unwrap_or_default();
    csv_rows(page.paragraphs().map(|paragraph| {
        let [index, start, end] = [paragraph.index, paragraph.range.start, paragraph.range.end].map(|n| n.to_string());
        let [body, nav, spam] = Label::ALL.map(|label| round(paragraph.probability.of(label)).to_string());
        let label = paragraph.label.as_str().to_owned();
        let hidden = paragraph.hidden.to_string();
        let text = paragraph.text.to_owned();
        [source.to_owned(), record.clone(), index, start, end, label, body, nav, spam, hidden, text]
    }))
}

/// Rows of CSV.
pub(super) fn csv_rows<const N: usize>(rows: impl Iterator<Item = [String; N]>) -> crate::Result<Vec<u8>> {
    let failed = |error: String| Error::new(ErrorKind::Io, format!("CSV cannot be written: {error}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(|error| failed(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| failed(error.to_string()))
}

/// Steps into which a probability is cut: six digits are more than a model knows.
const STEPS: f64 = 1e6;

pub(crate) fn round(number: f64) -> f64 {
    (number * STEPS).round() / STEPS
}

pub(crate) fn rounded_number<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    round(*number).serialize(serializer)
}

fn rounded<S: Serializer>(probability: &Probability, serializer: S) -> Result<S::Ok, S::Error> {
    let [body, nav, spam] = Label::ALL.map(|label| round(probability.of(label)));
    Probability { body, nav, spam }.serialize(serializer)
}
