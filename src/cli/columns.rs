//! The columns of Parquet files. Numbers are signed: Spark reads unsigned ones of Parquet as decimals, and not at all from Arrow.

use arrow_schema::{DataType, Field, Fields};
use serde::Serialize;

use super::data::{Labels, PageRecord};
use super::json_line;
use super::run::Row;
use crate::error::Result;
use crate::io::Origin;
use crate::io::parquet::Shape;

/// The column with what the page is found to be, beside the columns that it came with.
pub(super) const BESIDE: &str = "parasift";

/// A page that came from elsewhere; what its container said of it is JSON in a column.
#[derive(Serialize)]
pub(super) struct Alone<'p, T> {
    pub(super) source: &'p str,
    pub(super) record: Option<String>,
    #[serde(flatten)]
    pub(super) page: T,
}

fn required(name: &str, of: DataType) -> Field {
    Field::new(name, of, false)
}

fn structure(fields: Vec<Field>) -> DataType {
    DataType::Struct(Fields::from(fields))
}

fn list(fields: Vec<Field>) -> DataType {
    DataType::new_list(structure(fields), false)
}

fn probability() -> Field {
    required("probability", structure(["body", "nav", "spam"].map(|label| required(label, DataType::Float64)).to_vec()))
}

fn range() -> [Field; 2] {
    ["start", "end"].map(|name| required(name, DataType::Int64))
}

/// How many paragraphs have each label.
fn counts() -> Field {
    required("counts", structure(["body", "nav", "spam"].map(|label| required(label, DataType::Int64)).to_vec()))
}

/// Where a page stands that did not come from Parquet.
fn place() -> Vec<Field> {
    vec![required("source", DataType::Utf8), Field::new("record", DataType::Utf8, true)]
}

/// What a page is found to be.
pub(crate) fn labels() -> Vec<Field> {
    let text = |name| required(name, DataType::Utf8);
    let [start, end] = range();
    let head = vec![text("kind"), start.clone(), end.clone(), text("text"), text("label"), probability()];
    let index = required("index", DataType::Int64);
    let spans = Field::new("spans", list(range().to_vec()), true);
    let hidden = required("hidden", DataType::Boolean);
    let paragraph = vec![index, start, end, text("text"), text("label"), probability(), hidden, spans];
    vec![
        text("format"),
        text("encoding"),
        text("how"),
        text("verdict"),
        required("quality", DataType::Float64),
        counts(),
        text("model"),
        required("head", list(head)),
        required("paragraphs", list(paragraph)),
    ]
}

/// What `score` writes: the fields of its JSON.
pub(super) fn score() -> Shape {
    let labels = labels();
    Shape { alone: [place(), labels.clone()].concat(), beside: vec![required(BESIDE, structure(labels))] }
}

/// What is found out about a page, beside its text.
fn findings() -> Vec<Field> {
    vec![
        required("verdict", DataType::Utf8),
        required("quality", DataType::Float64),
        counts(),
        Field::new("title", DataType::Utf8, true),
        required("model", DataType::Utf8),
    ]
}

/// A page's text in a column of that name, and what is found out about it.
pub(crate) fn cleaned(text: &str) -> Vec<Field> {
    [vec![required(text, DataType::Utf8)], findings()].concat()
}

/// What `clean` writes: the text in a column of that name, and what was found.
pub(super) fn clean(text: &str) -> Shape {
    let beside = vec![required(text, DataType::Utf8), required(BESIDE, structure(findings()))];
    Shape { alone: [place(), beside.clone()].concat(), beside }
}

/// A row of Parquet of a page: beside its own columns, or alone.
pub(super) fn row<T: Serialize>(source: &str, origin: Option<&Origin>, page: T) -> Result<Row> {
    let path = std::path::Path::new(source);
    if let Some(Origin::Row { fields, .. }) = origin {
        return Ok(Row::Columns(json_line(&page, path)?.into_bytes(), Some(fields.clone())));
    }
    let record = origin.map(|origin| json_line(origin, path)).transpose()?.map(|json| json.trim_end().to_owned());
    Ok(Row::Columns(json_line(&Alone { source, record, page }, path)?.into_bytes(), None))
}

/// A row of what `score` writes.
pub(super) fn score_row(page: &PageRecord<'_>, origin: Option<&Origin>) -> Result<Row> {
    #[derive(Serialize)]
    struct Beside<'p> {
        parasift: &'p Labels<'p>,
    }
    match origin {
        Some(Origin::Row { .. }) => row(page.source, origin, Beside { parasift: &page.labels }),
        _ => row(page.source, origin, &page.labels),
    }
}
