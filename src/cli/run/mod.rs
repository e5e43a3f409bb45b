//! A run over many records: reads, spreads the work over the cores, writes in the order of the input, shows how far it is, and
//! can be interrupted and gone on with.

mod args;
mod checkpoint;
mod compress;
mod names;
mod part;
mod place;
mod progress;
#[cfg(feature = "parquet")]
mod rows;
mod tally;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use super::{Outcome, Stop, complain};
use crate::error::{Error, ErrorKind, Result};
use crate::io::{self, Found, Inputs, Position, Record, Step};
pub(super) use args::{Format, ReadArgs, RunArgs};
use checkpoint::{Checkpoint, Journal};
use place::{Place, Problem};
use progress::Progress;
pub(super) use tally::{PageTally, Tally};

/// What a command makes of records, and how that is written.
pub(super) struct Job<W> {
    /// What the output depends on beside the input: an interrupted run is gone on with only if it is the same.
    pub(super) description: String,
    /// The names of the columns of CSV.
    pub(super) csv_columns: &'static [&'static str],
    #[cfg(feature = "parquet")]
    pub(super) shape: crate::io::parquet::Shape,
    /// What names of files of text end in.
    pub(super) text_ending: &'static str,
    /// What stands between two pages of text.
    pub(super) text_between: &'static str,
    /// Where it is said which records are not written, and why.
    pub(super) drop_log: Option<PathBuf>,
    pub(super) work: W,
}

/// What came of one record.
#[derive(Default)]
pub(super) struct Made {
    /// What is written; `None` if nothing is.
    pub(super) row: Option<Row>,
    /// A line of the log of what is not written.
    pub(super) dropped: Option<String>,
    pub(super) tally: PageTally,
}

/// What is written of one record.
pub(super) enum Row {
    /// As it is.
    Bytes(Vec<u8>),
    /// A row of Parquet: a JSON object of the new columns, and the row that it came from.
    #[cfg(feature = "parquet")]
    Columns(Vec<u8>, Option<io::Row>),
}

/// A step with what came of it.
struct Done {
    input: usize,
    bytes: usize,
    what: What,
}

enum What {
    Made(Made, Format),
    Bad(Error),
    End,
}

/// Runs a job over all records. What it came to is said at the end, unless it is a single page.
pub(super) fn run<W>(args: &RunArgs, job: Job<W>) -> std::result::Result<(Outcome, Tally), Stop>
where
    W: Fn(&Record, Format) -> Result<Made> + Sync,
{
    let mut files = io::list(&args.paths, &args.read.glob)?;
    let outputs = [&args.out, &args.summary, &job.drop_log];
    let outputs: Vec<&Path> = outputs.into_iter().flatten().map(PathBuf::as_path).collect();
    let own = names::leave_out_own(&mut files, &args.paths, &outputs);
    if own > 0 && !args.quiet {
        complain(&format!("left out, as output of this command: {own} of the files that were found"));
    }
    let stop = interrupted()?;
    let journal = Journal::of(args, &job.description, &files)?;
    let checkpoint =
        journal.as_ref().map_or_else(|| Ok(Checkpoint::default()), |journal| journal.begin(args.resume))?;
    if checkpoint.is_done {
        complain("this run was done to its end before: nothing is left to do");
        return Ok((checkpoint.tally.outcome(), checkpoint.tally));
    }
    let mut place = Place::new(args, &job, &files)?;
    place.go_on(&checkpoint)?;
    let read = Arc::default();
    let progress = Progress::new(args, &files, Arc::clone(&read));
    let (from, saved) = (checkpoint.position, checkpoint.tally.pages);
    let inputs = Inputs { files, fields: args.read.fields(), read, stop: Arc::clone(&stop) };
    let mut sink = Sink { place, checkpoint, journal, progress, between: args.checkpoint << 20, since: 0, saved };
    let work = |step: Step| Done { input: step.input, bytes: step.size(), what: make(args, &job, step.found) };
    let all = io::in_order(inputs.steps(from), Step::size, args.threads.count(), work, |done| sink.take(done));
    all.and_then(|()| sink.end(args, stop.load(Ordering::Relaxed))).map_err(|stop| sink.give_up(stop))
}

fn make<W>(args: &RunArgs, job: &Job<W>, found: Found) -> What
where
    W: Fn(&Record, Format) -> Result<Made>,
{
    let record = match found {
        Found::Record(record) => record,
        Found::Bad(error) => return What::Bad(error),
        Found::End => return What::End,
    };
    let format = args.format_of(record.origin.as_ref());
    match (job.work)(&record, format) {
        Ok(made) => What::Made(made, format),
        Err(error) => What::Bad(error.at(&record.source)),
    }
}

/// Becomes true when the user asks for an end. Whoever asks twice has it at once.
fn interrupted() -> Result<Arc<AtomicBool>> {
    static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    let mut failure = None;
    let stop = STOP.get_or_init(|| {
        let stop = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&stop);
        let handler = move || {
            if asked.swap(true, Ordering::Relaxed) {
                std::process::exit(2);
            }
        };
        failure = ctrlc::set_handler(handler).err();
        stop
    });
    match failure {
        Some(error) => Err(Error::new(ErrorKind::Io, format!("interruptions cannot be listened for: {error}"))),
        None => Ok(Arc::clone(stop)),
    }
}

/// Where results come together.
struct Sink {
    place: Place,
    checkpoint: Checkpoint,
    journal: Option<Journal>,
    progress: Progress,
    /// Bytes of input between two checkpoints, and since the last one. Where they stand depends on the input alone, so that
    /// what is compressed between two of them is the same in every run.
    between: usize,
    since: usize,
    /// Pages up to the last checkpoint.
    saved: u64,
}

impl Sink {
    fn take(&mut self, done: Done) -> std::result::Result<(), Stop> {
        let Checkpoint { position, tally, .. } = &mut self.checkpoint;
        position.records += 1;
        tally.bytes += done.bytes as u64;
        let written = match done.what {
            What::Made(made, format) => {
                tally.add(&made.tally, made.row.is_some());
                self.place.write(made, done.input, format)
            }
            What::Bad(error) => Err(Problem::Record(error)),
            What::End => {
                *position = Position { input: done.input + 1, records: 0 };
                Ok(self.place.end_input()?)
            }
        };
        match written {
            Ok(()) => {}
            Err(Problem::Output(stop)) => return Err(stop),
            Err(Problem::Record(error)) => {
                tally.errors += 1;
                self.progress.complain(&error.to_string());
            }
        }
        self.progress.show(&self.checkpoint.tally);
        self.since += done.bytes;
        if self.since >= self.between && self.place.can_save(self.checkpoint.position) {
            self.save()?;
        }
        Ok(())
    }

    fn save(&mut self) -> Result<()> {
        self.since = 0;
        let Some(journal) = &self.journal else { return Ok(()) };
        self.place.cut(&mut self.checkpoint)?;
        self.saved = self.checkpoint.tally.pages;
        journal.write(&self.checkpoint)
    }

    /// Nothing more can be written.
    fn give_up(&self, stop: Stop) -> Stop {
        self.progress.end();
        if self.saved > 0 {
            let how = "when what follows is mended, the same command with --resume goes on after";
            complain(&format!("ended early: {how} {} pages", self.saved));
        }
        stop
    }

    fn end(&mut self, args: &RunArgs, was_stopped: bool) -> std::result::Result<(Outcome, Tally), Stop> {
        self.progress.end();
        self.checkpoint.tally.is_interrupted = was_stopped;
        if was_stopped {
            self.place.flush()?;
            if self.place.can_save_extra(self.checkpoint.position) {
                self.save()?;
            }
            let how = match &self.journal {
                Some(_) => format!("the same command with --resume goes on after {}", self.saved),
                None => "there is nothing to go on with: --out FILE keeps what was done".to_owned(),
            };
            complain(&format!("interrupted after {} pages: {how}", self.checkpoint.tally.pages));
        } else {
            self.place.finish()?;
            self.checkpoint.is_done = true;
            match &self.journal {
                Some(journal) if args.resume => journal.write(&self.checkpoint)?,
                Some(journal) => journal.remove()?,
                None => {}
            }
        }
        let tally = self.checkpoint.tally.clone();
        self.progress.summary(args, &tally)?;
        let outcome = if was_stopped { Outcome::Incomplete } else { tally.outcome() };
        Ok((outcome, tally))
    }
}
