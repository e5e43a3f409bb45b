#![doc = "placeholder"]
#![forbid(unsafe_code)]

mod bayes;
mod chain;
mod classifier;
#[cfg(feature = "cli")]
pub mod cli;
mod error;
mod features;
mod hash;
mod label;
mod model;
mod normalize;
mod page;
mod repair;
#[cfg(feature = "train")]
pub mod train;
mod verdict;

pub use classifier::{Classifier, LabeledPage, LabeledParagraph};
pub use error::{Error, ErrorKind, Result};
pub use features::Tokenizer;
pub use label::{Label, Probability};
pub use page::{Decoded, Element, Format, Input, Page, Paragraph, Tag, decode, sniff};
pub use verdict::Verdict;
