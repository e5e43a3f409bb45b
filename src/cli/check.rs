//! `parasift check`: finds what is wrong with labelled data.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::{Outcome, Stop, complain};
use crate::train::{Checked, check};

#[derive(Args)]
pub(super) struct CheckArgs {
    /// Labelled pages and spam lines: .tsv, .html with data-label, .jsonl, .parquet, also .gz and .zst, and folders of them
    #[arg(value_name = "DATA", required = true)]
    data: Vec<PathBuf>,
}

pub(super) fn run(args: &CheckArgs) -> std::result::Result<Outcome, Stop> {
    let checked = check(&args.data)?;
    let mut out = io::stdout().lock();
    counts(&mut out, &checked)?;
    for finding in &checked.findings {
        let line = finding.line.map_or_else(String::new, |line| format!("{line}:"));
        complain(&format!("{}:{line} {}", finding.path.display(), finding.message));
    }
    match checked.findings.len() {
        0 => writeln!(out, "\nclean")?,
        count => writeln!(out, "\n{count} findings")?,
    }
    Ok(if checked.findings.is_empty() { Outcome::Done } else { Outcome::Incomplete })
}

fn counts(out: &mut impl Write, checked: &Checked) -> io::Result<()> {
    writeln!(out, "{:20} {:8} {:>6} {:>8} {:>8} {:>8}", "kind", "script", "pages", "body", "nav", "spam")?;
    let (mut all_pages, mut all) = (0, [0; 3]);
    for ((kind, script), (pages, labels)) in &checked.kinds {
        let [body, nav, spam] = labels;
        writeln!(out, "{kind:20} {script:8} {pages:6} {body:8} {nav:8} {spam:8}")?;
        all_pages += pages;
        for (sum, count) in all.iter_mut().zip(labels) {
            *sum += count;
        }
    }
    let [body, nav, spam] = all;
    writeln!(out, "{:20} {:8} {all_pages:6} {body:8} {nav:8} {spam:8}", "all", "")?;
    if !checked.families.is_empty() {
        writeln!(out, "\n{:29} {:>6} {:>6}", "spam family", "lines", "words")?;
        for (family, lines) in &checked.families {
            writeln!(out, "{family:29} {lines:6} {:6}", checked.words.get(family).unwrap_or(&0))?;
        }
        let sum = |counts: &BTreeMap<String, usize>| counts.values().sum::<usize>();
        writeln!(out, "{:29} {:6} {:6}", "all", sum(&checked.families), sum(&checked.words))?;
    }
    Ok(())
}
