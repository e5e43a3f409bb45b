//! The model file: safetensors, with everything that is not a tensor as JSON under one metadata key.
//!
//! One key, because the keys of safetensors' metadata have no order and a model file must be reproducible.

use safetensors::{Dtype, SafeTensors};

use super::{Bytes, FORMAT, Head, Metadata, Model, checksum};
use crate::bayes::{CONTRASTS, COUNTED, Table, Width};
use crate::chain::columns::Columns;
use crate::chain::second::SECOND;
use crate::chain::{Chain, LABELS, Scores, WEIGHTED};
use crate::error::{Error, Result};
use crate::features::{self, Group};
use crate::normalize;

/// The metadata key.
const KEY: &str = "parasift";

/// Longest header in bytes: that of a model has some thousands, and one that is read takes many times its length.
const MOST_HEADER: u64 = 1 << 18;

/// Largest weight and bias, and largest scale of a table, that a model may have: far beyond any that training finds, and
/// small enough for every sum to be a number.
const LARGEST_WEIGHT: f64 = 1e6;
const LARGEST_SCALE: f32 = 1e3;

/// Largest transition, start or end score that a chain may have: far beyond any that training finds, and small enough
/// for its exponential.
const LARGEST_SCORE: f64 = 50.0;

impl Model {
    /// Reads a model; every length and number is checked here, so that scoring need not.
    pub(crate) fn read(bytes: Bytes) -> Result<Model> {
        let buffer = bytes.as_slice();
        let header = buffer.first_chunk().map_or(0, |&length| u64::from_le_bytes(length));
        if header > MOST_HEADER {
            return Err(Error::model(format!(
                "not a model file: a header of {header} bytes, the limit is {MOST_HEADER}"
            )));
        }
        let (header, layout) = SafeTensors::read_metadata(buffer)
            .map_err(|error| Error::model(format!("not a model file (safetensors): {error}")))?;
        // The header follows an eight-byte length.
        let file = File { data: 8 + header, buffer, layout: &layout };
        let metadata = file.metadata()?;
        if matches!(bytes, Bytes::Owned(_)) {
            file.verify(&metadata)?;
        }
        let groups = known_groups(metadata.groups.iter().map(|group| group.name.as_str()))?;
        let tables = groups
            .iter()
            .zip(&metadata.groups)
            .map(|(&group, about)| file.table(group, about.scale))
            .collect::<Result<Vec<Table>>>()?;
        let html = file.head("html", &metadata.html, &groups)?;
        let text = file.head("text", &metadata.text, &groups)?;
        let counts = file.counts(&groups)?;
        Ok(Model { metadata, groups, tables, html, text, counts, bytes })
    }
}

fn known_groups<'a>(names: impl Iterator<Item = &'a str>) -> Result<Vec<Group>> {
    let mut groups = Vec::new();
    for name in names {
        let group = Group::parse(name).ok_or_else(|| Error::model(format!("unknown feature group {name:?}")))?;
        if groups.contains(&group) {
            return Err(Error::model(format!("feature group {name:?} stands twice")));
        }
        if group == Group::Words && !cfg!(feature = "words") {
            return Err(Error::model("the model needs jieba's words: build with the cargo feature `words`"));
        }
        groups.push(group);
    }
    Ok(groups)
}

/// A file whose header has been read.
struct File<'a> {
    buffer: &'a [u8],
    layout: &'a safetensors::tensor::Metadata,
    /// Where the tensors start.
    data: usize,
}

impl File<'_> {
    fn metadata(&self) -> Result<Metadata> {
        let json = self.layout.metadata().as_ref().and_then(|metadata| metadata.get(KEY));
        let json =
            json.ok_or_else(|| Error::model(format!("not a parasift model: metadata key {KEY:?} is missing")))?;
        let version: Version = parse(json)?;
        for (what, has, reads) in [
            ("file format", version.format, FORMAT),
            ("features", version.features, features::VERSION),
            ("normalizer", version.normalizer, normalize::VERSION),
        ] {
            if has != reads {
                return Err(Error::model(format!("model has {what} {has}, this build reads {reads}")));
            }
        }
        let metadata: Metadata = parse(json)?;
        match metadata.labels.is_empty() {
            true => Err(Error::model("the model knows no label")),
            false => Ok(metadata),
        }
    }

    fn verify(&self, metadata: &Metadata) -> Result<()> {
        let json = self.layout.metadata().as_ref().and_then(|metadata| metadata.get(KEY)).map_or("", String::as_str);
        checksum::verify(metadata.checksum.as_deref(), json, &self.buffer[self.data..])
    }

    /// Where the bytes of a tensor stand in the file, once its type and shape are as expected.
    fn tensor(&self, name: &str, dtype: Dtype, shape: &[usize]) -> Result<std::ops::Range<usize>> {
        let info = self.layout.info(name).ok_or_else(|| Error::model(format!("tensor {name:?} is missing")))?;
        if info.dtype != dtype || info.shape != shape {
            let (has, has_shape) = (info.dtype, &info.shape);
            return Err(Error::model(format!(
                "tensor {name:?} is {has:?} {has_shape:?}, expected {dtype:?} {shape:?}"
            )));
        }
        let (start, end) = info.data_offsets;
        Ok(self.data + start..self.data + end)
    }

    fn table(&self, group: Group, scale: [f32; CONTRASTS]) -> Result<Table> {
        let name = format!("{}.evidence", group.as_str());
        let (dtype, width) = match self.layout.info(&name).map(|info| info.dtype) {
            Some(Dtype::I8) => (Dtype::I8, Width::Byte),
            _ => (Dtype::I16, Width::Word),
        };
        let entries = self.tensor(&name, dtype, &[group.buckets(), CONTRASTS])?;
        match scale.iter().find(|scale| !scale.is_finite() || scale.abs() > LARGEST_SCALE) {
            None => Ok(Table { entries, width, scale }),
            Some(scale) => {
                let group = group.as_str();
                Err(Error::model(format!("the scale of group {group:?} is {scale}, the limit is {LARGEST_SCALE}")))
            }
        }
    }

    /// Where the counts of each group stand; none in a model that keeps none.
    fn counts(&self, groups: &[Group]) -> Result<Option<Vec<std::ops::Range<usize>>>> {
        let name = |group: &Group| format!("{}.counts", group.as_str());
        if !groups.iter().any(|group| self.layout.info(&name(group)).is_some()) {
            return Ok(None);
        }
        let of_group = |group: &Group| self.tensor(&name(group), Dtype::U32, &[group.buckets(), COUNTED]);
        groups.iter().map(of_group).collect::<Result<_>>().map(Some)
    }

    /// The numbers of a tensor, each at most `limit` from 0.
    fn numbers(&self, name: &str, shape: &[usize], limit: f64) -> Result<Vec<f64>> {
        let bytes = &self.buffer[self.tensor(name, Dtype::F64, shape)?];
        let (numbers, _) = bytes.as_chunks::<8>();
        let numbers: Vec<f64> = numbers.iter().map(|&number| f64::from_le_bytes(number)).collect();
        match numbers.iter().find(|number| !number.is_finite() || number.abs() > limit) {
            None => Ok(numbers),
            Some(number) => Err(Error::model(format!("tensor {name:?} holds {number}, the limit is {limit}"))),
        }
    }

    fn head(&self, name: &str, groups: &[String], known: &[Group]) -> Result<Head> {
        let place = |group: &String| {
            let place = Group::parse(group).and_then(|group| known.iter().position(|&known| known == group));
            place.ok_or_else(|| Error::model(format!("the {name} head names a group {group:?} that the model lacks")))
        };
        let groups = groups.iter().map(place).collect::<Result<Vec<usize>>>()?;
        if groups.first() != Some(&0) {
            return Err(Error::model(format!("the {name} head does not begin with the model's first group")));
        }
        let width = Columns::of_groups(groups.len());
        let chains =
            [self.chain(&format!("{name}.first"), width)?, self.chain(&format!("{name}.second"), width + SECOND)?];
        Ok(Head { groups, chains })
    }

    fn chain(&self, name: &str, width: usize) -> Result<Chain> {
        let weights = self.numbers(&format!("{name}.weights"), &[WEIGHTED.len(), width], LARGEST_WEIGHT)?;
        let bias = self.numbers(&format!("{name}.bias"), &[WEIGHTED.len()], LARGEST_WEIGHT)?;
        let transitions = self.numbers(&format!("{name}.transitions"), &[LABELS, LABELS], LARGEST_SCORE)?;
        let start = self.numbers(&format!("{name}.start"), &[LABELS], LARGEST_SCORE)?;
        let end = self.numbers(&format!("{name}.end"), &[LABELS], LARGEST_SCORE)?;
        let scores = |numbers: &[f64]| -> Scores { std::array::from_fn(|at| numbers[at]) };
        Ok(Chain {
            weights: std::array::from_fn(|label| weights[label * width..(label + 1) * width].to_vec()),
            bias: std::array::from_fn(|label| bias[label]),
            transitions: std::array::from_fn(|from| scores(&transitions[from * LABELS..])),
            start: scores(&start),
            end: scores(&end),
        })
    }
}

/// The part of the metadata that is read first: the rest may have another form in another version.
#[derive(serde::Deserialize)]
struct Version {
    format: u32,
    features: u32,
    normalizer: u32,
}

fn parse<'a, T: serde::Deserialize<'a>>(json: &'a str) -> Result<T> {
    serde_json::from_str(json).map_err(|error| Error::model(format!("metadata key {KEY:?}: {error}")))
}

/// The parts of a model, as training makes them.
#[cfg(feature = "train")]
pub(crate) struct Parts {
    /// Scales and head groups in it are set by [`Parts::write`].
    pub(crate) metadata: Metadata,
    /// Evidence of every bucket of every group.
    pub(crate) tables: Vec<(Group, Vec<crate::bayes::LogOdds>)>,
    /// The counts of each group, all in one row; empty for a model that keeps none.
    pub(crate) counts: Vec<Vec<u32>>,
    pub(crate) html: (Vec<Group>, [Chain; 2]),
    pub(crate) text: (Vec<Group>, [Chain; 2]),
}

#[cfg(feature = "train")]
impl Parts {
    /// The bytes of the model file; equal parts give equal bytes.
    pub(crate) fn write(mut self) -> Result<Vec<u8>> {
        use safetensors::tensor::TensorView;

        let failed = |error: &dyn std::fmt::Display| Error::model(format!("the model cannot be written: {error}"));
        let mut tensors: Vec<(String, Dtype, Vec<usize>, Vec<u8>)> = Vec::new();
        for (group, evidence) in &self.tables {
            let (bytes, width, scale) = crate::bayes::quantize(evidence);
            let dtype = match width {
                Width::Byte => Dtype::I8,
                Width::Word => Dtype::I16,
            };
            let name = group.as_str();
            self.metadata.groups.push(super::GroupMetadata { name: name.to_owned(), scale });
            tensors.push((format!("{name}.evidence"), dtype, vec![evidence.len(), CONTRASTS], bytes));
        }
        for ((group, _), counts) in self.tables.iter().zip(&self.counts) {
            let bytes = counts.iter().flat_map(|count| count.to_le_bytes()).collect();
            tensors.push((format!("{}.counts", group.as_str()), Dtype::U32, vec![group.buckets(), COUNTED], bytes));
        }
        let names = |groups: &[Group]| groups.iter().map(|group| group.as_str().to_owned()).collect();
        self.metadata.html = names(&self.html.0);
        self.metadata.text = names(&self.text.0);
        for (head, (_, chains)) in [("html", &self.html), ("text", &self.text)] {
            for (pass, chain) in ["first", "second"].into_iter().zip(chains) {
                let mut add = |part: &str, shape: &[usize], numbers: Vec<f64>| {
                    let bytes = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
                    tensors.push((format!("{head}.{pass}.{part}"), Dtype::F64, shape.to_vec(), bytes));
                };
                add("weights", &[WEIGHTED.len(), chain.weights[0].len()], chain.weights.concat());
                add("bias", &[WEIGHTED.len()], chain.bias.to_vec());
                add("transitions", &[LABELS, LABELS], chain.transitions.concat());
                add("start", &[LABELS], chain.start.to_vec());
                add("end", &[LABELS], chain.end.to_vec());
            }
        }
        let views = tensors
            .iter()
            .map(|(name, dtype, shape, bytes)| Ok((name, TensorView::new(*dtype, shape.clone(), bytes)?)))
            .collect::<std::result::Result<Vec<_>, safetensors::SafeTensorError>>()
            .map_err(|error| failed(&error))?;
        let file = |metadata: &Metadata| -> Result<(String, Vec<u8>)> {
            let json = serde_json::to_string(metadata).map_err(|error| failed(&error))?;
            let about = std::collections::HashMap::from([(KEY.to_owned(), json.clone())]);
            let bytes = safetensors::serialize(views.clone(), Some(about)).map_err(|error| failed(&error))?;
            Ok((json, bytes))
        };
        self.metadata.checksum = Some(checksum::NONE.to_owned());
        let (json, bytes) = file(&self.metadata)?;
        let (header, _) = SafeTensors::read_metadata(&bytes).map_err(|error| failed(&error))?;
        self.metadata.checksum = Some(checksum::of(&json, &bytes[8 + header..]));
        file(&self.metadata).map(|(_, bytes)| bytes)
    }
}
