//! Model files of all sorts: without what was added later, damaged, and made to do harm.
#![cfg(all(feature = "cli", feature = "embedded"))]

mod allocations;

use std::io::Read;

use allocations::most_allocated;
use parasift::{Classifier, ErrorKind, Label};
use serde_json::{Value, json};

const EMBEDDED: &[u8] = include_bytes!("../models/parasift.safetensors");

/// As model files were before they had checksums.
const BEFORE_CHECKSUMS: &[u8] = include_bytes!("models/format-1-before-checksums.safetensors.gz");

fn before_checksums() -> Vec<u8> {
    let mut model = Vec::new();
    flate2::read::GzDecoder::new(BEFORE_CHECKSUMS).read_to_end(&mut model).unwrap();
    model
}

/// A model file taken apart: its header, what the model says of itself, its tensors.
struct Parts {
    header: Value,
    about: Value,
    data: Vec<u8>,
}

impl Parts {
    fn of(model: &[u8]) -> Parts {
        let (header, data) = model[8..].split_at(u64::from_le_bytes(*model.first_chunk().unwrap()) as usize);
        let header: Value = serde_json::from_slice(header).unwrap();
        let about = serde_json::from_str(header["__metadata__"]["parasift"].as_str().unwrap()).unwrap();
        Parts { header, about, data: data.to_vec() }
    }

    fn bytes(mut self) -> Vec<u8> {
        self.header["__metadata__"]["parasift"] = self.about.to_string().into();
        let header = self.header.to_string();
        [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &self.data].concat()
    }

    /// Puts a number into a tensor of 64-bit floats.
    fn set(&mut self, tensor: &str, number: f64) {
        let start = self.header[tensor]["data_offsets"][0].as_u64().unwrap() as usize;
        self.data[start..start + 8].copy_from_slice(&number.to_le_bytes());
    }
}

fn refusal(model: &[u8]) -> String {
    let error = Classifier::from_bytes(model).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Model);
    error.to_string()
}

#[test]
fn a_model_of_before_checksums_says_what_it_said() {
    let classifier = Classifier::from_bytes(before_checksums()).unwrap();
    assert_eq!((classifier.model_name(), classifier.tokenizer()), ("previous", "ngrams"));
    let page = classifier.classify_text(
        "首页\n登录\n番茄炒蛋的做法\n番茄洗净切块，鸡蛋打散，锅中放油烧热，先炒鸡蛋，再放番茄，炒到出汁。\n\
         澳门金沙娱乐城,百家乐平台,在线观看\n版权所有\n",
    );
    let said: Vec<(Label, f64)> = page.paragraphs().map(|said| (said.label, said.probability.of(said.label))).collect();
    let (nav, body, spam) = (Label::Nav, Label::Body, Label::Spam);
    let expected =
        [(nav, 0.981373), (nav, 0.967574), (nav, 0.517821), (body, 0.937826), (spam, 0.927433), (nav, 0.994615)];
    for ((label, probability), (expected_label, expected)) in said.into_iter().zip(expected) {
        assert_eq!(label, expected_label);
        assert!((probability - expected).abs() < 1e-5, "{probability} {expected}");
    }
}

type Edit = fn(&mut Parts);

#[test]
fn what_is_wrong_is_said() {
    let cases: [(Edit, &str); 21] = [
        (|parts| parts.about["format"] = json!(9), "model has file format 9, this build reads 1"),
        (|parts| parts.about["features"] = json!(9), "model has features 9, this build reads"),
        (|parts| parts.about["normalizer"] = json!(0), "model has normalizer 0, this build reads"),
        (|parts| parts.about["labels"] = json!(["body", "advert"]), "advert"),
        (|parts| parts.about["labels"] = json!([]), "the model knows no label"),
        (|parts| parts.about["groups"][0]["name"] = json!("prams"), "unknown feature group \"prams\""),
        (|parts| parts.about["groups"][1] = parts.about["groups"][0].clone(), "stands twice"),
        (|parts| parts.about["groups"][0]["scale"] = json!([1e30, 0.0]), "the limit is 1000"),
        (|parts| parts.about["html"][0] = json!("words"), "names a group \"words\" that the model lacks"),
        (|parts| parts.about = json!([]), "metadata key \"parasift\""),
        (|parts| parts.about["html"].as_array_mut().unwrap().truncate(3), "tensor \"html.first.weights\" is F64"),
        (
            |parts| {
                parts.header["html.first.blas"] =
                    parts.header.as_object_mut().unwrap().remove("html.first.bias").unwrap()
            },
            "tensor \"html.first.bias\" is missing",
        ),
        (
            |parts| parts.header["text.first.bias"]["dtype"] = json!("I64"),
            "tensor \"text.first.bias\" is I64 [2], expected F64",
        ),
        (|parts| parts.header["text.first.bias"]["shape"] = json!([1, 2]), "tensor \"text.first.bias\" is F64 [1, 2]"),
        (|parts| parts.header["text.first.bias"]["shape"] = json!([u64::MAX, 2]), "not a model file (safetensors)"),
        (|parts| parts.header["text.first.bias"]["data_offsets"] = json!([0, 16]), "not a model file (safetensors)"),
        (|parts| parts.data.truncate(parts.data.len() - 8), "not a model file (safetensors)"),
        (|parts| parts.data.extend([0; 8]), "not a model file (safetensors)"),
        (|parts| parts.set("html.second.transitions", f64::NAN), "tensor \"html.second.transitions\" holds NaN"),
        (|parts| parts.set("html.first.weights", f64::INFINITY), "tensor \"html.first.weights\" holds inf"),
        (|parts| parts.set("text.first.weights", 1e300), "the limit is 1000000"),
    ];
    let model = before_checksums();
    Classifier::from_bytes(Parts::of(&model).bytes()).expect("taken apart and put together it is the same");
    for (edit, message) in cases {
        let mut parts = Parts::of(&model);
        edit(&mut parts);
        let refusal = refusal(&parts.bytes());
        assert!(refusal.contains(message), "{refusal}\nexpected {message}");
    }
}

#[test]
fn what_a_later_version_may_add_is_passed_over() {
    let mut parts = Parts::of(&before_checksums());
    parts.about["remark"] = json!({"of": "a later version"});
    parts.about["training"]["seconds"] = json!(34);
    assert_eq!(Classifier::from_bytes(parts.bytes()).unwrap().model_name(), "previous");
}

/// Weights at the limits: the sums must still be numbers.
#[test]
fn extreme_numbers_give_probabilities() {
    for number in [1e6, -1e6] {
        let mut parts = Parts::of(&before_checksums());
        for tensor in ["text.first.weights", "text.second.weights", "text.first.bias"] {
            parts.set(tensor, number);
        }
        parts.set("text.first.transitions", number.signum() * 50.0);
        parts.about["groups"][0]["scale"] = json!([-1e3, 1e3]);
        let classifier = Classifier::from_bytes(parts.bytes()).unwrap();
        for said in classifier.classify_text(&"首页\n两座天桥今天通车。\n".repeat(50)).paragraphs() {
            let shares = Label::ALL.map(|label| said.probability.of(label));
            assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "{shares:?}");
        }
    }
}

#[test]
fn any_damage_is_seen_by_the_checksum() {
    let damaged = "the file is damaged: its checksum is";
    let header = 8 + u64::from_le_bytes(*EMBEDDED.first_chunk().unwrap()) as usize;
    for at in (header..EMBEDDED.len()).step_by(20_011).chain([EMBEDDED.len() - 1]) {
        let mut model = EMBEDDED.to_vec();
        model[at] ^= 1;
        assert!(refusal(&model).contains(damaged), "byte {at}");
    }
    for edit in [
        |about: &mut Value| about["training"]["digest"] = json!("0".repeat(64)),
        |about: &mut Value| about["name"] = json!("another"),
        |about: &mut Value| about["thresholds"] = json!({"html": [], "text": []}),
    ] {
        let mut parts = Parts::of(EMBEDDED);
        edit(&mut parts.about);
        assert!(refusal(&parts.bytes()).contains(damaged));
    }
}

#[test]
fn a_model_cut_short_is_an_error() {
    for len in (0..2000).chain((2000..EMBEDDED.len()).step_by(9973)) {
        let error = Classifier::from_bytes(&EMBEDDED[..len]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Model, "{len}");
    }
}

/// Any byte of the header may be wrong: the model is refused, or it still scores without a panic.
#[test]
fn a_model_with_a_wrong_byte_never_panics() {
    let model = before_checksums();
    let header = 8 + u64::from_le_bytes(*model.first_chunk().unwrap()) as usize;
    for at in (0..header).step_by(3) {
        for wrong in [0, b'"', b'9', b'}', 0xff] {
            let mut bytes = model.clone();
            bytes[at] = wrong;
            if let Ok(classifier) = Classifier::from_bytes(bytes) {
                assert_eq!(classifier.classify_html("<p>首页<p>正文。").page().paragraphs().len(), 2);
            }
        }
    }
}

/// A header of so many bytes, as a file.
fn headed(header: &str, data: usize) -> Vec<u8> {
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &vec![0; data]].concat()
}

#[test]
fn memory_is_bounded_by_the_size_of_the_file() {
    let many: String =
        (0..4_000).map(|at| format!("\"t{at}\":{{\"dtype\":\"I8\",\"shape\":[0],\"data_offsets\":[0,0]}},")).collect();
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let shape = vec!["1"; 100_000].join(",");
    let models = [
        [&u64::MAX.to_le_bytes()[..], b"{}"].concat(),
        [&(1_u64 << 40).to_le_bytes()[..], b"{}"].concat(),
        headed(&format!("{{{many}\"__metadata__\":{{\"parasift\":\"{{}}\"}}}}"), 0),
        headed(&many.repeat(20), 0),
        headed(&nested, 0),
        headed(&format!("{{\"t\":{{\"dtype\":\"I8\",\"shape\":[{shape}],\"data_offsets\":[0,1]}}}}"), 1),
        headed(r#"{"t":{"dtype":"I8","shape":[9999999999999],"data_offsets":[0,9999999999999]}}"#, 100),
        before_checksums(),
        EMBEDDED.to_vec(),
    ];
    for model in models {
        let size = model.len();
        let (_, most) = most_allocated(|| Classifier::from_bytes(model).is_ok());
        assert!(most < 2 * size + (8 << 20), "{most} bytes for a file of {size}");
    }
}
