//! What a run shows of itself on standard error while it goes on, and at its end.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::{RunArgs, Tally};
use crate::cli::complain;
use crate::error::{Error, ErrorKind, Result};
use crate::io::{Listed, write_whole};

/// Where there is no terminal, a line is written this often.
const BETWEEN_LINES: Duration = Duration::from_secs(60);

/// With fewer pages than this the output speaks for itself.
const LEAST_PAGES: u64 = 2;

const BAR: &str = "{wide_bar} {bytes}/{total_bytes} {binary_bytes_per_sec} {msg} {eta} left";
/// Where the size of the input is not known.
const SPINNER: &str = "{spinner} {bytes} {binary_bytes_per_sec} {msg} {elapsed}";

pub(super) struct Progress {
    bar: ProgressBar,
    is_quiet: bool,
    /// Bytes of the input files, and how many of them are read.
    total: Option<u64>,
    read: Arc<AtomicU64>,
    begun: Instant,
    last: Instant,
}

/// What is written to `--summary`.
#[derive(Serialize)]
struct Summary<'t> {
    pages: u64,
    paragraphs: Paragraphs,
    verdicts: &'t std::collections::BTreeMap<String, u64>,
    written: u64,
    dropped: &'t std::collections::BTreeMap<String, u64>,
    errors: u64,
    bytes: u64,
    interrupted: bool,
    seconds: f64,
    pages_per_second: f64,
    bytes_per_second: f64,
}

#[derive(Serialize)]
struct Paragraphs {
    body: u64,
    nav: u64,
    spam: u64,
}

impl Progress {
    pub(super) fn new(args: &RunArgs, files: &[Result<Listed>], read: Arc<AtomicU64>) -> Progress {
        let sizes: Option<Vec<u64>> = files.iter().flatten().map(|file| file.size).collect();
        let total = sizes.map(|sizes| sizes.into_iter().sum::<u64>()).filter(|&total| total > 0);
        // A bar between lines of output on the same terminal would be in their way.
        let is_shown = !args.quiet && (args.out.is_some() || !std::io::stdout().is_terminal());
        let target = if is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(total, target);
        // Both templates are constants, so there is nothing to be told if they are wrong.
        if let Ok(style) = ProgressStyle::with_template(if total.is_some() { BAR } else { SPINNER }) {
            bar.set_style(style);
        }
        let now = Instant::now();
        Progress { bar, is_quiet: args.quiet, total, read, begun: now, last: now }
    }

    pub(super) fn show(&mut self, tally: &Tally) {
        if self.is_quiet {
            return;
        }
        let read = self.read.load(Ordering::Relaxed);
        if !self.bar.is_hidden() {
            self.bar.set_position(read);
            self.bar.set_message(format!("{} pages", HumanCount(tally.pages)));
        } else if self.last.elapsed() >= BETWEEN_LINES && !std::io::stderr().is_terminal() {
            self.last = Instant::now();
            let of = self.total.map(|total| format!(" of {}", HumanBytes(total))).unwrap_or_default();
            let (pages, rate) = (HumanCount(tally.pages), self.rate(tally.bytes));
            complain(&format!("{pages} pages, {}{of} read, {}/s", HumanBytes(read), HumanBytes(rate as u64)));
        }
    }

    /// Per second since the run began.
    fn rate(&self, count: u64) -> f64 {
        count as f64 / self.begun.elapsed().as_secs_f64().max(1e-3)
    }

    pub(super) fn complain(&self, message: &str) {
        self.bar.suspend(|| complain(message));
    }

    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }

    /// Says what the run came to.
    pub(super) fn summary(&self, args: &RunArgs, tally: &Tally) -> Result<()> {
        if let Some(path) = &args.summary {
            return write_whole(path, (self.json(tally)? + "\n").as_bytes());
        }
        if args.quiet || tally.pages < LEAST_PAGES {
            return Ok(());
        }
        let verdicts: Vec<String> =
            tally.verdicts.iter().map(|(verdict, count)| format!("{} {verdict}", HumanCount(*count))).collect();
        let mut parts = vec![format!("{} pages ({})", HumanCount(tally.pages), verdicts.join(", "))];
        if tally.spam > 0 {
            parts.push(format!("{} paragraphs of spam", HumanCount(tally.spam)));
        }
        if !tally.dropped.is_empty() {
            let dropped: u64 = tally.dropped.values().sum();
            let reasons: Vec<String> =
                tally.dropped.iter().map(|(reason, count)| format!("{} {reason}", HumanCount(*count))).collect();
            parts.push(format!("{} not written ({})", HumanCount(dropped), reasons.join(", ")));
        }
        if tally.errors > 0 {
            parts.push(format!("{} errors", HumanCount(tally.errors)));
        }
        let elapsed = HumanDuration(self.begun.elapsed());
        parts.push(format!("{} in {elapsed:#}", HumanBytes(tally.bytes)));
        complain(&parts.join("; "));
        Ok(())
    }

    fn json(&self, tally: &Tally) -> Result<String> {
        let summary = Summary {
            pages: tally.pages,
            paragraphs: Paragraphs { body: tally.body, nav: tally.nav, spam: tally.spam },
            verdicts: &tally.verdicts,
            written: tally.written,
            dropped: &tally.dropped,
            errors: tally.errors,
            bytes: tally.bytes,
            interrupted: tally.is_interrupted,
            seconds: self.begun.elapsed().as_secs_f64(),
            pages_per_second: self.rate(tally.pages),
            bytes_per_second: self.rate(tally.bytes),
        };
        serde_json::to_string_pretty(&summary).map_err(|error| Error::new(ErrorKind::Io, error.to_string()))
    }
}
