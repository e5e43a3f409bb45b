//! `parasift score`: labels the paragraphs of pages.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use rayon::prelude::*;

use super::data::PageRecord;
use super::{ModelArgs, Outcome, Stop, ThreadArgs, complain, inputs, json_line, listing};
use crate::classifier::Classifier;
use crate::error::{Error, Result};
use crate::label::Label;
use crate::page::Input;

#[derive(Args)]
pub(super) struct ScoreArgs {
    /// Pages, folders of pages (.html, .htm, .xhtml, .txt), or - for standard input
    #[arg(value_name = "PATH", default_value = "-")]
    paths: Vec<PathBuf>,
    /// What the pages are; auto tells HTML from plain text by the content
    #[arg(long, value_enum, default_value_t = InputArg::Auto)]
    input: InputArg,
    /// text for people, jsonl for programs: one object a page
    #[arg(long, value_enum, default_value_t = OutputArg::Text)]
    format: OutputArg,
    /// Exit with 1 if there is any
    #[arg(long, value_enum, value_name = "LABEL")]
    fail_on: Option<FailOn>,
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

/// Pages that are read and scored before their output is written.
const PAGES_AT_ONCE: usize = 64;

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
    let inputs = inputs::list(&args.paths);
    let pool = args.threads.pool()?;
    for batch in inputs.chunks(PAGES_AT_ONCE) {
        let scored: Vec<Result<Scored>> =
            pool.install(|| batch.par_iter().map(|path| score(args, &classifier, path, width)).collect());
        for page in scored {
            match page {
                Ok(page) => {
                    found |= page.has_spam;
                    out.write_all(page.output.as_bytes())?;
                }
                Err(error) => {
                    failed = true;
                    complain(&error.to_string());
                }
            }
        }
        out.flush()?;
    }
    Ok(match (failed, found, args.fail_on) {
        (true, ..) => Outcome::Incomplete,
        (false, true, Some(FailOn::Spam)) => Outcome::Found,
        _ => Outcome::Done,
    })
}

/// Standard output; only what is for people has colours that may have to be dropped.
pub(super) fn writer(format: OutputArg) -> Box<dyn Write> {
    match format {
        OutputArg::Text => Box::new(anstream::AutoStream::auto(io::stdout().lock())),
        OutputArg::Jsonl => Box::new(io::stdout().lock()),
    }
}

fn score(args: &ScoreArgs, classifier: &Classifier, path: &Result<PathBuf>, width: usize) -> Result<Scored> {
    let path = path.as_ref().map_err(Error::again)?;
    let bytes = inputs::read(path)?;
    let page = classifier.classify_bytes(&bytes, input(args.input, path));
    let source = path.to_string_lossy();
    let output = match args.format {
        OutputArg::Text => listing::listing(&source, &page, width),
        OutputArg::Jsonl => {
            let record = PageRecord::new(&source, classifier.model_name(), &page);
            json_line(&record, path)?
        }
    };
    Ok(Scored { output, has_spam: page.counts()[Label::Spam.index()] > 0 })
}

/// A file that says by its name that it is plain text is one, unless it begins like a page.
pub(super) fn input(input: InputArg, path: &Path) -> Input {
    match input {
        InputArg::Html => Input::Html,
        InputArg::Text => Input::Text,
        InputArg::Auto if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("txt")) => Input::Text,
        InputArg::Auto => Input::Auto,
    }
}
