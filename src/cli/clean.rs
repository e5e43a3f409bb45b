//! `parasift clean`: what is worth keeping of pages.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;
use serde_json::value::to_raw_value;

#[cfg(feature = "parquet")]
use super::columns;
use super::data::{self, Findings};
use super::run::{self, Format, Job, Made, PageTally, Row, RunArgs};
use super::score::InputArg;
use super::{ModelArgs, Outcome, Stop, json_line, share};
use crate::classifier::Classifier;
use crate::clean::Cleaning;
use crate::error::{Error, ErrorKind, Result};
use crate::io::{Origin, RawFields, Record};
use crate::label::Label;
use crate::labeled::LabeledPage;
use crate::verdict::Verdict;

#[derive(Args)]
pub(super) struct CleanArgs {
    #[command(flatten)]
    run: RunArgs,
    /// What the pages are; auto tells HTML from plain text by the content. What stands in JSON lines and other files of many
    /// pages is known
    #[arg(long, value_enum, default_value_t = InputArg::Auto)]
    input: InputArg,
    /// Which paragraphs to keep
    #[arg(long, value_enum, value_name = "LABEL", value_delimiter = ',', default_value = "body")]
    keep: Vec<LabelArg>,
    /// Drop nothing but spam, for collections that are text already: what stays of a text stays as it stands there
    #[arg(long, conflicts_with = "keep")]
    drop_spam_only: bool,
    /// Write headings, lists, quotations, code and tables of HTML as Markdown
    #[arg(long)]
    markdown: bool,
    /// Undo a converter's damage, as parasift repair does
    #[arg(long)]
    repair: bool,
    /// Do not put the page's title first where the text does not have it
    #[arg(long)]
    no_title: bool,
    /// Keep sentences of spam inside of other paragraphs
    #[arg(long)]
    keep_spans: bool,
    /// Write pages of which nothing is kept too, with an empty text [default: they are dropped]
    #[arg(long)]
    keep_empty: bool,
    /// Drop pages of this verdict; may be given more than once
    #[arg(long, value_enum, value_name = "VERDICT", value_delimiter = ',')]
    drop: Vec<VerdictArg>,
    /// Drop pages of a lower quality, from 0 to 1
    #[arg(long, value_name = "QUALITY", value_parser = share)]
    min_quality: Option<f64>,
    /// Drop pages of which fewer characters are kept
    #[arg(long, value_name = "N")]
    min_chars: Option<usize>,
    /// Where to write which pages were dropped, and why: a JSON object a line
    #[arg(long, value_name = "FILE")]
    drop_log: Option<PathBuf>,
    #[command(flatten)]
    model: ModelArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LabelArg {
    Body,
    Nav,
    Spam,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum VerdictArg {
    Clean,
    Injected,
    Doorway,
    NoBody,
}

/// A page with its text, for those that came without fields.
#[derive(Serialize)]
struct CleanRecord<'p> {
    source: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<&'p Origin>,
    text: &'p str,
    parasift: Findings<'p>,
}

/// A page that was dropped.
#[derive(Serialize)]
struct Dropped<'p> {
    source: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<&'p Origin>,
    reason: &'static str,
    chars: usize,
    parasift: Findings<'p>,
}

/// The columns of CSV: a page a row.
const CSV_COLUMNS: [&str; 9] = ["source", "record", "title", "verdict", "quality", "body", "nav", "spam", "text"];

pub(super) fn run(args: &CleanArgs) -> std::result::Result<Outcome, Stop> {
    let classifier = args.model.open()?;
    let cleaning = args.cleaning();
    let filters = format!("{:?} {:?} {:?} {}", args.drop, args.min_quality, args.min_chars, args.keep_empty);
    let name = classifier.model_name();
    let job = Job {
        description: format!("clean {name} {:?} {:?} {cleaning:?} {filters}", args.input, args.model.spam_at_fpr),
        csv_columns: &CSV_COLUMNS,
        #[cfg(feature = "parquet")]
        shape: columns::clean(&args.run.read.text_field),
        text_ending: if args.markdown { "md" } else { "txt" },
        text_between: "\n",
        drop_log: args.drop_log.clone(),
        work: |record: &Record, format| clean(args, &classifier, &cleaning, record, format),
    };
    run::run(&args.run, job).map(|(outcome, _)| outcome)
}

impl CleanArgs {
    fn cleaning(&self) -> Cleaning {
        let labels = self.keep.iter().map(|label| match label {
            LabelArg::Body => Label::Body,
            LabelArg::Nav => Label::Nav,
            LabelArg::Spam => Label::Spam,
        });
        let kept = match self.drop_spam_only {
            true => Cleaning::all_but_spam(),
            false => Cleaning::keeping(&labels.collect::<Vec<_>>()).with_title(!self.no_title),
        };
        kept.with_repair(self.repair).with_spans(self.keep_spans).with_markdown(self.markdown)
    }

    /// Why a page is dropped, if it is.
    fn reason(&self, page: &LabeledPage<'_>, text: &str) -> Option<&'static str> {
        let verdict = page.verdict();
        if self.drop.iter().any(|dropped| dropped.is(verdict)) {
            return Some(verdict.as_str());
        }
        match () {
            () if text.is_empty() && !self.keep_empty => Some("nothing-kept"),
            () if self.min_quality.is_some_and(|least| page.quality() < least) => Some("low-quality"),
            () if self.min_chars.is_some_and(|least| text.chars().count() < least) => Some("too-short"),
            () => None,
        }
    }
}

impl VerdictArg {
    fn is(self, verdict: Verdict) -> bool {
        match self {
            VerdictArg::Clean => verdict == Verdict::Clean,
            VerdictArg::Injected => verdict == Verdict::Injected,
            VerdictArg::Doorway => verdict == Verdict::Doorway,
            VerdictArg::NoBody => verdict == Verdict::NoBody,
        }
    }
}

fn clean(
    args: &CleanArgs,
    classifier: &Classifier,
    cleaning: &Cleaning,
    record: &Record,
    format: Format,
) -> Result<Made> {
    let page = classifier.classify(record.page(args.input.into()));
    let text = page.clean(cleaning);
    let (source, origin) = (record.source.to_string_lossy(), record.origin.as_ref());
    let findings = || Findings::of(classifier.model_name(), &page);
    let mut made = Made { tally: PageTally::of(&page), ..Made::default() };
    if let Some(reason) = args.reason(&page, &text) {
        let dropped =
            Dropped { source: &source, record: origin, reason, chars: text.chars().count(), parasift: findings() };
        made.dropped = args.drop_log.is_some().then(|| json_line(&dropped, &record.source)).transpose()?;
        made.tally.dropped = Some(reason);
        return Ok(made);
    }
    made.row = Some(match format {
        Format::Text => Row::Bytes((text + "\n").into_bytes()),
        Format::Jsonl => Row::Bytes(json(args, record, &text, findings())?.into_bytes()),
        Format::Csv => Row::Bytes(csv(&source, origin, &page, text)?),
        #[cfg(feature = "parquet")]
        Format::Parquet => parquet_row(args, &source, origin, &text, findings())?,
    });
    Ok(made)
}

/// A record as it came, its page replaced by the text, and what was found in a field of its own; or a record made for a page.
fn json(args: &CleanArgs, record: &Record, text: &str, parasift: Findings<'_>) -> Result<String> {
    let Some(Origin::Line { fields, before, .. }) = &record.origin else {
        let source = &record.source.to_string_lossy();
        return json_line(&CleanRecord { source, record: record.origin.as_ref(), text, parasift }, &record.source);
    };
    let raw = |value: serde_json::Result<_>| {
        value.map_err(|error| Error::new(ErrorKind::Io, format!("the result cannot be written: {error}")))
    };
    let name = &args.run.read.text_field;
    let mut fields: Vec<_> = fields.0.clone();
    let text = (name.clone(), raw(to_raw_value(text))?);
    match fields.iter().position(|(field, _)| field == name) {
        Some(at) => fields[at] = text,
        None => fields.insert(*before, text),
    }
    fields.retain(|(field, _)| field != FINDINGS);
    fields.push((FINDINGS.to_owned(), raw(to_raw_value(&parasift))?));
    json_line(&RawFields(fields), &record.source)
}

/// The field of findings.
const FINDINGS: &str = "parasift";

fn csv(source: &str, origin: Option<&Origin>, page: &LabeledPage<'_>, text: String) -> Result<Vec<u8>> {
    let [body, nav, spam] = page.counts().map(|count| count.to_string());
    let (verdict, quality) = (page.verdict().as_str().to_owned(), data::round(page.quality()).to_string());
    let record = origin.map(Origin::place).unwrap_or_default();
    let title = page.title().unwrap_or_default();
    data::csv_rows(std::iter::once([source.to_owned(), record, title, verdict, quality, body, nav, spam, text]))
}

#[cfg(feature = "parquet")]
fn parquet_row(
    args: &CleanArgs,
    source: &str,
    origin: Option<&Origin>,
    text: &str,
    parasift: Findings<'_>,
) -> Result<Row> {
    let page = serde_json::json!({ args.run.read.text_field.clone(): text, FINDINGS: parasift });
    columns::row(source, origin, page)
}
