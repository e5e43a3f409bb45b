//! `parasift train`: trains a model on labelled pages.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{Outcome, Stop, ThreadArgs, tables};
use crate::error::Error;
use crate::features::Tokenizer;
use crate::io::WholeFile;
use crate::page::Format;
use crate::train::{Dataset, HoldOut, TrainOptions, learn, train};

#[derive(Args)]
pub(super) struct TrainArgs {
    /// Labelled pages: .tsv, .html with data-label, .jsonl, .parquet, also .gz and .zst, and folders of them
    #[arg(value_name = "DATA", required_unless_present = "forget")]
    data: Vec<PathBuf>,
    /// Add the data to this model, which was trained with --keep-counts, instead of training a new one: its tables become
    /// what training on all data would have given, its chains stay
    #[arg(long, value_name = "MODEL", conflicts_with_all = ["tokenizer", "hold_out", "folds", "pages_per_site", "ridge", "keep_counts", "name"])]
    from: Option<PathBuf>,
    /// With --from: take this data, which the model has learned, out of it
    #[arg(long, value_name = "DATA", requires = "from")]
    forget: Vec<PathBuf>,
    /// Keep the counts in the model, so that it can learn on with --from, forget, and be merged
    #[arg(long)]
    keep_counts: bool,
    /// A list of words to compose spam lines of, beside those in the data's folders `words`: .txt of a word a line, or
    /// .jsonl with `text` and `kind`
    #[arg(long, value_name = "FILE")]
    spam_words: Vec<PathBuf>,
    /// Where to write the model
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The model's name [default: the name of the file]
    #[arg(long)]
    name: Option<String>,
    /// How text is cut: hashed character n-grams, jieba's words, or both
    #[arg(long, value_enum, default_value_t = TokenizerArg::Ngrams)]
    tokenizer: TokenizerArg,
    /// What stays together in a fold of the cross-validation: the pages of a site, of a kind (a folder, a set), or the
    /// pages of a site and the spam lines of a family
    #[arg(long, value_enum, default_value_t = HoldOutArg::Site)]
    hold_out: HoldOutArg,
    /// Folds of the cross-validation
    #[arg(long, value_name = "N", default_value_t = TrainOptions::default().folds)]
    folds: usize,
    /// Pages of one site beyond this number are left out
    #[arg(long, value_name = "N", default_value_t = TrainOptions::default().pages_per_site)]
    pages_per_site: usize,
    /// Strength of the ridge on the chain's parameters
    #[arg(long, value_name = "X", default_value_t = TrainOptions::default().ridge)]
    ridge: f64,
    /// Leave a fixed part of the data out, to measure by with `eval --spared`: a fifth of the sites, of the families of spam,
    /// and of the other spam lines
    #[arg(long)]
    spare: bool,
    #[command(flatten)]
    threads: ThreadArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum TokenizerArg {
    Ngrams,
    Words,
    Both,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum HoldOutArg {
    Site,
    Kind,
    Family,
}

impl HoldOutArg {
    const fn as_str(self) -> &'static str {
        match self {
            HoldOutArg::Site => "site",
            HoldOutArg::Kind => "kind",
            HoldOutArg::Family => "family",
        }
    }
}

pub(super) fn run(args: &TrainArgs) -> std::result::Result<Outcome, Stop> {
    // Before anything is learned, so that nothing is learned in vain.
    let file = WholeFile::create(&args.out)?;
    let mut out = io::stdout().lock();
    let mut dataset = Dataset::read(&args.data)?;
    dataset.add_spam_words(&args.spam_words)?;
    if args.spare {
        dataset.leave_out_spared();
    }
    tables::dataset(&mut out, &dataset)?;
    out.flush()?;
    if let Some(model) = &args.from {
        return learn_on(args, model, &dataset, file, &mut out);
    }
    let tokenizer = match args.tokenizer {
        TokenizerArg::Ngrams => Tokenizer::Ngrams,
        TokenizerArg::Words => Tokenizer::Words,
        TokenizerArg::Both => Tokenizer::Both,
    };
    let options = TrainOptions {
        name: args.name.clone().unwrap_or_else(|| default_name(&args.out)),
        tokenizer,
        folds: args.folds,
        hold_out: match args.hold_out {
            HoldOutArg::Site => HoldOut::Site,
            HoldOutArg::Kind => HoldOut::Kind,
            HoldOutArg::Family => HoldOut::Family,
        },
        ridge: args.ridge,
        pages_per_site: args.pages_per_site,
        keep_counts: args.keep_counts,
    };
    let trained = args.threads.pool()?.install(|| train(&dataset, &options, &progress))?;
    clear_progress();
    file.fill(&trained.model)?;
    writeln!(out, "\ncross-validation, {} folds by {}", options.folds, args.hold_out.as_str())?;
    for (view, sources) in [(Format::Text, &trained.text), (Format::Html, &trained.html)] {
        if !sources.is_empty() {
            writeln!(out)?;
            tables::evaluation(&mut out, view, sources)?;
            if args.hold_out == HoldOutArg::Family {
                tables::families(&mut out, sources)?;
            }
        }
    }
    writeln!(out, "\nwrote {} ({} bytes)", args.out.display(), trained.model.len())?;
    Ok(Outcome::Done)
}

/// Adds the data to a model, and takes out what it is to forget.
fn learn_on(
    args: &TrainArgs,
    model: &Path,
    dataset: &Dataset,
    file: WholeFile,
    out: &mut impl Write,
) -> std::result::Result<Outcome, Stop> {
    let forget = match args.forget.is_empty() {
        true => Dataset::default(),
        false => Dataset::read(&args.forget)?,
    };
    let bytes = std::fs::read(model).map_err(|error| Error::io(error, model))?;
    let learned = args.threads.pool()?.install(|| learn(&bytes, dataset, &forget)).map_err(|error| error.at(model))?;
    file.fill(&learned)?;
    let (added, forgotten) = (dataset.pages(), forget.pages());
    writeln!(
        out,
        "\nlearned {added} pages, forgot {forgotten}; wrote {} ({} bytes)",
        args.out.display(),
        learned.len()
    )?;
    Ok(Outcome::Done)
}

fn default_name(out: &Path) -> String {
    out.file_stem().map_or_else(|| "model".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// Says on a terminal what is being done.
fn progress(stage: &str) {
    if io::stderr().is_terminal() {
        eprint!("\r\x1b[K{stage} …");
    }
}

fn clear_progress() {
    if io::stderr().is_terminal() {
        eprint!("\r\x1b[K");
    }
}
