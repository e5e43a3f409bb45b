//! Models that keep their counts: what is learned in parts is what is learned at once, and can be forgotten.
#![cfg(all(feature = "cli", feature = "train", feature = "embedded"))]

mod folders;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use folders::folder;
use parasift::train::{Dataset, TrainOptions, learn, merge, train};
use parasift::{Classifier, ErrorKind};
use safetensors::SafeTensors;

/// Pages of so many sites from number `first` on, and a spam line, in a fresh folder.
fn pages(name: &str, first: usize, sites: usize) -> PathBuf {
    let folder = folder(name);
    for site in first..first + sites {
        let page = format!(
            "# kind: news\n# site: s{site}\n# script: hans\nnav\t首页\nnav\t栏目{site}\nbody\t昨日，记者从第{site}区获悉，两座天桥主体已经完工。\n\
             body\t“以前过马路要绕到路口。”家住附近的王女士说。\nnav\t版权所有 {site}\n"
        );
        std::fs::write(folder.join(format!("{site}.tsv")), page).unwrap();
    }
    std::fs::write(folder.join("spam.tsv"), format!("# family: a\n# use: inject\nspam\t澳门赌场{first},百家乐平台\n"))
        .unwrap();
    folder
}

fn dataset(folders: &[&Path]) -> Dataset {
    Dataset::read(&folders.iter().map(|folder| folder.to_path_buf()).collect::<Vec<_>>()).unwrap()
}

fn trained(dataset: &Dataset, keep_counts: bool) -> Vec<u8> {
    let mut options = TrainOptions::default();
    (options.folds, options.keep_counts) = (2, keep_counts);
    train(dataset, &options, &|_| {}).unwrap().model
}

/// The bytes of every table and count of a model.
fn tables(model: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let file = SafeTensors::deserialize(model).unwrap();
    let tables =
        file.tensors().into_iter().filter(|(name, _)| name.ends_with(".evidence") || name.ends_with(".counts"));
    tables.map(|(name, tensor)| (name, tensor.data().to_vec())).collect()
}

#[test]
fn parts_learned_one_after_the_other_or_merged_make_the_whole() {
    let (one, other) = (pages("one", 0, 4), pages("other", 4, 3));
    let whole = trained(&dataset(&[&one, &other]), true);
    let first = trained(&dataset(&[&one]), true);
    let second = trained(&dataset(&[&other]), true);
    assert!(tables(&whole).keys().any(|name| name.ends_with(".counts")));
    assert_ne!(tables(&first), tables(&whole));
    let learned = learn(&first, &dataset(&[&other]), &Dataset::default()).unwrap();
    let merged = merge(&[first.clone(), second.clone()]).unwrap();
    let turned = merge(&[second, first.clone()]).unwrap();
    for model in [&learned, &merged, &turned] {
        assert_eq!(tables(model), tables(&whole));
        assert_eq!(Classifier::from_bytes(model.clone()).unwrap().classify_text("首页\n新闻").paragraphs().len(), 2);
    }
    assert_eq!(merge(std::slice::from_ref(&first)).unwrap(), first, "a single part is itself");
}

#[test]
fn what_is_forgotten_was_never_learned() {
    let (one, other, never) = (pages("forget-one", 0, 4), pages("forget-other", 4, 3), pages("forget-never", 9, 2));
    let first = trained(&dataset(&[&one]), true);
    let learned = learn(&first, &dataset(&[&other]), &Dataset::default()).unwrap();
    assert_ne!(learned, first);
    assert_eq!(learn(&learned, &Dataset::default(), &dataset(&[&other])).unwrap(), first);
    let replaced = learn(&learned, &dataset(&[&other]), &dataset(&[&other])).unwrap();
    assert_eq!(replaced, learned);
    let error = learn(&first, &Dataset::default(), &dataset(&[&never])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
}

#[test]
fn models_without_counts_say_so() {
    let data = dataset(&[&pages("without", 0, 4)]);
    let error = learn(&trained(&data, false), &data, &Dataset::default()).unwrap_err();
    assert!(error.kind() == ErrorKind::Model && error.to_string().contains("--keep-counts"), "{error}");
    assert!(merge(&[]).is_err());
}

fn parasift(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_parasift")).args(arguments).output().unwrap()
}

#[test]
fn the_commands_do_the_same() {
    let (one, other) = (pages("cli-one", 0, 4), pages("cli-other", 4, 3));
    let (one_path, other_path) = (one.to_str().unwrap(), other.to_str().unwrap());
    let model = |name: &str| one.join(name).with_extension("safetensors").to_str().unwrap().to_owned();
    let run = |arguments: &[&str]| {
        let output = parasift(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let (first, second, learned, merged, forgotten) =
        (model("first"), model("second"), model("learned"), model("merged"), model("forgotten"));
    run(&["train", one_path, "--folds", "2", "--keep-counts", "--name", "m", "--out", &first]);
    run(&["train", other_path, "--folds", "2", "--keep-counts", "--name", "m", "--out", &second]);
    run(&["train", other_path, "--from", &first, "--out", &learned]);
    run(&["merge", &first, &second, "--out", &merged]);
    run(&["train", "--from", &learned, "--forget", other_path, "--out", &forgotten]);
    let read = |path: &str| std::fs::read(path).unwrap();
    assert_eq!(tables(&read(&learned)), tables(&read(&merged)));
    assert_eq!(read(&forgotten), read(&first));
    let never = pages("cli-never", 10, 2);
    let output = parasift(&["train", "--from", &first, "--forget", never.to_str().unwrap(), "--out", &model("none")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!Path::new(&model("none")).exists());
    assert!(String::from_utf8_lossy(&output.stderr).contains("first.safetensors"));
}
