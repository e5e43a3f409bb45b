//! Naive Bayes evidence: for each group a table from buckets to log-odds.
//!
//! Two contrasts are kept apart, because their classes differ in size by orders of magnitude: `article` is body against
//! nav, `spam` is spam against the other two. See ARCHITECTURE.md, "Bayes".

use std::ops::Range;

/// How many contrasts a table holds.
pub(crate) const CONTRASTS: usize = 2;

/// How many counts a model that goes on learning keeps of each bucket: of two scripts, of three labels.
pub(crate) const COUNTED: usize = 6;

/// Log-odds in nats: `[article, spam]`. Positive speaks for body, and for spam.
pub(crate) type LogOdds = [f32; CONTRASTS];

/// What one group says of one paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Evidence {
    /// Log-odds, summed over the paragraph's features.
    pub(crate) sums: LogOdds,
    /// How many features the paragraph has.
    pub(crate) features: usize,
    /// The two largest log-odds for spam of single features; 0 where there is none above.
    pub(crate) strongest: [f32; STRONGEST],
}

/// How many features' evidence for spam is looked at by itself.
pub(crate) const STRONGEST: usize = 2;

/// The larger two of three numbers, in order, the first two of which are in order.
pub(crate) fn larger_two<T: PartialOrd>([most, next]: [T; STRONGEST], x: T) -> [T; STRONGEST] {
    if x > most {
        [x, most]
    } else if x > next {
        [most, x]
    } else {
        [most, next]
    }
}

/// How a table's entries are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Width {
    /// One byte: for the large tables, which must stay in the cache.
    Byte,
    /// Two bytes, little-endian.
    Word,
}

impl Width {
    /// Tables of up to this many buckets are stored in two bytes; their size does not matter.
    #[cfg(feature = "train")]
    const MOST_WORDS: usize = 1 << 16;

    #[cfg(feature = "train")]
    pub(crate) fn of(buckets: usize) -> Width {
        if buckets > Width::MOST_WORDS { Width::Byte } else { Width::Word }
    }

    #[cfg(feature = "train")]
    const fn bytes(self) -> usize {
        match self {
            Width::Byte => 1,
            Width::Word => 2,
        }
    }
}

/// The table of one group: where its entries stand in the model's bytes, and what they are multiplied by.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) entries: Range<usize>,
    pub(crate) width: Width,
    /// Nats per unit of an entry, for each contrast.
    pub(crate) scale: LogOdds,
}

impl Table {
    /// The summed evidence of one paragraph's buckets. `bytes` are the model's.
    pub(crate) fn evidence(&self, bytes: &[u8], buckets: &[u32]) -> Evidence {
        let entries = &bytes[self.entries.clone()];
        let (sums, strongest) = match self.width {
            Width::Byte => {
                let (entries, _) = entries.as_chunks::<{ CONTRASTS }>();
                sum(buckets, |bucket| entries[bucket].map(|entry| i64::from(entry as i8)))
            }
            Width::Word => {
                let (entries, _) = entries.as_chunks::<{ 2 * CONTRASTS }>();
                sum(buckets, |bucket| {
                    let [a, b, c, d] = entries[bucket];
                    [i16::from_le_bytes([a, b]), i16::from_le_bytes([c, d])].map(i64::from)
                })
            }
        };
        Evidence {
            sums: [sums[0] as f32 * self.scale[0], sums[1] as f32 * self.scale[1]],
            features: buckets.len(),
            strongest: strongest.map(|entry| entry as f32 * self.scale[1]),
        }
    }
}

/// The sums of the buckets' entries, and the largest two for spam.
fn sum(buckets: &[u32], entry: impl Fn(usize) -> [i64; CONTRASTS]) -> ([i64; CONTRASTS], [i64; STRONGEST]) {
    buckets.iter().fold(([0; CONTRASTS], [0; STRONGEST]), |([article, spam], strongest), &bucket| {
        let [own_article, own_spam] = entry(bucket as usize);
        ([article + own_article, spam + own_spam], larger_two(strongest, own_spam))
    })
}

/// Entries as integers, and the scale that gives the evidence back.
#[cfg(feature = "train")]
pub(crate) fn quantize(evidence: &[LogOdds]) -> (Vec<u8>, Width, LogOdds) {
    let width = Width::of(evidence.len());
    let largest = match width {
        Width::Byte => f32::from(i8::MAX),
        Width::Word => f32::from(i16::MAX),
    };
    let scale = [0, 1].map(|contrast| {
        let most = evidence.iter().fold(0.0_f32, |most, entry| most.max(entry[contrast].abs()));
        if most > 0.0 { most / largest } else { 1.0 }
    });
    let mut bytes = Vec::with_capacity(evidence.len() * CONTRASTS * width.bytes());
    for entry in evidence {
        for (value, scale) in entry.iter().zip(scale) {
            let value = (value / scale).round() as i16;
            match width {
                Width::Byte => bytes.extend((value as i8).to_le_bytes()),
                Width::Word => bytes.extend(value.to_le_bytes()),
            }
        }
    }
    (bytes, width, scale)
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;

    fn table(evidence: &[LogOdds]) -> (Vec<u8>, Table) {
        let (bytes, width, scale) = quantize(evidence);
        let entries = 0..bytes.len();
        (bytes, Table { entries, width, scale })
    }

    #[test]
    fn sums_come_back_within_the_rounding() {
        let small = [[1.5, -3.0], [0.25, 0.0], [-2.0, 7.0]];
        let (bytes, table) = table(&small);
        assert_eq!(table.width, Width::Word);
        let Evidence { sums: [article, spam], strongest, features } = table.evidence(&bytes, &[0, 1, 2, 2]);
        assert!((article - -2.25).abs() < 1e-3 && (spam - 11.0).abs() < 1e-3, "{article} {spam}");
        assert_eq!((strongest, features), ([7.0, 7.0], 4));
        assert_eq!(table.evidence(&bytes, &[1, 2, 0]).strongest, [7.0, 0.0]);
        assert_eq!(table.evidence(&bytes, &[]), Evidence::default());
    }

    #[test]
    fn large_tables_take_a_byte_an_entry() {
        let mut large = vec![[0.0, 0.0]; Width::MOST_WORDS + 1];
        large[70_000 % 65_537] = [6.35, -1.27];
        let (bytes, table) = table(&large);
        assert_eq!(bytes.len(), 2 * large.len());
        let [article, spam] = table.evidence(&bytes, &[70_000 % 65_537]).sums;
        assert!((article - 6.35).abs() < 1e-5 && (spam - -1.27).abs() < 1e-5, "{article} {spam}");
    }

    #[test]
    fn a_table_without_evidence_says_nothing() {
        let (bytes, table) = table(&[[0.0, 0.0]; 3]);
        assert_eq!(table.evidence(&bytes, &[0, 1, 2]).sums, [0.0, 0.0]);
    }
}
