//! All records of all inputs, one after the other, from any place on.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use super::{Container, Fields, Listed, Record};
use crate::error::{Error, Result};

/// What is read, and how far that has come.
pub(crate) struct Inputs {
    pub(crate) files: Vec<Result<Listed>>,
    pub(crate) fields: Fields,
    /// Bytes read of the files, compressed where they are.
    pub(crate) read: Arc<AtomicU64>,
    /// Nothing more is read once this is true.
    pub(crate) stop: Arc<AtomicBool>,
}

/// A place between two records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Position {
    /// Number of the file, from 0.
    pub(crate) input: usize,
    /// How many records of it lie before, those among them that could not be read.
    pub(crate) records: usize,
}

/// What the reading came upon.
pub(crate) struct Step {
    /// Number of the file, from 0.
    pub(crate) input: usize,
    pub(crate) found: Found,
}

pub(crate) enum Found {
    Record(Record),
    /// Something that cannot be read; what follows is read all the same.
    Bad(Error),
    /// A file is over.
    End,
}

impl Step {
    /// Of the page, in bytes.
    pub(crate) fn size(&self) -> usize {
        match &self.found {
            Found::Record(record) => record.bytes.len(),
            _ => 0,
        }
    }
}

impl Inputs {
    /// All records of all files from a place on, an [`Found::End`] behind those of each file.
    pub(crate) fn steps(self, from: Position) -> impl Iterator<Item = Step> + Send {
        let Inputs { files, fields, read, stop } = self;
        let passed: u64 = files.iter().take(from.input).flatten().filter_map(|listed| listed.size).sum();
        read.fetch_add(passed, Ordering::Relaxed);
        let steps = files.into_iter().enumerate().skip(from.input).flat_map(move |(input, file)| {
            let skip = if input == from.input { from.records } else { 0 };
            let found =
                container(file.map(|listed| listed.path), &fields, &read).skip(skip).map(|record| match record {
                    Ok(record) => Found::Record(record),
                    Err(error) => Found::Bad(error),
                });
            found.chain(std::iter::once(Found::End)).map(move |found| Step { input, found })
        });
        steps.take_while(move |_| !stop.load(Ordering::Relaxed))
    }
}

fn container(path: Result<PathBuf>, fields: &Fields, read: &Arc<AtomicU64>) -> Container {
    path.and_then(|path| Container::open(&path, fields, read)).unwrap_or_else(|error| Container::One(Some(Err(error))))
}
