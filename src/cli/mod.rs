//! The command line: one file a command.

mod args;
#[cfg(feature = "train")]
mod check;
mod clean;
#[cfg(feature = "parquet")]
pub(crate) mod columns;
mod config;
pub(crate) mod data;
#[cfg(feature = "train")]
mod eval;
mod explain;
#[cfg(feature = "train")]
mod gate;
#[cfg(feature = "label")]
mod label;
mod listing;
mod manual;
#[cfg(feature = "train")]
mod merge;
mod repair;
mod report;
mod run;
mod score;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "train")]
mod tables;
#[cfg(feature = "train")]
mod train;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{FromArgMatches, Parser, Subcommand, ValueEnum};

#[cfg(feature = "embedded")]
use crate::classifier::Classifier;
use crate::error::{Error, Result, io_message};
use crate::io::write_whole;
use crate::report::plain;
use args::{ModelArgs, ThreadArgs, share};

/// Labels every paragraph of web pages: body (the article), nav (page furniture) or spam (injected text).
#[derive(Parser)]
#[command(name = "parasift", version, propagate_version = true, max_term_width = 100, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// A file of defaults for flags: `model = "my.safetensors"` for all commands, `[clean]` and `markdown = true` for one
    /// [default: $PARASIFT_CONFIG, else ~/.config/parasift/config.toml if that is there]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Colours in text for people
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    color: Color,
}

const EXIT_CODES: &str = "Exit codes: 0 all was done; 1 it was, and spam was found (with --fail-on spam); 2 something could \
                          not be read or done, the rest was.";

#[derive(Clone, Copy, ValueEnum)]
enum Color {
    /// On a terminal
    Auto,
    Always,
    Never,
}

impl From<Color> for anstream::ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
    }
}

#[derive(Subcommand)]
enum Command {
    /// Label the paragraphs of pages.
    Score(score::ScoreArgs),
    /// Keep what is worth keeping of pages: the article, as text or Markdown.
    Clean(clean::CleanArgs),
    /// Tell why paragraphs got their labels: what each group of features said, the neighbours, the words.
    Explain(explain::ExplainArgs),
    /// Show labelled pages, and why each paragraph got its label, in one file to open in a browser.
    Report(report::ReportArgs),
    /// Label pages for other programs, over HTTP; GET /openapi.json says how.
    #[cfg(feature = "serve")]
    Serve(serve::ServeArgs),
    /// Label pages by hand, in a browser, beginning from what the model thinks; and train on what is labelled.
    #[cfg(feature = "label")]
    Label(label::LabelArgs),
    /// Undo a converter's damage: pinyin in brackets, runs shifted by a byte.
    Repair(repair::RepairArgs),
    /// Train a model on labelled pages.
    #[cfg(feature = "train")]
    Train(train::TrainArgs),
    /// Sum models trained on parts of the data with --keep-counts.
    #[cfg(feature = "train")]
    Merge(merge::MergeArgs),
    /// Find what is wrong with labelled pages.
    #[cfg(feature = "train")]
    Check(check::CheckArgs),
    /// Measure a model on labelled pages.
    #[cfg(feature = "train")]
    Eval(eval::EvalArgs),
    /// Print a script that completes commands and flags in a shell.
    Completions(manual::CompletionsArgs),
    /// Print the manual page, or write those of all commands.
    Man(manual::ManArgs),
}

/// How a command ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    /// Spam was found, and `--fail-on spam` given.
    Found,
    /// Some input could not be read; the rest was done.
    Incomplete,
}

/// Why a command stopped.
enum Stop {
    Error(Error),
    /// Standard output failed: a closed pipe, a full disk.
    Output(io::Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Stop::Error(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Stop::Output(error)
    }
}

/// Runs the command with the arguments of the process.
pub fn main() -> ExitCode {
    ExitCode::from(run(std::env::args_os()))
}

/// Runs the command with these arguments, the first of which is the program's name, and gives its exit code.
///
/// It is 0 if all was done (also if the reader of the output went away), 1 if spam was found and
/// `--fail-on spam` given, 2 if something could not be read or done.
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString>>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
    let cli = match parse(&arguments) {
        Ok(cli) => cli,
        Err(Unparsed::Usage(error)) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            // Nothing is left to be done if the help cannot be printed.
            let _ = error.print();
            return code;
        }
        Err(Unparsed::Config(error)) => {
            complain(&error.to_string());
            return 2;
        }
    };
    anstream::ColorChoice::from(cli.color).write_global();
    let result = match cli.command {
        Command::Score(args) => score::run(&args),
        Command::Clean(args) => clean::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Report(args) => report::run(&args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&args),
        #[cfg(feature = "label")]
        Command::Label(args) => label::run(&args),
        Command::Repair(args) => repair::run(&args),
        #[cfg(feature = "train")]
        Command::Train(args) => train::run(&args),
        #[cfg(feature = "train")]
        Command::Merge(args) => merge::run(&args),
        #[cfg(feature = "train")]
        Command::Check(args) => check::run(&args),
        #[cfg(feature = "train")]
        Command::Eval(args) => eval::run(&args),
        Command::Completions(args) => manual::completions(&args),
        Command::Man(args) => manual::man(&args),
    };
    // A program that is not Rust's own, such as Python, does not do it at its end.
    let result = result.and_then(|outcome| Ok(io::stdout().flush().map(|()| outcome)?));
    match result {
        Ok(Outcome::Done) => 0,
        Ok(Outcome::Found) => 1,
        Ok(Outcome::Incomplete) => 2,
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(Stop::Output(error)) => {
            complain(&format!("standard output: {}", io_message(&error)));
            2
        }
        Err(Stop::Error(error)) => {
            complain(&error.to_string());
            2
        }
    }
}

/// Why arguments are not run.
enum Unparsed {
    /// Help that was asked for, or a mistake.
    Usage(clap::Error),
    Config(Error),
}

impl From<clap::Error> for Unparsed {
    fn from(error: clap::Error) -> Self {
        Unparsed::Usage(error)
    }
}

/// What is asked for, with the defaults of the user's file.
fn parse(arguments: &[OsString]) -> std::result::Result<Cli, Unparsed> {
    let mut command = manual::command();
    let matches = command.try_get_matches_from_mut(arguments)?;
    let all = config::with_defaults(&command, &matches, arguments).map_err(Unparsed::Config)?;
    let matches = if all.len() == arguments.len() { matches } else { manual::command().try_get_matches_from(all)? };
    Ok(Cli::from_arg_matches(&matches)?)
}

/// A result as a line of JSON; `source` is what it is the result of.
fn json_line(result: &impl serde::Serialize, source: &Path) -> Result<String> {
    let json = serde_json::to_string(result).map_err(|error| {
        Error::new(crate::ErrorKind::Io, format!("the result cannot be written: {error}")).at(source)
    })?;
    Ok(json + "\n")
}

/// A message for the person at the terminal. Names of files come from crawls too: none may steer the terminal.
fn complain(message: &str) {
    let lines: Vec<String> = message.lines().map(plain).collect();
    anstream::eprintln!("parasift: {}", lines.join("\n"));
}

/// The version of the program and the name of its model.
fn version() -> String {
    let program = env!("CARGO_PKG_VERSION");
    #[cfg(feature = "embedded")]
    return format!("{program} (model {})", Classifier::embedded().model_name());
    #[cfg(not(feature = "embedded"))]
    format!("{program} (no built-in model)")
}
