//! `parasift repair`: undoes a converter's damage to a text.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::{Outcome, Stop, complain, json_line, write_whole};
use crate::error::Result;
use crate::io;
use crate::page::decode;
use crate::repair::{Change, Damage, repair};

#[derive(Args)]
pub(super) struct RepairArgs {
    /// A text or an HTML page, or - for standard input
    #[arg(value_name = "PATH", default_value = "-")]
    path: PathBuf,
    /// Where to write the repaired text [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Where to write what was changed: a JSON object a line, with the byte range in the decoded input
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// A change as it is reported.
#[derive(Serialize)]
struct Record<'a> {
    start: usize,
    end: usize,
    /// From 1.
    line: usize,
    damage: &'static str,
    was: &'a str,
    restored: &'a str,
}

pub(super) fn run(args: &RepairArgs) -> std::result::Result<Outcome, Stop> {
    let page = io::read_page(&args.path)?;
    let decoded = decode(&page.bytes, None);
    let repaired = repair(&decoded.text);
    if let Some(path) = &args.report {
        write_whole(path, report(&args.path, &decoded.text, &repaired.changes)?.as_bytes())?;
    }
    match &args.out {
        Some(path) => write_whole(path, repaired.text.as_bytes())?,
        None => std::io::stdout().lock().write_all(repaired.text.as_bytes())?,
    }
    let count = |damage| repaired.changes.iter().filter(|change| change.damage == damage).count();
    let (annotations, runs) = (count(Damage::Annotation), count(Damage::ShiftedRun));
    complain(&format!("{}: {annotations} annotations removed, {runs} shifted runs restored", args.path.display()));
    Ok(Outcome::Done)
}

fn report(source: &Path, text: &str, changes: &[Change]) -> Result<String> {
    let (mut report, mut line, mut counted) = (String::new(), 1, 0);
    for change in changes {
        line += text[counted..change.range.start].matches('\n').count();
        counted = change.range.start;
        let record = Record {
            start: change.range.start,
            end: change.range.end,
            line,
            damage: change.damage.as_str(),
            was: &text[change.range.clone()],
            restored: &change.restored,
        };
        report += &json_line(&record, source)?;
    }
    Ok(report)
}
