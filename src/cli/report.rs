//! `parasift report`: labelled pages to be looked at, in one file of HTML.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::run::ReadArgs;
use super::score::{InputArg, named};
use super::{ModelArgs, Outcome, Stop, ThreadArgs, complain};
use crate::classifier::Classifier;
use crate::error::{Error, ErrorKind, Result};
use crate::io::{self, Found, Inputs, Position, Record, Step, WholeFile};
use crate::report::{PagesReport, ReportedPage};

#[derive(Args)]
pub(super) struct ReportArgs {
    /// Pages (.html, .txt), JSON lines, Parquet, WARC and WET files, all of them also gzipped or zstd; folders of them; or -
    /// for standard input. What a file holds is told by its content
    #[arg(value_name = "PATH", default_value = "-")]
    paths: Vec<PathBuf>,
    /// Where to write the report: one file of HTML that needs no other and no network. It appears when it is whole
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// What the pages are; auto tells HTML from plain text by the content. What stands in JSON lines and WARC files is known
    #[arg(long, value_enum, default_value_t = InputArg::Auto)]
    input: InputArg,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    threads: ThreadArgs,
}

pub(super) fn run(args: &ReportArgs) -> std::result::Result<Outcome, Stop> {
    let classifier = args.model.open()?;
    let failed = |error| Error::io(error, &args.out);
    let mut report = PagesReport::new(WholeFile::create(&args.out)?, classifier.model_name());
    let (mut pages, mut is_incomplete) = (0, false);
    let (files, fields) = (io::list(&args.paths, &args.read.glob)?, args.read.fields());
    let inputs = Inputs { files, fields, read: Arc::default(), stop: Arc::default() };
    let work = |step: Step| match step.found {
        Found::Record(record) => Some(reported(args, &classifier, &record)),
        Found::Bad(error) => Some(Err(error)),
        Found::End => None,
    };
    io::in_order(inputs.steps(Position::default()), Step::size, args.threads.count(), work, |page| {
        match page {
            Some(Ok(page)) => {
                pages += 1;
                return report.add(page);
            }
            Some(Err(error)) => {
                is_incomplete = true;
                complain(&error.to_string());
            }
            None => {}
        }
        Ok(())
    })
    .map_err(failed)?;
    if pages == 0 {
        return Err(Error::new(ErrorKind::Data, "there is no page to report on: nothing is written").into());
    }
    report.finish().map_err(failed)?.finish()?;
    Ok(if is_incomplete { Outcome::Incomplete } else { Outcome::Done })
}

fn reported(args: &ReportArgs, classifier: &Classifier, record: &Record) -> Result<ReportedPage> {
    let name = named(&record.source.to_string_lossy(), record.origin.as_ref());
    let page = classifier.classify(record.page(args.input.into()));
    ReportedPage::new(&name, &page, &classifier.explain(page.page()), classifier.model_name())
}
