//! `parasift report`: labelled pages to be looked at, in one file of HTML.

use std::path::PathBuf;

use clap::Args;

use super::score::{FieldArgs, InputArg, labeled, named};
use super::whole_file::WholeFile;
use super::{ModelArgs, Outcome, Stop, ThreadArgs, complain};
use crate::classifier::Classifier;
use crate::error::{Error, ErrorKind, Result};
use crate::io::{self, Record};
use crate::report::{PagesReport, ReportedPage};

#[derive(Args)]
pub(super) struct ReportArgs {
    /// Pages (.html, .txt), JSON lines, WARC and WET files, all of them also gzipped or zstd; folders of them; or - for
    /// standard input. What a file holds is told by its content
    #[arg(value_name = "PATH", default_value = "-")]
    paths: Vec<PathBuf>,
    /// Where to write the report: one file of HTML that needs no other and no network. It appears when it is whole
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// What the pages are; auto tells HTML from plain text by the content. What stands in JSON lines and WARC files is known
    #[arg(long, value_enum, default_value_t = InputArg::Auto)]
    input: InputArg,
    #[command(flatten)]
    fields: FieldArgs,
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
    let records = io::records(&args.paths, &args.fields.fields());
    let size = |record: &Result<Record>| record.as_ref().map_or(0, |record| record.bytes.len());
    let work = |record: Result<Record>| reported(args, &classifier, record?);
    io::in_order(records, size, args.threads.count(), work, |page| {
        match page {
            Ok(page) => {
                report.add(page)?;
                pages += 1;
            }
            Err(error) => {
                is_incomplete = true;
                complain(&error.to_string());
            }
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

fn reported(args: &ReportArgs, classifier: &Classifier, record: Record) -> Result<ReportedPage> {
    let name = named(&record.source.to_string_lossy(), record.origin.as_ref());
    let page = labeled(args.input, classifier, &record);
    ReportedPage::new(&name, &page, &classifier.explain(page.page()), classifier.model_name())
}
