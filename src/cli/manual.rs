//! `parasift completions` and `parasift man`: what shells and readers are told.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use super::{Cli, Outcome, Stop, version};
use crate::error::{Error, ErrorKind};
use crate::io::write_whole;

#[derive(Args)]
pub(super) struct CompletionsArgs {
    /// The shell; for bash, for example, the script goes to ~/.local/share/bash-completion/completions/parasift
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Args)]
pub(super) struct ManArgs {
    /// A folder that gets a page for every command, such as ~/.local/share/man/man1 [default: the page of parasift itself goes
    /// to standard output]
    #[arg(long, short, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

/// Examples that stand at the end of each command's help.
const EXAMPLES: [(&str, &str); 8] = [
    (
        "score",
        "Examples:\n  parasift score page.html\n  curl -s https://example.com/ | parasift score\n  \
         parasift score --fail-on spam my-site/ > listing.txt\n  \
         parasift score crawl/*.warc.gz --out labels/ --resume",
    ),
    (
        "clean",
        "Examples:\n  parasift clean page.html\n  parasift clean --markdown page.html --out page.md\n  \
         parasift clean crawl.warc.gz --out articles.jsonl.gz --drop doorway --drop-log dropped.jsonl\n  \
         parasift clean --drop-spam-only corpus.parquet --out cleaned/ --resume",
    ),
    ("explain", "Examples:\n  parasift explain page.html\n  parasift explain --paragraph 4 page.html"),
    (
        "report",
        "Examples:\n  parasift report page.html --out page-report.html\n  \
         parasift report my-site/ --glob '*.html' --out report.html",
    ),
    (
        "label",
        "Examples:\n  parasift label crawl/ --to my-labels.jsonl\n  \
         parasift label crawl.warc.gz --to my-labels.jsonl --with more-labels/ --model-out my.safetensors\n  \
         parasift train my-labels.jsonl --out my.safetensors",
    ),
    (
        "serve",
        "Examples:\n  parasift serve --listen 127.0.0.1:8080\n  \
         curl --data-binary @page.html -H 'Content-Type: text/html' http://127.0.0.1:8080/score\n  \
         curl --json '{\"text\": \"Home\\nNews\"}' 'http://127.0.0.1:8080/clean?keep=nav'",
    ),
    ("repair", "Examples:\n  parasift repair page.html --out repaired.html --report changes.jsonl"),
    (
        "train",
        "Examples:\n  parasift train my-pages/ --out my.safetensors\n  parasift eval more-pages/ --model my.safetensors",
    ),
];

/// The whole interface.
pub(super) fn command() -> clap::Command {
    EXAMPLES.iter().fold(Cli::command().version(version()), |command, &(name, examples)| {
        match command.find_subcommand(name) {
            Some(_) => command.mut_subcommand(name, |command| command.after_help(examples)),
            None => command,
        }
    })
}

pub(super) fn completions(args: &CompletionsArgs) -> Result<Outcome, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "parasift", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(Outcome::Done)
}

pub(super) fn man(args: &ManArgs) -> Result<Outcome, Stop> {
    let Some(folder) = &args.out else {
        Man::new(command()).render(&mut std::io::stdout().lock())?;
        return Ok(Outcome::Done);
    };
    std::fs::create_dir_all(folder).map_err(|error| Error::io(error, folder))?;
    let mut whole = command();
    whole.build();
    let commands = whole.get_subcommands().filter(|command| command.get_name() != "help");
    for command in std::iter::once(&whole).chain(commands) {
        let name = match command.get_name() {
            "parasift" => "parasift".to_owned(),
            name => format!("parasift-{name}"),
        };
        let mut page = Vec::new();
        // The name is the program's and the command's, as manual pages of commands are called.
        let titled = command.clone().display_name(name.clone());
        let rendered = Man::new(titled).title(name.clone()).render(&mut page);
        rendered.map_err(|error| Error::new(ErrorKind::Io, error.to_string()).at(folder))?;
        write_whole(&folder.join(format!("{name}.1")), &page)?;
    }
    Ok(Outcome::Done)
}
