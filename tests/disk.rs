//! Disks that are full, files that go away, and processes that are killed: what was there stays, and the message says what to do.
#![cfg(all(feature = "cli", feature = "embedded", feature = "train", unix))]

mod common;
mod folders;

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use common::{piped, text};
use folders::folder;

const PROGRAM: &str = env!("CARGO_BIN_EXE_parasift");

/// JSON lines of pages of which no two are alike, of some 300 bytes each.
fn records(count: usize) -> String {
    let mut number = 12_345_u64;
    let mut next = || {
        // Numerical Recipes' generator: what is written must not compress to nothing.
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (number >> 33) as u32
    };
    let mut line = |id| {
        let body: String = (0..80).map(|_| char::from_u32(0x4e00 + next() % 0x5000).unwrap()).collect();
        serde_json::json!({ "id": id, "text": format!("首页\n新闻\n{body}\n版权所有") }).to_string() + "\n"
    };
    (0..count).map(&mut line).collect()
}

/// A small labelled set in a folder.
fn labelled(folder: &Path) -> String {
    let data = folder.join("labelled");
    std::fs::create_dir_all(&data).unwrap();
    for site in 0..6 {
        let page = format!(
            "# kind: news\n# site: s{site}\n# script: hans\nnav\t首页\nnav\t栏目{site}\nbody\t昨日，记者从第{site}区获悉，两座天桥主体已经完工。\n\
             body\t“以前过马路要绕到路口。”家住附近的王女士说。\nnav\t版权所有 {site}\n"
        );
        std::fs::write(data.join(format!("{site}.tsv")), page).unwrap();
    }
    let spam = "# family: a\n# use: inject\nspam\t澳门赌场,百家乐平台\nspam\t真人娱乐城,送彩金\n";
    std::fs::write(data.join("spam.tsv"), spam).unwrap();
    data.to_str().unwrap().to_owned()
}

/// Runs shell commands where `small` is a file system of its own with room for so many KiB, which only they see. `None`, said in a
/// line, where the system does not let a test have one.
fn on_a_small_disk(options: &str, script: &str, folder: &Path) -> Option<(String, String)> {
    std::fs::create_dir_all(folder.join("small")).unwrap();
    let mount = format!("mount -t tmpfs -o {options} tmpfs small");
    let run = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &format!("{mount} && {{ {script}\n}}")]);
        command.current_dir(folder).env("PARASIFT", PROGRAM).output()
    };
    if !run("true").is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: a small disk (unshare --user --mount is not allowed here)");
        return None;
    }
    let output = run(script).unwrap();
    Some((text(&output.stdout).to_owned(), text(&output.stderr).to_owned()))
}

#[test]
fn on_a_full_disk_what_was_there_stays_and_the_rest_goes() {
    let folder = folder("disk-full");
    std::fs::write(folder.join("in.jsonl"), records(3000)).unwrap();
    std::fs::write(folder.join("page.txt"), "天桥月底通车。".repeat(20_000)).unwrap();
    labelled(&folder);
    for (command, name) in [
        ("score in.jsonl --out", "o.jsonl"),
        ("score in.jsonl --out", "o.csv"),
        ("score in.jsonl --out", "o.jsonl.gz"),
        ("score in.jsonl --out", "o.jsonl.zst"),
        ("clean --keep body,nav,spam in.jsonl --out", "o.parquet"),
        ("clean in.jsonl --out out.jsonl --drop-log", "drops.jsonl"),
        ("repair page.txt --out", "o.txt"),
        ("report page.txt --out", "o.html"),
        ("train labelled --out", "o.safetensors"),
    ] {
        // With the old file there is no room for the new one.
        let script = format!(
            "head -c 40000 /dev/zero > small/{name}; cp small/{name} was; $PARASIFT {command} small/{name} >said; code=$?
             cmp small/{name} was && ls -A small && exit $code"
        );
        let Some((listed, errors)) = on_a_small_disk("size=48k", &script, &folder) else { return };
        assert_eq!(listed, format!("{name}\n"), "{command}: {errors}");
        let expected =
            format!("small/{name}: No space left on device (os error 28): make room, or write to another place");
        assert!(errors.contains(&expected), "{command}: {errors}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_run_that_met_a_full_disk_is_gone_on_with_when_there_is_room() {
    let folder = folder("disk-more");
    std::fs::write(folder.join("in.jsonl"), records(12_000)).unwrap();
    let script = "$PARASIFT score in.jsonl --quiet --out whole.jsonl
        run() { $PARASIFT score in.jsonl --checkpoint 1 --resume --out small/o.jsonl; echo $?; }
        run; ls -A small; mount -o remount,size=64m small; run; cmp small/o.jsonl whole.jsonl && ls -A small";
    let Some((listed, errors)) = on_a_small_disk("size=7m", script, &folder) else { return };
    let expected = "2\no.jsonl.parasift-run\no.jsonl.part\n0\no.jsonl\no.jsonl.parasift-run\n";
    assert_eq!(listed, expected, "{errors}");
    assert!(errors.contains("the same command with --resume goes on after"), "{errors}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn where_nothing_can_be_written_it_is_said_before_the_work() {
    let folder = folder("disk-read-only");
    std::fs::write(folder.join("page.txt"), "天桥月底通车。").unwrap();
    labelled(&folder);
    let page = folder.join("page.txt");
    let below = page.join("o");
    let output = piped(&["train", folder.to_str().unwrap(), "--out", below.to_str().unwrap()], b"");
    let (said, errors) = (text(&output.stdout), text(&output.stderr));
    assert!(errors.contains("a file stands where a folder of that path should be"), "{errors}");
    assert_eq!((output.status.code(), said), (Some(2), ""));
    let script =
        "for command in 'score page.txt' 'clean page.txt' 'repair page.txt' 'report page.txt' 'train labelled'; do
        $PARASIFT $command --out small/o; echo $?; done";
    let Some((codes, errors)) = on_a_small_disk("ro", script, &folder) else { return };
    assert_eq!(codes, "2\n".repeat(5));
    let line = "parasift: small/o: Read-only file system (os error 30): write to another place\n";
    assert_eq!(errors, line.repeat(5));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn devices_and_pipes_are_written_as_they_stand() {
    let folder = folder("disk-devices");
    std::fs::write(folder.join("in.jsonl"), records(300)).unwrap();
    let script = |script: &str| {
        let output = Command::new("sh").args(["-c", script]).current_dir(&folder).env("PARASIFT", PROGRAM).output();
        let output = output.unwrap();
        (output.status.code(), text(&output.stdout).to_owned(), text(&output.stderr).to_owned())
    };
    let plain = script("$PARASIFT score in.jsonl").1;
    for through in ["--out /dev/stdout | cat", "--out /dev/fd/3 3>&1 >/dev/null", "--out pipe & cat pipe; wait $!"] {
        let (code, said, errors) = script(&format!("mkfifo -m 600 pipe; $PARASIFT score in.jsonl {through}; rm pipe"));
        assert!(code == Some(0) && said == plain, "{through}: {code:?} {errors}");
    }
    // By a link of our own: a mistake would cost the machine its device.
    symlink("/dev/full", folder.join("full")).unwrap();
    for arguments in ["--out full", "--summary full --out o.jsonl", ">full"] {
        let (code, _, errors) = script(&format!("$PARASIFT score in.jsonl {arguments}"));
        assert!(code == Some(2) && errors.contains("No space left on device"), "{arguments}: {code:?} {errors}");
    }
    assert!(folder.join("full").is_symlink());
    let (code, _, errors) = script("$PARASIFT score in.jsonl --out full --resume");
    assert!(code == Some(2) && errors.contains("cannot be gone on with: name a file with --out"), "{errors}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn files_that_go_or_change_before_they_are_read_are_named_and_the_rest_is_done() {
    let folder = folder("disk-vanished");
    let file = |name: &str| folder.join(name);
    for name in ["gone.txt", "rotated.txt", "stays.txt"] {
        std::fs::write(file(name), "昨日，记者从市城建中心获悉，人行天桥主体已经完工。").unwrap();
    }
    // What is listed first is a pipe: the others are not read before something comes through it.
    assert!(Command::new("mkfifo").arg(file("first")).status().unwrap().success());
    let names = ["first", "gone.txt", "rotated.txt", "stays.txt"];
    let mut command = Command::new(PROGRAM);
    command.args(["clean", "--format", "jsonl"]).args(names).current_dir(&folder);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Opening waits for the reader, which has made its list by then.
    let mut pipe = std::fs::OpenOptions::new().write(true).open(file("first")).unwrap();
    std::fs::remove_file(file("gone.txt")).unwrap();
    std::fs::write(file("new.txt"), "今天上午，图书馆的新馆正式向读者开放，馆内设有六百个座位。").unwrap();
    std::fs::rename(file("new.txt"), file("rotated.txt")).unwrap();
    std::io::Write::write_all(&mut pipe, "市气象台发布消息，明天白天晴转多云，最高气温二十度。".as_bytes()).unwrap();
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    let (said, errors) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(2));
    assert!(errors.contains("gone.txt: No such file or directory"), "{errors}");
    assert_eq!(said.lines().count(), 3, "{said}");
    for part in ["市气象台", "新馆正式", "人行天桥"] {
        assert!(said.contains(part), "{part} is missing in {said}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn links_that_go_round_end_and_output_is_not_read_again() {
    let folder = folder("disk-links");
    let pages = folder.join("pages");
    std::fs::create_dir_all(pages.join("inner")).unwrap();
    std::fs::write(pages.join("inner/a.txt"), "昨日，记者从市城建中心获悉，人行天桥主体已经完工。").unwrap();
    symlink("..", pages.join("inner/up")).unwrap();
    symlink("round.txt", pages.join("round.txt")).unwrap();
    symlink("nowhere.txt", pages.join("lost.txt")).unwrap();
    symlink("inner/a.txt", pages.join("same.txt")).unwrap();
    let run = |arguments: &[&str]| {
        let output = Command::new(PROGRAM).args(arguments).current_dir(&folder).output().unwrap();
        (output.status.code(), text(&output.stdout).lines().count(), text(&output.stderr).to_owned())
    };
    let (code, pages_read, errors) = run(&["score", "pages", "--format", "jsonl"]);
    assert_eq!((code, pages_read), (Some(2), 2), "{errors}");
    assert!(
        errors.contains("pages/lost.txt: No such file") && errors.contains("pages/round.txt: Too many levels"),
        "{errors}"
    );
    for link in ["round.txt", "lost.txt"] {
        std::fs::remove_file(pages.join(link)).unwrap();
    }
    for out in [["--out", "pages/out/"], ["--out", "pages/out.jsonl"]] {
        let arguments = [&["score", "pages", "--format", "jsonl"], &out[..]].concat();
        for again in [false, true] {
            let (code, _, errors) = run(&arguments);
            assert_eq!(code, Some(0), "{errors}");
            assert_eq!(errors.contains("left out, as output of this command"), again, "{out:?}: {errors}");
        }
        let _ = std::fs::remove_dir_all(pages.join("out"));
    }
    let (code, _, errors) = run(&["score", "pages", "--out", "pages"]);
    assert!(code == Some(2) && errors.contains("give another folder"), "{errors}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn whenever_train_is_killed_the_old_model_stays() {
    let folder = folder("disk-train");
    let data = labelled(&folder);
    let model = folder.join("model.safetensors");
    let arguments = ["train", &data, "--folds", "2", "--out", model.to_str().unwrap()];
    let done = piped(&arguments, b"");
    assert!(done.status.success(), "{}", text(&done.stderr));
    let whole = std::fs::read(&model).unwrap();
    for moment in 0..12 {
        std::fs::write(&model, b"the old one").unwrap();
        let mut command = Command::new(PROGRAM);
        let mut child = command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(moment * 13 % 150));
        child.kill().unwrap();
        child.wait().unwrap();
        let there = std::fs::read(&model).unwrap();
        assert!(there == b"the old one" || there == whole, "killed at moment {moment}: {} bytes", there.len());
    }
    assert!(piped(&arguments, b"").status.success());
    assert_eq!(std::fs::read(&model).unwrap(), whole);
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "what killed runs leave goes with the next one: {left:?}");
    std::fs::remove_dir_all(folder).unwrap();
}
