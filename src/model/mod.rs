//! A trained model: the evidence tables of its groups, and a chain for each head.

mod checksum;
mod file;

#[cfg(feature = "train")]
pub(crate) use file::Parts;
use serde::{Deserialize, Serialize};

use crate::bayes::{Evidence, LogOdds, Table};
use crate::chain::columns::Columns;
use crate::chain::{Chain, Scores};
use crate::features::{Group, PageFeatures};
use crate::label::Label;
use crate::page::Format;
use crate::threshold::SpamThreshold;

/// Version of the file format that this build writes and reads.
pub(crate) const FORMAT: u32 = 1;

/// What a model file says about itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Metadata {
    pub(crate) format: u32,
    pub(crate) name: String,
    /// Labels that stood in the training data; the others get probability 0.
    pub(crate) labels: Vec<Label>,
    pub(crate) tokenizer: String,
    /// [`crate::features::VERSION`] and [`crate::normalize::VERSION`] of the training.
    pub(crate) features: u32,
    pub(crate) normalizer: u32,
    pub(crate) groups: Vec<GroupMetadata>,
    /// Groups of each head, by name.
    pub(crate) html: Vec<String>,
    pub(crate) text: Vec<String>,
    pub(crate) training: Training,
    #[serde(default)]
    pub(crate) thresholds: Thresholds,
    /// Eight hexadecimal digits; files that were written before there were checksums have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) checksum: Option<String>,
}

/// Of each head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Thresholds {
    pub(crate) html: Vec<SpamThreshold>,
    pub(crate) text: Vec<SpamThreshold>,
}

/// A group's name and the scale of its table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct GroupMetadata {
    pub(crate) name: String,
    pub(crate) scale: LogOdds,
}

/// What a model was trained on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Training {
    /// SHA-256 over the pages in training order, in hexadecimal.
    pub(crate) digest: String,
    pub(crate) pages: usize,
    /// Paragraphs of each label, in the order of [`Label::ALL`].
    pub(crate) paragraphs: [usize; 3],
}

/// The chain of one kind of page, and the groups it listens to.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// Places in the model's groups.
    pub(crate) groups: Vec<usize>,
    /// The chain of the first pass, and that of the second, which knows what the first has said.
    pub(crate) chains: [Chain; 2],
}

/// Where a model's bytes are: compiled in, or read.
#[derive(Clone, Debug)]
pub(crate) enum Bytes {
    #[cfg(feature = "embedded")]
    Static(&'static [u8]),
    Owned(Vec<u8>),
}

impl Bytes {
    fn as_slice(&self) -> &[u8] {
        match self {
            #[cfg(feature = "embedded")]
            Bytes::Static(bytes) => bytes,
            Bytes::Owned(bytes) => bytes,
        }
    }
}

/// What the second pass over a page saw and said.
pub(crate) struct Reading {
    pub(crate) columns: Columns,
    /// Of each label from the columns alone.
    pub(crate) emissions: Vec<Scores>,
    /// Added to the emission of body where a short one was sought, in nats.
    pub(crate) body_bias: f64,
    pub(crate) probabilities: Vec<Scores>,
}

/// A model that is ready to score.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) metadata: Metadata,
    pub(crate) groups: Vec<Group>,
    /// One for each group.
    tables: Vec<Table>,
    html: Head,
    text: Head,
    /// Where the counts of each group stand, in models that keep them.
    #[cfg_attr(not(feature = "train"), expect(dead_code, reason = "only training reads counts"))]
    counts: Option<Vec<std::ops::Range<usize>>>,
    bytes: Bytes,
}

impl Model {
    /// The bytes of the model file.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.as_slice()
    }

    /// The head for that kind of page.
    pub(crate) fn head(&self, format: Format) -> &Head {
        match format {
            Format::Html => &self.html,
            Format::Text => &self.text,
        }
    }

    /// Where a group stands among the model's, if it has it.
    pub(crate) fn place_of(&self, group: Group) -> Option<usize> {
        self.groups.iter().position(|own| *own == group)
    }

    /// The counts of each group, all in one row, if the model keeps them.
    #[cfg(feature = "train")]
    pub(crate) fn counts(&self) -> Option<Vec<Vec<u32>>> {
        let bytes = self.bytes.as_slice();
        let read = |range: &std::ops::Range<usize>| -> Vec<u32> {
            let (numbers, _) = bytes[range.clone()].as_chunks::<4>();
            numbers.iter().map(|&number| u32::from_le_bytes(number)).collect()
        };
        self.counts.as_ref().map(|counts| counts.iter().map(read).collect())
    }

    /// The thresholds of the head for that kind of page.
    pub(crate) fn thresholds(&self, format: Format) -> &[SpamThreshold] {
        match format {
            Format::Html => &self.metadata.thresholds.html,
            Format::Text => &self.metadata.thresholds.text,
        }
    }

    /// The evidence of each of a head's groups for each paragraph: `[group][paragraph]`.
    pub(crate) fn evidence(&self, head: &Head, features: &PageFeatures) -> Vec<Vec<Evidence>> {
        let bytes = self.bytes.as_slice();
        head.groups
            .iter()
            .map(|&group| {
                let (table, rows) = (&self.tables[group], &features.rows[group]);
                (0..rows.len()).map(|paragraph| table.evidence(bytes, rows.row(paragraph))).collect()
            })
            .collect()
    }

    /// What the features of one group say by themselves.
    pub(crate) fn evidence_of(&self, group: usize, buckets: &[u32]) -> Evidence {
        self.tables[group].evidence(self.bytes.as_slice(), buckets)
    }

    /// The probability of each label for each paragraph of a page of that format.
    pub(crate) fn probabilities(&self, format: Format, features: &PageFeatures) -> Vec<[f64; 3]> {
        let head = self.head(format);
        self.read_page(head, &self.evidence(head, features), features).probabilities
    }

    /// Both passes over a page's evidence.
    pub(crate) fn read_page(&self, head: &Head, evidence: &[Vec<Evidence>], features: &PageFeatures) -> Reading {
        let [first, second] = &head.chains;
        let columns = Columns::new(evidence, features);
        let said = first.probabilities(&self.emissions(first, &columns));
        let columns = columns.with_second(&said, features, |bucket| self.evidence_of(0, &[bucket]).sums[1]);
        let emissions = self.emissions(second, &columns);
        let (probabilities, body_bias) = second.read_page(&emissions);
        Reading { columns, emissions, body_bias, probabilities }
    }

    /// A chain's emissions; labels that the model does not know are impossible.
    fn emissions(&self, chain: &Chain, columns: &Columns) -> Vec<[f64; 3]> {
        let mut emissions = chain.emissions(columns);
        for label in Label::ALL.into_iter().filter(|label| !self.metadata.labels.contains(label)) {
            for scores in &mut emissions {
                scores[label.index()] = f64::NEG_INFINITY;
            }
        }
        emissions
    }
}
