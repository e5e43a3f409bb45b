//! Rows and columns as the command line writes them, with offsets in characters, for the Python package. No part of the
//! interface: it changes without notice.

mod columns;

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_json::ReaderBuilder;
use arrow_schema::{Field, Schema, SchemaRef};
use serde::Serialize;

use crate::classifier::Classifier;
use crate::clean::Cleaning;
use crate::cli::columns as fields;
use crate::cli::data::{Findings, Labels};
use crate::error::{Error, ErrorKind, Result};
use crate::explain::Explanation;
use crate::labeled::LabeledPage;
use crate::offsets::Characters;

/// A labelled page as a JSON object: that of `score`, without the file that the page stands in.
///
/// # Errors
///
/// If it cannot be written as JSON, which no page is known to cause.
pub fn labels_json(classifier: &Classifier, page: &LabeledPage<'_>) -> Result<String> {
    json(&labels(classifier, page))
}

/// Explanations as a JSON array of the objects that `explain` writes.
///
/// # Errors
///
/// As of [`labels_json`].
pub fn explanations_json(explanations: &[Explanation]) -> Result<String> {
    json(&explanations)
}

fn labels<'p>(classifier: &'p Classifier, page: &'p LabeledPage<'_>) -> Labels<'p> {
    Labels::new(classifier.model_name(), page, Some(&Characters::of(page.page().source())))
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(unwritable)
}

fn unwritable(error: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Io, format!("the result cannot be written: {error}"))
}

/// The columns of labelled pages: those of the Parquet of `score`. A page that is missing is null in all of them.
pub fn label_schema() -> SchemaRef {
    nullable(fields::labels())
}

/// The columns of cleaned pages: the text, and what the Parquet of `clean` says of it.
pub fn clean_schema() -> SchemaRef {
    nullable(fields::cleaned("text"))
}

fn nullable(fields: Vec<Field>) -> SchemaRef {
    Arc::new(Schema::new(fields.into_iter().map(|field| field.with_nullable(true)).collect::<Vec<_>>()))
}

/// Labelled pages as rows of [`label_schema`].
///
/// # Errors
///
/// If the texts of these pages are more than a column holds, 2 GiB.
pub fn label_rows(classifier: &Classifier, pages: &[Option<LabeledPage<'_>>]) -> Result<RecordBatch> {
    columns::rows(&label_schema(), classifier.model_name(), pages).map_err(unwritable)
}

/// What is worth keeping of pages as rows of [`clean_schema`].
///
/// # Errors
///
/// As of [`label_rows`].
pub fn clean_rows(
    classifier: &Classifier,
    pages: &[Option<LabeledPage<'_>>],
    cleaning: &Cleaning,
) -> Result<RecordBatch> {
    #[derive(Serialize)]
    struct Cleaned<'p> {
        text: String,
        #[serde(flatten)]
        findings: Findings<'p>,
    }
    rows(clean_schema(), pages, |page| Cleaned {
        text: page.clean(cleaning),
        findings: Findings::of(classifier.model_name(), page),
    })
}

/// A row, all of whose columns are null if there is no page.
#[derive(Serialize)]
struct Row<T> {
    #[serde(flatten)]
    page: Option<T>,
}

fn rows<'p, T: Serialize>(
    schema: SchemaRef,
    pages: &'p [Option<LabeledPage<'_>>],
    row: impl Fn(&'p LabeledPage<'_>) -> T,
) -> Result<RecordBatch> {
    let rows: Vec<Row<T>> = pages.iter().map(|page| Row { page: page.as_ref().map(&row) }).collect();
    let mut decoder = ReaderBuilder::new(Arc::clone(&schema)).build_decoder().map_err(unwritable)?;
    decoder.serialize(&rows).map_err(unwritable)?;
    Ok(decoder.flush().map_err(unwritable)?.unwrap_or_else(|| RecordBatch::new_empty(schema)))
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use serde_json::Value;

    use super::*;

    #[test]
    fn offsets_are_counted_in_characters() {
        let (classifier, html) = (Classifier::embedded(), "<p>😀中文<p>第二段。");
        let page = classifier.classify_html(html);
        let json: Value = serde_json::from_str(&labels_json(&classifier, &page).unwrap()).unwrap();
        let characters: Vec<char> = html.chars().collect();
        let slices = json["paragraphs"].as_array().unwrap().iter().map(|paragraph| {
            let [start, end] = ["start", "end"].map(|name| paragraph[name].as_u64().unwrap() as usize);
            characters[start..end].iter().collect::<String>()
        });
        assert_eq!(slices.collect::<Vec<_>>(), ["😀中文", "第二段。"]);
    }

    /// By way of JSON the columns are those of `score`.
    #[test]
    fn columns_are_those_of_the_json() {
        let classifier = Classifier::embedded();
        let text = "昨日，记者从市城建中心获悉，两座人行天桥主体已经完工，正在安装栏杆和照明，预计月底开放😀。\
                    澳门金沙娱乐城官网注册送彩金,真人百家乐直营平台！“以前过马路要绕到路口。”家住附近的王女士说。";
        let html = include_str!("../../examples/hacked-news.html");
        let pages = [
            Some(classifier.classify_html(html)),
            None,
            Some(classifier.classify_text(text)),
            Some(classifier.classify_html("")),
        ];
        assert!(pages[2].as_ref().unwrap().paragraphs().any(|said| !said.spans.is_empty()));
        let by_json = rows(label_schema(), &pages, |page| labels(&classifier, page)).unwrap();
        assert_eq!(label_rows(&classifier, &pages).unwrap(), by_json);
    }

    #[test]
    fn a_missing_page_is_a_row_of_nulls() {
        let classifier = Classifier::embedded();
        let pages = [Some(classifier.classify_text("首页")), None, Some(classifier.classify_text(""))];
        for rows in
            [label_rows(&classifier, &pages).unwrap(), { clean_rows(&classifier, &pages, &Cleaning::body()).unwrap() }]
        {
            let verdict = rows.column_by_name("verdict").unwrap().as_string::<i32>();
            assert_eq!(verdict.iter().collect::<Vec<_>>(), [Some("no-body"), None, Some("no-body")]);
            assert!(rows.columns().iter().all(|column| column.is_null(1)));
        }
        assert_eq!(label_rows(&classifier, &[]).unwrap().num_rows(), 0);
    }
}
