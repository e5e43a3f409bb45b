//! `parasift eval --disguises`, on data that the project has of its own.
#![cfg(all(feature = "cli", feature = "train", feature = "embedded"))]

mod common;
mod folders;

use std::collections::BTreeMap;
use std::process::Output;

use common::{piped, text};
use folders::folder;

fn eval(arguments: &[&str]) -> Output {
    piped(&[&["eval"], arguments].concat(), b"")
}

/// The columns of each row by its name: lines; n-grams alone plain, as written, as read; then five of the text view, six of
/// the HTML view, and the false alarms.
fn rows(table: &str) -> BTreeMap<&str, Vec<&str>> {
    let rows = table.lines().skip(4).filter(|line| line.len() > 28);
    rows.map(|row| (row[..28].trim(), row[28..].split_whitespace().collect())).collect()
}

const LINES: &str = "# family: a\n# use: inject\nspam\t现金彩票网 注册送88元\nspam\t百家乐平台 真人荷官在线\nspam\tbest online casino bonus no deposit\n";

#[test]
fn what_normalisation_undoes_is_found_as_well_as_before() {
    let spam = folder("disguised").join("spam.tsv");
    std::fs::write(&spam, LINES).unwrap();
    let data = ["training-data/pages/news-local", "training-data/pages/english-news", spam.to_str().unwrap()];
    let output = eval(&[&data[..], &["--disguises"]].concat());
    let table = text(&output.stdout);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let rows = rows(table);
    assert_eq!(rows.len(), 34, "{table}");
    for name in ["zero-width characters", "soft hyphens", "full width", "mathematical letters"] {
        let row = &rows[name];
        // As read and as plain; as written less is known.
        assert_eq!(row[3], row[1], "{name}: {table}");
        assert_eq!(row[5], row[4], "{name}: {table}");
    }
    assert_eq!(rows["zero-width characters"][..2], ["3", "1.00"], "{table}");
    assert_eq!(rows["homophones"][0], "2", "{table}");
    for name in ["comment", "alt of an image", "<template>"] {
        assert_eq!(rows[name][9..13], ["0.00", rows["comment"][10], "0.00", "0.00"], "{name}: {table}");
    }
    assert_eq!(rows["hidden by a class"][9], "1.00", "{table}");
    assert_eq!(output.stdout, eval(&[&data[..], &["--disguises", "--threads", "1"]].concat()).stdout);
}

#[test]
fn data_that_is_not_enough_is_named() {
    let spam = folder("no-host").join("spam.tsv");
    std::fs::write(&spam, LINES).unwrap();
    for (data, message) in
        [("training-data/pages/news-local", "no spam lines"), (spam.to_str().unwrap(), "no clean page")]
    {
        let output = eval(&[data, "--disguises"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(message), "{}", text(&output.stderr));
    }
}
