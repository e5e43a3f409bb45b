//! The README says what the program does: its commands are run, and print what stands there.
#![cfg(all(feature = "cli", feature = "embedded", feature = "train"))]

use std::process::Command;

/// The commands in the README's console blocks, each with the output under it.
fn examples() -> Vec<(String, String)> {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let mut examples: Vec<(String, String)> = Vec::new();
    for block in readme.split("```console\n").skip(1) {
        for line in block[..block.find("```").unwrap()].lines() {
            match line.strip_prefix("$ ") {
                Some(command) => examples.push((command.to_owned(), String::new())),
                None => examples.last_mut().unwrap().1 += &format!("{line}\n"),
            }
        }
    }
    examples
}

#[test]
fn commands_print_what_the_readme_says() {
    let examples = examples();
    let mut ran = 0;
    for (command, expected) in &examples {
        let Some(arguments) = command.strip_prefix("cargo run --release -- ") else { continue };
        let output = Command::new(env!("CARGO_BIN_EXE_parasift")).args(arguments.split(' ')).output().unwrap();
        assert_eq!(&String::from_utf8(output.stdout).unwrap(), expected, "{command}");
        ran += 1;
    }
    assert!(ran >= 1, "the README shows no command");
    assert!(examples.iter().any(|(command, _)| command == "cargo test"), "the README must say how to test");
}
