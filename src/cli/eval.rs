//! `parasift eval`: measures a model on labelled pages.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::gate::{self, Change};
use super::{ModelArgs, Outcome, Stop, ThreadArgs, complain, tables, write_whole};
use crate::page::Format;
use crate::report::{self, EvaluatedView};
use crate::train::{Dataset, disguised, evaluate, evaluate_in_detail, injected};

#[derive(Args)]
pub(super) struct EvalArgs {
    /// Labelled pages: .tsv, .html with data-label, .jsonl, .parquet, also .gz and .zst, and folders of them. Lists of spam lines among them
    /// are looked for, line by line, alone and in clean pages
    #[arg(value_name = "DATA", required = true)]
    data: Vec<PathBuf>,
    /// Read the pages as text, as HTML, or both ways
    #[arg(long, value_enum, default_value_t = ViewArg::Both)]
    view: ViewArg,
    /// Fail if a figure has fallen under its floor in this file
    #[arg(long, value_name = "FILE")]
    floors: Option<PathBuf>,
    /// Where to write a report to be looked at: confusion, curves, and the worst mistakes with their texts, in one file of
    /// HTML
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Raise the floors to the figures that are above them
    #[arg(long, requires = "floors")]
    raise_floors: bool,
    /// Set the floors to the figures, also where that lowers them
    #[arg(long, requires = "floors", conflicts_with = "raise_floors")]
    lower_floors: bool,
    /// Measure instead how much of the spam lines is still found in disguise, as homophones, split, hidden by markup, and so
    /// on: each line at one place of one clean page, plain and in each disguise
    #[arg(long, conflicts_with_all = ["view", "floors", "report"])]
    disguises: bool,
    /// Measure by the fixed part of the data only that `train --spare` leaves out: a fifth of the sites, of the families of
    /// spam, and of the other spam lines
    #[arg(long)]
    spared: bool,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    threads: ThreadArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ViewArg {
    Text,
    Html,
    Both,
}

pub(super) fn run(args: &EvalArgs) -> std::result::Result<Outcome, Stop> {
    let mut out = io::stdout().lock();
    let classifier = args.model.open()?;
    let mut dataset = Dataset::read(&args.data)?;
    if args.spared {
        dataset.keep_spared();
    }
    writeln!(out, "model {}", classifier.model_name())?;
    let pool = args.threads.pool()?;
    if args.disguises {
        tables::disguises(&mut out, &pool.install(|| disguised(&classifier, &dataset))?)?;
        return Ok(Outcome::Done);
    }
    let (mut views, mut details) = (Vec::new(), Vec::new());
    for (view, other) in [(Format::Text, ViewArg::Html), (Format::Html, ViewArg::Text)] {
        if args.view == other {
            continue;
        }
        let sources = match &args.report {
            None => pool.install(|| evaluate(&classifier, &dataset, view))?,
            Some(_) => {
                let (sources, detail) = pool.install(|| evaluate_in_detail(&classifier, &dataset, view))?;
                details.push(detail);
                sources
            }
        };
        if sources.is_empty() {
            writeln!(out, "\n{} view: none of the pages has HTML", view.as_str())?;
        } else {
            writeln!(out)?;
            tables::evaluation(&mut out, view, &sources)?;
        }
        views.push((view, sources));
    }
    if let Some(path) = &args.report {
        let views = views.iter().zip(&details);
        let views: Vec<EvaluatedView<'_>> =
            views.map(|((view, sources), detail)| EvaluatedView { view: *view, sources, detail }).collect();
        write_whole(path, report::evaluation(classifier.model_name(), &views)?.as_bytes())?;
    }
    if dataset.spam_lines() > 0 {
        tables::injected(&mut out, &pool.install(|| injected(&classifier, &dataset))?)?;
    }
    let Some(floors) = &args.floors else { return Ok(Outcome::Done) };
    let change = match (args.raise_floors, args.lower_floors) {
        (true, _) => Change::Raise,
        (_, true) => Change::Reset,
        _ => Change::None,
    };
    let failures = gate::check(floors, &dataset.digest(), &views, change)?;
    failures.iter().for_each(|failure| complain(failure));
    writeln!(out, "\n{} figures under their floors in {}", failures.len(), floors.display())?;
    Ok(if failures.is_empty() { Outcome::Done } else { Outcome::Incomplete })
}
