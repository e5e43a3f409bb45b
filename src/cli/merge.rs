//! `parasift merge`: sums models that keep counts.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::{Outcome, Stop, write_whole};
use crate::error::{Error, Result};
use crate::train::merge;

#[derive(Args)]
pub(super) struct MergeArgs {
    /// Models trained with --keep-counts, each on a part of the data
    #[arg(value_name = "MODEL", required = true)]
    models: Vec<PathBuf>,
    /// Where to write the model
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub(super) fn run(args: &MergeArgs) -> std::result::Result<Outcome, Stop> {
    let read = |path: &PathBuf| std::fs::read(path).map_err(|error| Error::io(error, path));
    let models = args.models.iter().map(read).collect::<Result<Vec<Vec<u8>>>>()?;
    let model = merge(&models)?;
    write_whole(&args.out, &model)?;
    writeln!(io::stdout(), "merged {} models into {} ({} bytes)", models.len(), args.out.display(), model.len())?;
    Ok(Outcome::Done)
}
