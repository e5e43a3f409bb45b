//! Long runs: what is written, and going on after an interruption.
#![cfg(all(feature = "cli", feature = "embedded"))]

#[path = "../common/mod.rs"]
mod common;
#[path = "../folders/mod.rs"]
mod folders;
mod records;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use common::{piped, text};
use folders::folder;
use serde_json::{Value, json};

/// An article of its own for every number.
fn article(number: usize) -> String {
    let sentence = "昨日，记者从市城建中心获悉，跨越解放路的人行天桥主体已经完工，正在安装栏杆和照明。";
    format!(
        "首页\n新闻\n第{number}座人行天桥月底通车\n{}\n{sentence}\n{sentence}\n版权所有",
        sentence.repeat(number % 40 + 1)
    )
}

/// Pages without any article between the articles.
fn line(number: usize) -> String {
    let text = if number % 5 == 4 { "首页\n新闻\n登录".to_owned() } else { article(number) };
    json!({ "id": number, "text": text }).to_string() + "\n"
}

fn run(arguments: &[&str]) -> (Option<i32>, String) {
    let output = piped(arguments, b"");
    (output.status.code(), text(&output.stderr).to_owned())
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

fn lines(path: &str) -> Vec<Value> {
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// All files of a folder with their content, the journal aside.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap() != ".parasift-run")
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

/// Starts the command again and again, each time for a little longer, and kills it; then lets it run to its end.
fn killed(arguments: &[&str], kills: u64) -> usize {
    let mut killed = 0;
    for kill in 0..kills {
        let mut child = Command::new(env!("CARGO_BIN_EXE_parasift"))
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Somewhere between the first and the last record: an odd step never meets the same place twice.
        std::thread::sleep(Duration::from_millis(20 + kill * 37 % 211));
        killed += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let (code, errors) = run(arguments);
    assert_eq!(code, Some(0), "{errors}");
    killed
}

#[test]
fn killed_runs_into_one_file_end_as_undisturbed_ones() {
    let folder = folder("killed-file");
    let inputs: Vec<String> = (0..3).map(|input| path(&folder, &format!("{input}.jsonl"))).collect();
    for (number, input) in inputs.iter().enumerate() {
        std::fs::write(input, (0..2500).map(|line_number| line(number * 10_000 + line_number)).collect::<String>())
            .unwrap();
    }
    let arguments = |name: &str| {
        let out =
            ["clean", "--checkpoint", "1", "--out", &path(&folder, &format!("{name}.jsonl.gz"))].map(str::to_owned);
        let log = ["--drop-log", &path(&folder, &format!("{name}.log"))].map(str::to_owned);
        let summary = ["--summary", &path(&folder, &format!("{name}.json")), "--resume"].map(str::to_owned);
        [&out[..], &log, &summary, &inputs].concat()
    };
    let strings = arguments("undisturbed");
    let (code, errors) = run(&strings.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(code, Some(0), "{errors}");
    let strings = arguments("killed");
    assert!(killed(&strings.iter().map(String::as_str).collect::<Vec<_>>(), 20) > 2, "too fast to be killed");
    for ending in ["jsonl.gz", "log"] {
        let [one, other] =
            ["undisturbed", "killed"].map(|name| std::fs::read(path(&folder, &format!("{name}.{ending}"))));
        assert!(one.unwrap() == other.unwrap(), "{ending} differs");
    }
    let [one, other] = ["undisturbed", "killed"].map(|name| {
        let summary: Value =
            serde_json::from_slice(&std::fs::read(path(&folder, &format!("{name}.json"))).unwrap()).unwrap();
        ["pages", "paragraphs", "verdicts", "written", "dropped", "errors", "bytes"].map(|field| summary[field].clone())
    });
    assert_eq!(one, other);
    assert_eq!((&one[0], &one[4]), (&json!(7500), &json!({ "nothing-kept": 1500 })));
    // Said again, it has nothing to do.
    let strings = arguments("killed");
    let (code, errors) = run(&strings.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(code == Some(0) && errors.contains("nothing is left to do"), "{errors}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_run_that_was_killed_while_its_files_got_their_names_is_gone_on_with() {
    let folder = folder("killed-names");
    let input = path(&folder, "in.jsonl");
    std::fs::write(&input, (0..6000).map(line).collect::<String>()).unwrap();
    let out = |name: &str| path(&folder, name);
    let arguments = |name: &str| {
        let [file, log] = ["jsonl.gz", "log"].map(|ending| out(&format!("{name}.{ending}")));
        ["clean", &input, "--checkpoint", "1", "--resume", "--out", &file, "--drop-log", &log].map(str::to_owned)
    };
    let strings = arguments("whole");
    assert_eq!(run(&strings.each_ref().map(String::as_str)).0, Some(0));
    let whole = ["jsonl.gz", "log"].map(|ending| std::fs::read(out(&format!("whole.{ending}"))).unwrap());
    let strings = arguments("killed");
    for named in [&["jsonl.gz"][..], &["jsonl.gz", "log"]] {
        loop {
            for left in ["killed.jsonl.gz", "killed.log", "killed.jsonl.gz.parasift-run"] {
                _ = std::fs::remove_file(out(left));
            }
            let mut child =
                Command::new(env!("CARGO_BIN_EXE_parasift")).args(&strings).stderr(Stdio::null()).spawn().unwrap();
            while !Path::new(&out("killed.jsonl.gz.parasift-run")).exists() {
                std::thread::sleep(Duration::from_millis(1));
            }
            child.kill().unwrap();
            child.wait().unwrap();
            // Else it was done before it could be killed.
            if Path::new(&out("killed.jsonl.gz.part")).exists() && Path::new(&out("killed.log.part")).exists() {
                break;
            }
        }
        // What it would have come to before it noted that it was done.
        for (ending, bytes) in ["jsonl.gz", "log"].iter().zip(&whole).filter(|(ending, _)| named.contains(ending)) {
            std::fs::remove_file(out(&format!("killed.{ending}.part"))).unwrap();
            std::fs::write(out(&format!("killed.{ending}")), bytes).unwrap();
        }
        let (code, errors) = run(&strings.each_ref().map(String::as_str));
        assert_eq!(code, Some(0), "{errors}");
        let found = ["jsonl.gz", "log"].map(|ending| std::fs::read(out(&format!("killed.{ending}"))).unwrap());
        assert!(found == whole, "{named:?}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn killed_runs_into_a_folder_end_as_undisturbed_ones() {
    let folder = folder("killed-folder");
    let pages = folder.join("in");
    std::fs::create_dir(&pages).unwrap();
    for number in 0..600 {
        std::fs::write(pages.join(format!("{number:03}.txt")), article(number).repeat(3)).unwrap();
    }
    std::fs::write(pages.join("600.jsonl"), (0..500).map(line).collect::<String>()).unwrap();
    let arguments = |name: &str| {
        let out = path(&folder, name) + "/";
        ["score", "--format", "jsonl", "--checkpoint", "0", "--resume", "--out", &out, pages.to_str().unwrap()]
            .map(str::to_owned)
    };
    let strings = arguments("undisturbed");
    assert_eq!(run(&strings.each_ref().map(String::as_str)).0, Some(0));
    let strings = arguments("killed");
    assert!(killed(&strings.each_ref().map(String::as_str), 20) > 2, "too fast to be killed");
    let [one, other] = ["undisturbed", "killed"].map(|name| files(&folder.join(name)));
    assert_eq!(one.len(), 601);
    assert!(one == other);
    std::fs::remove_dir_all(folder).unwrap();
}

#[cfg(unix)]
#[test]
fn interrupted_runs_say_how_to_go_on() {
    let folder = folder("interrupted");
    let input = path(&folder, "in.jsonl");
    std::fs::write(&input, (0..6000).map(line).collect::<String>()).unwrap();
    for (name, keeps) in [("out.jsonl", true), ("out.jsonl.gz", false)] {
        let out = path(&folder, name);
        let arguments = ["clean", "--resume", "--out", &out, &input];
        let mut child =
            Command::new(env!("CARGO_BIN_EXE_parasift")).args(arguments).stderr(Stdio::piped()).spawn().unwrap();
        // The output is begun once the program listens for interruptions.
        while !Path::new(&format!("{out}.part")).exists() {
            std::thread::sleep(Duration::from_millis(1));
        }
        let interrupted = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        assert!(interrupted.success());
        let mut errors = String::new();
        std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut errors).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(2), "{errors}");
        let words: Vec<&str> = errors.lines().next().unwrap().split([' ', ':']).collect();
        let number = |before: &str| words[words.iter().position(|word| *word == before).unwrap() + 1].to_owned();
        assert!(errors.contains("the same command with --resume goes on after"), "{errors}");
        assert!(!Path::new(&out).exists());
        // What is compressed is gone on with from the last of the checkpoints that every run has.
        let after = errors.lines().next().unwrap().rsplit(' ').next().unwrap();
        assert_eq!(after, if keeps { number("after") } else { "0".to_owned() }, "{errors}");
        assert_eq!(run(&arguments).0, Some(0));
        let undisturbed = path(&folder, &format!("undisturbed.{name}"));
        assert_eq!(run(&["clean", "--out", &undisturbed, &input]).0, Some(0));
        assert!(std::fs::read(out).unwrap() == std::fs::read(undisturbed).unwrap(), "{name}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn another_run_is_not_gone_on_with() {
    let folder = folder("other-run");
    let (input, out) = (path(&folder, "in.jsonl"), path(&folder, "out.jsonl"));
    std::fs::write(&input, line(0)).unwrap();
    assert_eq!(run(&["clean", "--resume", "--out", &out, &input]).0, Some(0));
    let (code, errors) = run(&["clean", "--resume", "--markdown", "--out", &out, &input]);
    assert!(code == Some(2) && errors.contains("remove it to start over"), "{errors}");
    let (code, errors) = run(&["clean", "--markdown", "--out", &out, &input]);
    assert!(code == Some(0) && errors.contains("started over"), "{errors}");
    let (code, errors) = run(&["score", "--resume", "--out", &path(&folder, "out.parquet"), &input]);
    assert!(code == Some(2) && errors.contains("--out FOLDER/"), "{errors}");
    std::fs::remove_dir_all(folder).unwrap();
}
