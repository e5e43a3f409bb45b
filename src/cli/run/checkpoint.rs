//! How far a run has come, written down so that it can go on after whatever ended it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{RunArgs, Tally};
use crate::cli::complain;
use crate::error::{Error, ErrorKind, Result};
use crate::hash;
use crate::io::{Destination, Listed, Position, write_whole};

/// What a journal is called: behind an output file's name, or in an output folder.
const NAME: &str = ".parasift-run";

/// A place between two records, and what was written up to it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    pub(super) position: Position,
    /// Of the output file, in bytes.
    pub(super) length: u64,
    /// Of the log of dropped records, in bytes.
    pub(super) drops: u64,
    pub(super) tally: Tally,
    pub(super) is_done: bool,
}

/// What stands in the file.
#[derive(Serialize, Deserialize)]
struct Written {
    run: String,
    checkpoint: Checkpoint,
}

/// The file that tells of the last checkpoint.
pub(super) struct Journal {
    path: PathBuf,
    /// What the run does, with which files.
    run: String,
}

impl Journal {
    /// The journal of a run; `None` for one that cannot be gone on with.
    ///
    /// # Errors
    ///
    /// If such a run is to be gone on with.
    pub(super) fn of(args: &RunArgs, description: &str, files: &[Result<Listed>]) -> Result<Option<Journal>> {
        let Some(out) = &args.out else { return Ok(None) };
        let is_folder = args.is_folder();
        let obstacle = if is_folder {
            None
        } else if args.format_of(None).has_rows() {
            Some("a Parquet file cannot be gone on with: --out FOLDER/ makes one for every file that is read")
        } else if Destination::of(out)?.is_stream() {
            Some("a pipe or device cannot be gone on with: name a file with --out")
        } else {
            None
        };
        if let Some(message) = obstacle {
            return if args.resume { Err(Error::new(ErrorKind::Io, message).at(out)) } else { Ok(None) };
        }
        let path = if is_folder { out.join(NAME) } else { beside(out) };
        let listed =
            files.iter().flatten().flat_map(|file| format!("{} {:?}\n", file.path.display(), file.size).into_bytes());
        let (count, list) = (files.len(), hash::bytes(listed));
        let fields = args.read.fields();
        let run = format!("{description} {:?} {fields:?} {count} files {list:08x} {}", args.format, args.checkpoint);
        Ok(Some(Journal { path, run }))
    }

    /// Where to begin: at the last checkpoint if the run is to be gone on with.
    ///
    /// # Errors
    ///
    /// If the journal cannot be read, or is that of another run.
    pub(super) fn begin(&self, resume: bool) -> Result<Checkpoint> {
        let bytes = match std::fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Checkpoint::default()),
            Err(error) => return Err(Error::io(error, &self.path)),
        };
        if !resume {
            complain("an interrupted run is started over; --resume would go on with it");
            self.remove()?;
            return Ok(Checkpoint::default());
        }
        let broken = |message: String| Error::new(ErrorKind::Io, message).at(&self.path);
        let written: Written = serde_json::from_slice(&bytes)
            .map_err(|error| broken(format!("not a journal of a run: {error}; remove it to start over")))?;
        if written.run != self.run {
            let (then, now) = (&written.run, &self.run);
            let message = format!("of a run with other options or files ({then}; now {now}): remove it to start over");
            return Err(broken(message));
        }
        Ok(written.checkpoint)
    }

    pub(super) fn write(&self, checkpoint: &Checkpoint) -> Result<()> {
        let written = Written { run: self.run.clone(), checkpoint: checkpoint.clone() };
        let json = serde_json::to_vec(&written).map_err(|error| Error::new(ErrorKind::Io, error.to_string()))?;
        write_whole(&self.path, &json)
    }

    pub(super) fn remove(&self) -> Result<()> {
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io(error, &self.path)),
            _ => Ok(()),
        }
    }
}

fn beside(out: &Path) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(NAME);
    out.with_file_name(name)
}
