//! `parasift score`: labels the paragraphs of pages.

use clap::{Args, ValueEnum};

#[cfg(feature = "parquet")]
use super::columns;
use super::data::{self, PageRecord};
use super::run::{self, Format, Job, Made, PageTally, Row, RunArgs};
use super::{ModelArgs, Outcome, Stop, json_line, listing};
use crate::classifier::Classifier;
use crate::error::Result;
use crate::io::{Origin, Record};
use crate::page::Input;
use crate::report::plain;

#[derive(Args)]
pub(super) struct ScoreArgs {
    #[command(flatten)]
    run: RunArgs,
    /// What the pages are; auto tells HTML from plain text by the content. What stands in JSON lines and other files of many
    /// pages is known
    #[arg(long, value_enum, default_value_t = InputArg::Auto)]
    input: InputArg,
    /// Exit with 1 if there is any
    #[arg(long, value_enum, value_name = "LABEL")]
    fail_on: Option<FailOn>,
    #[command(flatten)]
    model: ModelArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum InputArg {
    Auto,
    Html,
    Text,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Spam,
}

impl From<InputArg> for Input {
    fn from(input: InputArg) -> Self {
        match input {
            InputArg::Html => Input::Html,
            InputArg::Text => Input::Text,
            InputArg::Auto => Input::Auto,
        }
    }
}

pub(super) fn run(args: &ScoreArgs) -> std::result::Result<Outcome, Stop> {
    let classifier = args.model.open()?;
    let width = listing::width();
    let job = Job {
        description: format!("score {} {:?} {:?}", classifier.model_name(), args.input, args.model.spam_at_fpr),
        csv_columns: &data::CSV_COLUMNS,
        #[cfg(feature = "parquet")]
        shape: columns::score(),
        text_ending: "txt",
        text_between: "",
        drop_log: None,
        work: |record: &Record, format| score(&classifier, args.input.into(), width, record, format),
    };
    let (outcome, tally) = run::run(&args.run, job)?;
    Ok(match (outcome, args.fail_on) {
        (Outcome::Done, Some(FailOn::Spam)) if tally.has_spam() => Outcome::Found,
        (outcome, _) => outcome,
    })
}

fn score(classifier: &Classifier, input: Input, width: usize, record: &Record, format: Format) -> Result<Made> {
    let page = classifier.classify(record.page(input));
    let (source, origin) = (record.source.to_string_lossy(), record.origin.as_ref());
    let json = || PageRecord::new(&source, origin, classifier.model_name(), &page);
    let row = match format {
        Format::Text => Row::Bytes(listing::listing(&named(&source, origin), &page, width).into_bytes()),
        Format::Jsonl => Row::Bytes(json_line(&json(), &record.source)?.into_bytes()),
        Format::Csv => Row::Bytes(data::csv(&source, origin, &page)?),
        #[cfg(feature = "parquet")]
        Format::Parquet => columns::score_row(&json(), origin)?,
    };
    Ok(Made { row: Some(row), dropped: None, tally: PageTally::of(&page) })
}

/// A page's file, and its place in it.
pub(super) fn named(source: &str, origin: Option<&Origin>) -> String {
    match origin {
        None => source.to_owned(),
        Some(origin @ Origin::Line { .. }) => format!("{source}:{}", origin.place()),
        Some(origin) => format!("{source}: {}", plain(&origin.place())),
    }
}
