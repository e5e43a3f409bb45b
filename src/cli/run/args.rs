//! What is read by a run, and where it goes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::names;
use crate::cli::ThreadArgs;
use crate::io::{Fields, Origin};

#[derive(Args)]
pub(in crate::cli) struct RunArgs {
    /// Pages (.html, .txt), JSON lines, Parquet, WARC and WET files, all of them also gzipped or zstd; folders of them; or -
    /// for standard input. What a file holds is told by its content
    #[arg(value_name = "PATH", default_value = "-")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) read: ReadArgs,
    /// Where to write: a file (also .gz and .zst), which appears when it is whole, or a folder, which gets one for every file
    /// that is read [default: standard output]
    #[arg(long, short, value_name = "FILE|FOLDER/")]
    pub(super) out: Option<PathBuf>,
    /// What to write [default: what the name of --out ends in, else text for pages and jsonl for records of other files]
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,
    /// Go on with a run into --out that was interrupted, if there is one: what was done is not done again
    #[arg(long, requires = "out")]
    pub(super) resume: bool,
    /// After how many MiB of pages a run into --out notes how far it is; --resume begins at the last note
    #[arg(long, value_name = "MIB", default_value_t = 64)]
    pub(super) checkpoint: usize,
    /// Where to write what the run came to, as a JSON object [default: one line on standard error]
    #[arg(long, value_name = "FILE")]
    pub(super) summary: Option<PathBuf>,
    /// Say nothing on standard error but what went wrong
    #[arg(long, short)]
    pub(super) quiet: bool,
    #[command(flatten)]
    pub(super) threads: ThreadArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    /// For people
    Text,
    /// For programs: a JSON object a line
    Jsonl,
    /// For tables
    Csv,
    /// For tables of any size; into a file or a folder
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Format {
    /// Whether a file of it is one of rows, which cannot be cut at any byte.
    pub(super) fn has_rows(self) -> bool {
        #[cfg(feature = "parquet")]
        return self == Format::Parquet;
        #[cfg(not(feature = "parquet"))]
        false
    }
}

/// Which files of folders are read, and what of their records.
#[derive(Args)]
pub(in crate::cli) struct ReadArgs {
    /// Read only those files of folders that the glob matches, such as '*.html'; with ! before it, only the others. May be
    /// given more than once; files named .parasiftignore in the folders do the same [default: all that can be read]
    #[arg(long, value_name = "GLOB")]
    pub(in crate::cli) glob: Vec<String>,
    /// The field of JSON lines, or column of Parquet, that holds a page as text
    #[arg(long, value_name = "NAME", default_value = Fields::TEXT)]
    pub(in crate::cli) text_field: String,
    /// The field of JSON lines, or column of Parquet, that holds a page as HTML; it is read where a record has both
    #[arg(long, value_name = "NAME", default_value = Fields::HTML)]
    html_field: String,
}

impl ReadArgs {
    pub(in crate::cli) fn fields(&self) -> Fields {
        Fields { text: self.text_field.clone(), html: self.html_field.clone() }
    }
}

impl RunArgs {
    /// What is written of a record.
    pub(super) fn format_of(&self, origin: Option<&Origin>) -> Format {
        let by_name = || self.out.as_deref().filter(|_| !self.is_folder()).and_then(names::format);
        self.format.or_else(by_name).unwrap_or(match origin {
            None => Format::Text,
            #[cfg(feature = "parquet")]
            Some(Origin::Row { .. }) if self.is_folder() => Format::Parquet,
            Some(_) => Format::Jsonl,
        })
    }

    /// Whether every file that is read becomes a file of its own.
    pub(super) fn is_folder(&self) -> bool {
        self.out.as_deref().is_some_and(names::is_folder)
    }
}
