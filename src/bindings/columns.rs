//! Labelled pages in Arrow's columns, each made at once: by way of JSON, rows of paragraphs take a fifth of the time that
//! their labels do.

use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, ListArray, RecordBatch, StringArray, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, SchemaRef};

use crate::cli::data::round;
use crate::label::{Label, Probability};
use crate::labeled::{LabeledHead, LabeledPage, LabeledParagraph};
use crate::offsets::Characters;

type Result<T> = std::result::Result<T, ArrowError>;

/// Pages as rows of the schema; those that are missing are null.
pub(super) fn rows(schema: &SchemaRef, model: &str, pages: &[Option<LabeledPage<'_>>]) -> Result<RecordBatch> {
    let texts = |of: fn(&LabeledPage<'_>) -> &'static str| -> ArrayRef {
        Arc::new(StringArray::from_iter(pages.iter().map(|page| page.as_ref().map(of))))
    };
    let there: Option<NullBuffer> = Some(pages.iter().map(Option::is_some).collect::<Vec<bool>>().into());
    let counts =
        |label: Label| numbers(pages.iter().map(|page| page.as_ref().map_or(0, |page| page.counts()[label.index()])));
    let columns = schema.fields().iter().map(|field| {
        Ok(match field.name().as_str() {
            "format" => texts(|page| page.page().format().as_str()),
            "encoding" => texts(|page| page.page().encoding()),
            "how" => texts(|page| page.page().how().as_str()),
            "verdict" => texts(|page| page.verdict().as_str()),
            "quality" => Arc::new(Float64Array::from_iter(
                pages.iter().map(|page| page.as_ref().map(|page| round(page.quality()))),
            )),
            "counts" => structure(field.data_type(), Label::ALL.map(counts).to_vec(), there.clone())?,
            "model" => Arc::new(StringArray::from_iter(pages.iter().map(|page| page.as_ref().map(|_| model)))),
            "head" => head(field, pages, there.clone())?,
            "paragraphs" => paragraphs(field, pages, there.clone())?,
            other => return Err(ArrowError::SchemaError(format!("column {other}"))),
        })
    });
    RecordBatch::try_new(Arc::clone(schema), columns.collect::<Result<_>>()?)
}

fn head(field: &Field, pages: &[Option<LabeledPage<'_>>], there: Option<NullBuffer>) -> Result<ArrayRef> {
    let item = item(field.data_type())?;
    let places: Vec<Characters<'_>> = characters(pages);
    let all: Vec<(LabeledHead<'_>, &Characters<'_>)> =
        pages.iter().flatten().zip(&places).flat_map(|(page, at)| page.head().map(move |head| (head, at))).collect();
    let columns = vec![
        strings(all.iter().map(|(head, _)| head.text.kind.as_str()))?,
        numbers(all.iter().map(|(head, at)| at.at(head.text.source.start))),
        numbers(all.iter().map(|(head, at)| at.at(head.text.source.end))),
        strings(all.iter().map(|(head, _)| head.text.text.as_str()))?,
        strings(all.iter().map(|(head, _)| head.label.as_str()))?,
        probabilities(member(item.data_type(), "probability")?, all.iter().map(|(head, _)| head.probability))?,
    ];
    let lengths = pages.iter().map(|page| page.as_ref().map_or(0, |page| page.head().len()));
    list(item, lengths, structure(item.data_type(), columns, None)?, there)
}

fn paragraphs(field: &Field, pages: &[Option<LabeledPage<'_>>], there: Option<NullBuffer>) -> Result<ArrayRef> {
    let item = item(field.data_type())?;
    let places: Vec<Characters<'_>> = characters(pages);
    let all: Vec<(LabeledParagraph<'_>, &Characters<'_>)> = pages
        .iter()
        .flatten()
        .zip(&places)
        .flat_map(|(page, at)| page.paragraphs().map(move |said| (said, at)))
        .collect();
    let columns = vec![
        numbers(all.iter().map(|(said, _)| said.index)),
        numbers(all.iter().map(|(said, at)| at.at(said.range.start))),
        numbers(all.iter().map(|(said, at)| at.at(said.range.end))),
        strings(all.iter().map(|(said, _)| said.text))?,
        strings(all.iter().map(|(said, _)| said.label.as_str()))?,
        probabilities(member(item.data_type(), "probability")?, all.iter().map(|(said, _)| said.probability))?,
        Arc::new(BooleanArray::from(all.iter().map(|(said, _)| said.hidden).collect::<Vec<bool>>())),
        spans(member(item.data_type(), "spans")?, all.iter().map(|(said, _)| said))?,
    ];
    let lengths = pages.iter().map(|page| page.as_ref().map_or(0, |page| page.page().paragraphs().len()));
    list(item, lengths, structure(item.data_type(), columns, None)?, there)
}

/// Spans in characters of the paragraph's text, null where there are none.
fn spans<'p>(of: &DataType, paragraphs: impl Iterator<Item = &'p LabeledParagraph<'p>> + Clone) -> Result<ArrayRef> {
    let item = item(of)?;
    let count = |said: &LabeledParagraph<'_>, byte: usize| said.text[..byte].chars().count();
    let all = paragraphs.clone().flat_map(|said| said.spans.iter().map(move |span| (said, span)));
    let columns = vec![
        numbers(all.clone().map(|(said, span)| count(said, span.start))),
        numbers(all.map(|(said, span)| count(said, span.end))),
    ];
    let has: Vec<bool> = paragraphs.clone().map(|said| !said.spans.is_empty()).collect();
    let lengths = paragraphs.map(|said| said.spans.len());
    list(item, lengths, structure(item.data_type(), columns, None)?, Some(has.into()))
}

fn characters<'p>(pages: &'p [Option<LabeledPage<'_>>]) -> Vec<Characters<'p>> {
    pages.iter().flatten().map(|page| Characters::of(page.page().source())).collect()
}

fn probabilities(of: &DataType, all: impl Iterator<Item = Probability> + Clone) -> Result<ArrayRef> {
    let column = |label| -> ArrayRef {
        Arc::new(Float64Array::from_iter_values(all.clone().map(|probability| round(probability.of(label)))))
    };
    structure(of, Label::ALL.map(column).to_vec(), None)
}

fn numbers(all: impl Iterator<Item = usize>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(all.map(|number| number as i64)))
}

/// Texts, if they are not more than their offsets can count.
fn strings<'t>(all: impl Iterator<Item = &'t str> + Clone) -> Result<ArrayRef> {
    let bytes: usize = all.clone().map(str::len).sum();
    i32::try_from(bytes).map_err(|_| ArrowError::OffsetOverflowError(bytes))?;
    Ok(Arc::new(StringArray::from_iter_values(all)))
}

fn structure(of: &DataType, columns: Vec<ArrayRef>, there: Option<NullBuffer>) -> Result<ArrayRef> {
    let DataType::Struct(fields) = of else { return Err(ArrowError::SchemaError(format!("{of} is no struct"))) };
    Ok(Arc::new(StructArray::try_new(fields.clone(), columns, there)?))
}

fn list(
    item: &Arc<Field>,
    lengths: impl Iterator<Item = usize>,
    items: ArrayRef,
    there: Option<NullBuffer>,
) -> Result<ArrayRef> {
    Ok(Arc::new(ListArray::try_new(Arc::clone(item), OffsetBuffer::from_lengths(lengths), items, there)?))
}

fn item(of: &DataType) -> Result<&Arc<Field>> {
    match of {
        DataType::List(item) => Ok(item),
        _ => Err(ArrowError::SchemaError(format!("{of} is no list"))),
    }
}

/// The type of a field of a struct.
fn member<'t>(of: &'t DataType, name: &str) -> Result<&'t DataType> {
    let DataType::Struct(fields) = of else { return Err(ArrowError::SchemaError(format!("{of} is no struct"))) };
    let found = fields.iter().find(|field| field.name() == name);
    found.map(|field| field.data_type()).ok_or_else(|| ArrowError::SchemaError(format!("no field {name}")))
}
