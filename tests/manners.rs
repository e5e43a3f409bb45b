//! What every command owes its user: help, completions, manual pages, defaults from a file, colours.
#![cfg(all(feature = "cli", feature = "embedded"))]

mod folders;

use std::path::Path;
use std::process::{Command, Output};

use folders::folder;

fn parasift(config: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_parasift")).env("PARASIFT_CONFIG", config).args(arguments).output().unwrap()
}

fn printed(arguments: &[&str]) -> String {
    let output = parasift(Path::new(""), arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The commands that `--help` lists.
fn commands() -> Vec<String> {
    let help = printed(&["--help"]);
    let listed = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = listed.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.map(|line| line.split_whitespace().next().unwrap().to_owned()).filter(|name| name != "help").collect()
}

#[test]
fn every_command_has_help_a_manual_page_and_completions() {
    let folder = folder("man");
    printed(&["man", "--out", folder.to_str().unwrap()]);
    let commands = commands();
    assert!(commands.len() > 8, "{commands:?}");
    let script = printed(&["completions", "bash"]);
    for command in &commands {
        assert!(printed(&[command, "--help"]).contains("Usage: parasift"), "{command}");
        let page = std::fs::read_to_string(folder.join(format!("parasift-{command}.1"))).unwrap();
        assert!(page.contains(".SH SYNOPSIS"), "{command}");
        assert!(script.contains(&format!("parasift__subcmd__{command}")), "{command}");
    }
    for command in ["score", "clean", "explain", "serve", "repair", "train"] {
        assert!(printed(&[command, "--help"]).contains("Examples:\n  parasift "), "{command}");
    }
    assert!(printed(&["man"]).contains(".TH parasift 1"));
    assert!(printed(&["--version"]).contains("(model "));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn flags_have_defaults_in_a_file() {
    let folder = folder("config");
    let config = folder.join("config.toml");
    let cleaned = |text: &str, arguments: &[&str]| {
        std::fs::write(&config, text).unwrap();
        let output = parasift(&config, &[&["clean", "examples/hacked-news.html"], arguments].concat());
        let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        (output.status.code(), out.lines().next().unwrap_or_default().to_owned(), err)
    };
    let first = |text: &str, arguments: &[&str]| cleaned(text, arguments).1;
    let (plain, markdown) = ("老城区两座人行天桥月底通车", "# 老城区两座人行天桥月底通车");
    assert_eq!(first("", &[]), plain);
    assert_eq!(first("markdown = true", &[]), markdown);
    assert_eq!(first("[clean]\nmarkdown = true", &[]), markdown);
    assert_eq!(first("markdown = true\n[clean]\nmarkdown = false", &[]), plain);
    assert_eq!(first("[score]\nformat = 'jsonl'", &[]), plain);
    // What the user says counts, and what goes against it does not.
    assert_eq!(first("[clean]\nkeep = ['body', 'nav']", &[]), "首页");
    assert_eq!(first("[clean]\nkeep = ['body', 'nav']", &["--keep", "body"]), plain);
    assert_eq!(first("[clean]\nkeep = 'body'", &["--drop-spam-only"]), "首页");
    for (text, expected) in [
        ("colour = 1", "\"colour\" is no flag of any command"),
        ("[clean]\nfail-on = 'spam'", "\"fail-on\" is no flag of parasift clean"),
        ("[cleen]", "[cleen] is no command"),
        ("[clean]\nmarkdown = 1", "markdown: true or false is wanted, not 1"),
        ("a = 1\nb = [", "config.toml:2: not TOML"),
    ] {
        let (code, _, errors) = cleaned(text, &[]);
        assert!(code == Some(2) && errors.contains(expected), "{text}: {errors}");
    }
    let output = parasift(&folder.join("missing.toml"), &["score", "examples"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("missing.toml"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn colours_are_shown_where_they_are_wanted() {
    let has_colors =
        |arguments: &[&str]| printed(&[&["score", "examples/hacked-news.html"], arguments].concat()).contains('\u{1b}');
    assert!(has_colors(&["--color", "always"]));
    assert!(!has_colors(&["--color", "never"]) && !has_colors(&[]));
    assert!(!has_colors(&["--color", "always", "--format", "jsonl"]));
}
