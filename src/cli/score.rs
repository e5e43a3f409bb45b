//! `parasift score`: labels the paragraphs of pages.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::data::PageRecord;
use super::{ModelArgs, Outcome, Stop, ThreadArgs, complain, json_line, listing};
use crate::classifier::Classifier;
use crate::error::Result;
use crate::io::{self, Fields, Origin, Record};
use crate::label::Label;
use crate::labeled::LabeledPage;
use crate::page::{Input, Page};

#[derive(Args)]
pub(super) struct ScoreArgs {
    /// Pages (.html, .txt), JSON lines, WARC and WET files, all of them also gzipped or zstd; folders of them; or - for
    /// standard input. What a file holds is told by its content
    #[arg(value_name = "PATH", default_value = "-")]
    paths: Vec<PathBuf>,
    /// What the pages are; auto tells HTML from plain text by the content. What stands in JSON lines and WARC files is known
    #[arg(long, value_enum, default_value_t = InputArg::Auto)]
    input: InputArg,
    /// text for people, jsonl for programs: one object a page
    #[arg(long, value_enum, default_value_t = OutputArg::Text)]
    format: OutputArg,
    /// Exit with 1 if there is any
    #[arg(long, value_enum, value_name = "LABEL")]
    fail_on: Option<FailOn>,
    #[command(flatten)]
    fields: FieldArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    threads: ThreadArgs,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum InputArg {
    Auto,
    Html,
    Text,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum OutputArg {
    Text,
    Jsonl,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Spam,
}

impl InputArg {
    /// What was asked for, or what is known of a page.
    pub(super) fn or(self, known: Input) -> Input {
        match self {
            InputArg::Html => Input::Html,
            InputArg::Text => Input::Text,
            InputArg::Auto => known,
        }
    }
}

/// Names of fields of JSON lines.
#[derive(Args)]
pub(super) struct FieldArgs {
    /// The field of JSON lines that holds a page as text
    #[arg(long, value_name = "NAME", default_value = Fields::TEXT)]
    text_field: String,
    /// The field of JSON lines that holds a page as HTML; it is read where a record has both
    #[arg(long, value_name = "NAME", default_value = Fields::HTML)]
    html_field: String,
}

impl FieldArgs {
    pub(super) fn fields(&self) -> Fields {
        Fields { text: self.text_field.clone(), html: self.html_field.clone() }
    }
}

/// What one page came to.
struct Scored {
    output: String,
    has_spam: bool,
}

pub(super) fn run(args: &ScoreArgs) -> std::result::Result<Outcome, Stop> {
    let classifier = args.model.open()?;
    let width = listing::width();
    let mut out = writer(args.format);
    let (mut failed, mut found) = (false, false);
    let records = io::records(&args.paths, &args.fields.fields());
    let size = |record: &Result<Record>| record.as_ref().map_or(0, |record| record.bytes.len());
    let work = |record: Result<Record>| score(args, &classifier, record?, width);
    io::in_order(records, size, args.threads.count(), work, |scored: Result<Scored>| {
        match scored {
            Ok(page) => {
                found |= page.has_spam;
                out.write_all(page.output.as_bytes())?;
            }
            Err(error) => {
                failed = true;
                complain(&error.to_string());
            }
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(match (failed, found, args.fail_on) {
        (true, ..) => Outcome::Incomplete,
        (false, true, Some(FailOn::Spam)) => Outcome::Found,
        _ => Outcome::Done,
    })
}

/// Standard output; only what is for people has colours that may have to be dropped.
pub(super) fn writer(format: OutputArg) -> Box<dyn Write> {
    match format {
        OutputArg::Text => Box::new(anstream::AutoStream::auto(std::io::stdout().lock())),
        OutputArg::Jsonl => Box::new(std::io::stdout().lock()),
    }
}

fn score(args: &ScoreArgs, classifier: &Classifier, record: Record, width: usize) -> Result<Scored> {
    let page = labeled(args.input, classifier, &record);
    let (source, origin) = (&record.source, record.origin.as_ref());
    let name = source.to_string_lossy();
    let output = match args.format {
        OutputArg::Text => listing::listing(&named(&name, origin), &page, width),
        OutputArg::Jsonl => json_line(&PageRecord::new(&name, origin, classifier.model_name(), &page), source)?,
    };
    Ok(Scored { output, has_spam: page.counts()[Label::Spam.index()] > 0 })
}

/// The page of a record, labelled. What stands in a container is what that says it is.
pub(super) fn labeled<'r>(input: InputArg, classifier: &Classifier, record: &'r Record) -> LabeledPage<'r> {
    let input = if record.origin.is_none() { input.or(record.input) } else { record.input };
    classifier.classify(match &record.paragraphs {
        Some(paragraphs) => Page::from_paragraphs(paragraphs),
        None => Page::from_bytes_in(&record.bytes, input, record.charset.as_deref()),
    })
}

/// A page's file, and its place in it.
pub(super) fn named(source: &str, origin: Option<&Origin>) -> String {
    match origin {
        None => source.to_owned(),
        Some(Origin::Line { line, .. }) => format!("{source}:{line}"),
        Some(Origin::Warc { offset, uri, .. }) => match uri {
            Some(uri) => format!("{source}: {}", listing::visible(uri)),
            None => format!("{source}: record at byte {offset}"),
        },
    }
}
