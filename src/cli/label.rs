//! `parasift label`: labelling pages by hand, in a browser.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use super::args::cores;
use super::run::ReadArgs;
use super::score::{InputArg, named};
use super::{ModelArgs, Outcome, Stop, ThreadArgs, complain};
use crate::classifier::Classifier;
use crate::error::{Error, ErrorKind, Result};
use crate::io::{self, Found, Inputs, Position, Step};
use crate::labeling::{Mended, Opinions, Session, Source, Store, Training, TrainingOptions, doubt, new_token, router};
use crate::serve::listen::{self, Patience};
use crate::train::Dataset;

#[derive(Args)]
pub(super) struct LabelArgs {
    /// Pages (.html, .txt), JSON lines, Parquet, WARC and WET files, all of them also gzipped or zstd; folders of them. All are
    /// held in memory
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Where the labels are: JSON lines that train, check and eval take as they are, with the HTML of the pages in a folder
    /// beside them (FILE-pages). Pages that stand there already are not asked for again
    #[arg(long, value_name = "FILE.jsonl")]
    to: PathBuf,
    /// Labelled data to train on together with the labels when a new model is asked for; may be given more than once [default:
    /// the labels alone]
    #[arg(long, value_name = "DATA")]
    with: Vec<PathBuf>,
    /// Where to write each new model [default: nowhere; it can be used for the labelling all the same]
    #[arg(long, value_name = "FILE")]
    model_out: Option<PathBuf>,
    /// The address and port of this machine to listen on; with port 0 a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8090", value_parser = loopback)]
    listen: SocketAddr,
    /// Open the page in the browser of the desktop [default: only print its address]
    #[arg(long)]
    open: bool,
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

/// An address that no other machine can reach.
fn loopback(argument: &str) -> std::result::Result<SocketAddr, String> {
    let address = argument.parse().ok().filter(|address: &SocketAddr| address.ip().is_loopback());
    address.ok_or_else(|| "not an address and port of this machine: give one such as 127.0.0.1:8090".to_owned())
}

/// Requests of a browser come one by one; those that are on their way when it stops are saved within this time.
const PATIENCE: Patience = Patience { idle: Duration::from_secs(30), stop: Duration::from_secs(10) };

pub(super) fn run(args: &LabelArgs) -> std::result::Result<Outcome, Stop> {
    let classifier = args.model.open()?;
    let (store, mended) = Store::open(&args.to)?;
    say_mended(args, &mended);
    let with = match args.with.is_empty() {
        true => Dataset::default(),
        false => Dataset::read(&args.with)?,
    };
    let Read { pages, doubts, is_incomplete } = read(args, &classifier)?;
    if pages.is_empty() {
        return Err(Error::new(ErrorKind::Data, "there is no page with text in it to be labelled").into());
    }
    complain(&format!("{} pages, labels in {}", pages.len(), args.to.display()));
    let options = TrainingOptions {
        with,
        model_out: args.model_out.clone(),
        spam_at_fpr: args.model.spam_at_fpr,
        pool: args.threads.pool()?,
    };
    let training = Training::new(classifier.clone(), options);
    let session = Session::new(pages, Opinions { classifier, doubts }, store, training);
    let token = new_token()?;
    listen::run(&args.listen.to_string(), cores(), PATIENCE, |address| {
        let url = format!("http://{address}/?token={token}");
        complain(&format!("open {url}"));
        if args.open {
            open(&url);
        }
        router(session, token, address.port())
    })?;
    complain(&format!("stopped; the labels are in {}", args.to.display()));
    Ok(if is_incomplete { Outcome::Incomplete } else { Outcome::Done })
}

fn say_mended(args: &LabelArgs, mended: &Mended) {
    let to = args.to.display();
    if mended.cut_off > 0 {
        complain(&format!("{to}: half a line of {} bytes, left by a crash, is taken off", mended.cut_off));
    }
    if mended.replaced > 0 {
        complain(&format!("{to}: {} lines are taken out that later ones of the same page replace", mended.replaced));
    }
}

/// What was read.
struct Read {
    pages: Vec<Source>,
    /// Of each page.
    doubts: Vec<f64>,
    is_incomplete: bool,
}

/// Reads all pages that have text, each once, and has the model look at them.
fn read(args: &LabelArgs, classifier: &Classifier) -> Result<Read> {
    let mut read = Read { pages: Vec::new(), doubts: Vec::new(), is_incomplete: false };
    let (mut seen, mut empty, mut copies) = (HashSet::new(), 0, 0);
    let (files, fields) = (io::list(&args.paths, &args.read.glob)?, args.read.fields());
    let inputs = Inputs { files, fields, read: Arc::default(), stop: Arc::default() };
    let work = |step: Step| match step.found {
        Found::Record(record) => {
            let name = named(&record.source.to_string_lossy(), record.origin.as_ref());
            let source = Source::new(name, &record, args.input.into());
            let doubt = (!source.page().paragraphs().is_empty()).then(|| doubt(&classifier.classify(source.page())));
            Some(Ok((source, doubt)))
        }
        Found::Bad(error) => Some(Err(error)),
        Found::End => None,
    };
    io::in_order(inputs.steps(Position::default()), Step::size, args.threads.count(), work, |page| {
        match page {
            Some(Ok((_, None))) => empty += 1,
            Some(Ok((source, _))) if !seen.insert(source.id.clone()) => copies += 1,
            Some(Ok((source, Some(doubt)))) => {
                read.pages.push(source);
                read.doubts.push(doubt);
            }
            Some(Err(error)) => {
                read.is_incomplete = true;
                complain(&error.to_string());
            }
            None => {}
        }
        Ok::<(), Error>(())
    })?;
    if empty + copies > 0 {
        complain(&format!("left out: {empty} pages without text, {copies} copies of others"));
    }
    Ok(read)
}

/// Opens an address in the browser, if the system knows how.
fn open(url: &str) {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Err(error) = command.spawn() {
        complain(&format!("{program}: {error}; open the address by hand"));
    }
}
