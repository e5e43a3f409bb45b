//! The JSON objects that `score` and `serve` give: what other programs rely on.

use serde::{Serialize, Serializer};

use crate::io::Origin;
use crate::label::{Label, Probability};
use crate::labeled::LabeledPage;
use crate::verdict::Verdict;

/// A page. Fields may be added; none is renamed.
#[derive(Serialize)]
pub(crate) struct PageRecord<'p> {
    source: &'p str,
    /// Where in that it stands, if it holds several pages, and what else is said of it there.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<&'p Origin>,
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

/// How many paragraphs have each label.
#[derive(Serialize)]
pub(crate) struct Counts {
    pub(crate) body: usize,
    pub(crate) nav: usize,
    pub(crate) spam: usize,
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
    /// Byte range in the decoded input.
    start: usize,
    end: usize,
    text: &'p str,
    label: Label,
    #[serde(serialize_with = "rounded")]
    probability: Probability,
    hidden: bool,
    /// Byte ranges of `text` that are spam, where not all of it is.
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
        PageRecord {
            source,
            format: page.page().format().as_str(),
            record,
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
                    start: head.text.source.start,
                    end: head.text.source.end,
                    text: &head.text.text,
                    label: head.label,
                    probability: head.probability,
                })
                .collect(),
            paragraphs: page
                .paragraphs()
                .map(|paragraph| ParagraphRecord {
                    index: paragraph.index,
                    start: paragraph.range.start,
                    end: paragraph.range.end,
                    text: paragraph.text,
                    label: paragraph.label,
                    probability: paragraph.probability,
                    hidden: paragraph.hidden,
                    spans: paragraph.spans.iter().map(|span| SpanRecord { start: span.start, end: span.end }).collect(),
                })
                .collect(),
        }
    }
}

/// Steps into which a probability is cut: six digits are more than a model knows.
const STEPS: f64 = 1e6;

fn round(number: f64) -> f64 {
    (number * STEPS).round() / STEPS
}

pub(crate) fn rounded_number<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    round(*number).serialize(serializer)
}

fn rounded<S: Serializer>(probability: &Probability, serializer: S) -> Result<S::Ok, S::Error> {
    let [body, nav, spam] = Label::ALL.map(|label| round(probability.of(label)));
    Probability { body, nav, spam }.serialize(serializer)
}
