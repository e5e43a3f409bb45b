//! `parasift explain`: why paragraphs got their labels.

use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use anstyle::Style;
use clap::{Args, ValueEnum};

use super::score::InputArg;
use super::{ModelArgs, Outcome, Stop, json_line, listing};
use crate::error::{Error, ErrorKind};
use crate::explain::{Explanation, Part, WordEvidence};
use crate::io;
use crate::report::plain;

#[derive(Args)]
pub(super) struct ExplainArgs {
    /// A page, or - for standard input
    #[arg(value_name = "PATH", default_value = "-")]
    path: PathBuf,
    /// Only this paragraph, counted from 0 as in the output of score; may be given more than once
    #[arg(long, value_name = "N")]
    paragraph: Vec<usize>,
    /// What the page is; auto tells HTML from plain text by the content
    #[arg(long, value_enum, default_value_t = InputArg::Auto)]
    input: InputArg,
    /// text for people, jsonl for programs: one object a paragraph, with all that there is
    #[arg(long, value_enum, default_value_t = OutputArg::Text)]
    format: OutputArg,
    #[command(flatten)]
    model: ModelArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum OutputArg {
    Text,
    Jsonl,
}

/// Standard output; only what is for people has colours that may have to be dropped.
fn writer(format: OutputArg) -> Box<dyn Write> {
    match format {
        OutputArg::Text => Box::new(anstream::AutoStream::auto(std::io::stdout().lock())),
        OutputArg::Jsonl => Box::new(std::io::stdout().lock()),
    }
}

/// Parts and words that are listed of each paragraph, if there are several paragraphs; of a single one, parts are all listed.
const MOST_PARTS: usize = 4;
const MOST_WORDS: usize = 6;

/// Words weaker than this, in nats, are not listed.
const LEAST_EVIDENCE: f64 = 0.05;

pub(super) fn run(args: &ExplainArgs) -> Result<Outcome, Stop> {
    let classifier = args.model.open()?;
    let record = io::read_page(&args.path)?;
    let page = record.page(args.input.into());
    let paragraphs = page.paragraphs().len();
    if let Some(index) = args.paragraph.iter().find(|&&index| index >= paragraphs) {
        let message = format!("there is no paragraph {index}: the page has {paragraphs}, counted from 0");
        return Err(Error::new(ErrorKind::Data, message).at(&args.path).into());
    }
    let explained = classifier.explain(&page);
    let is_wanted = |index: usize| args.paragraph.is_empty() || args.paragraph.contains(&index);
    let mut out = writer(args.format);
    for explanation in explained.iter().filter(|explanation| is_wanted(explanation.index)) {
        let text = match args.format {
            OutputArg::Text => described(explanation, !args.paragraph.is_empty(), listing::width()),
            OutputArg::Jsonl => json_line(explanation, &args.path)?,
        };
        out.write_all(text.as_bytes())?;
    }
    Ok(Outcome::Done)
}

/// An explanation as a person reads it. Writing to a string cannot fail.
fn described(explanation: &Explanation, is_long: bool, width: usize) -> String {
    let mut out = String::new();
    let (label, bold) = (explanation.label, Style::new().bold());
    let text = listing::fit(&explanation.text, width.saturating_sub(16));
    let (style, probability) = (listing::style(label), explanation.probability.of(label));
    let _ =
        writeln!(out, "{bold}{:>4}{bold:#}  {style}{label:4}  {probability:.2}  {text}{style:#}", explanation.index);
    let _ = writeln!(out, "      against nav               body    spam");
    let _ =
        writeln!(out, "      all parts together    {}", pulls(explanation.log_odds.body, explanation.log_odds.spam));
    let mut parts: Vec<&Part> = explanation.parts.iter().collect();
    if !is_long {
        parts.sort_by(|one, other| strength(other).total_cmp(&strength(one)));
        parts.truncate(MOST_PARTS);
    }
    for part in parts {
        let said = part.evidence.map_or(String::new(), |said| {
            format!("   by itself: article {:+.1}, spam {:+.1} from {}", said.article, said.spam, said.features)
        });
        let _ = writeln!(out, "        {:20}{}{said}", part.name, pulls(part.pull.body, part.pull.spam));
    }
    for (of, name) in [(article as fn(&WordEvidence) -> f64, "article"), (spam, "spam")] {
        let words = strongest(&explanation.words, of);
        if !words.is_empty() {
            let _ = writeln!(out, "      words for and against {name}: {words}");
        }
    }
    out.push('\n');
    out
}

fn pulls(body: f64, spam: f64) -> String {
    format!("{body:+8.2}{spam:+8.2}")
}

fn strength(part: &Part) -> f64 {
    part.pull.body.abs().max(part.pull.spam.abs())
}

fn article(word: &WordEvidence) -> f64 {
    word.article
}

fn spam(word: &WordEvidence) -> f64 {
    word.spam
}

/// The words that say most for or against, with how much.
fn strongest(words: &[WordEvidence], of: fn(&WordEvidence) -> f64) -> String {
    let mut words: Vec<&WordEvidence> = words.iter().filter(|word| of(word).abs() >= LEAST_EVIDENCE).collect();
    words.sort_by(|one, other| of(other).abs().total_cmp(&of(one).abs()));
    let shown: Vec<String> =
        words.iter().take(MOST_WORDS).map(|word| format!("{} {:+.1}", plain(word.word.trim()), of(word))).collect();
    shown.join(", ")
}
