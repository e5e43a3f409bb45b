//! Parasift reads a web page and labels every paragraph [`Body`](Label::Body) (the article), [`Nav`](Label::Nav) (page
//! furniture) or [`Spam`](Label::Spam) (injected porn, gambling, sold links, doorway keywords), with a probability.
//!
//! A scraper that wants only the article, and to know when a site was hacked:
//!
//! ```
//! # #[cfg(feature = "embedded")] {
//! use parasift::{Classifier, Label};
//!
//! let classifier = Classifier::embedded();
//! let html = std::fs::read_to_string("examples/hacked-news.html")?;
//! let page = classifier.classify_html(&html);
//! for paragraph in page.paragraphs().filter(|p| p.label == Label::Spam) {
//!     eprintln!("spam at byte {}: {}", paragraph.range.start, paragraph.text);
//! }
//! assert!(page.text_of(Label::Body).starts_with("老城区两座人行天桥月底通车"));
//! assert_eq!(page.verdict().as_str(), "injected");
//! # }
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! # Overview
//!
//! * [`Classifier`] holds a trained model: [`Classifier::embedded`] the one that is compiled in, [`Classifier::open`] and
//!   [`Classifier::from_bytes`] one of your own. It is cheap to clone and can be shared between threads.
//! * [`LabeledPage`] is what `classify_html`, `classify_text`, `classify_bytes` and `classify_paragraphs` give back: the
//!   paragraphs in document order, each with its text, its byte range in the input, its label and probabilities.
//! * [`Page`] is a page cut into paragraphs, for those who want to see or bring their own.
//! * `train` (with the cargo feature) fits models to labelled pages and measures them.
//!
//! # Errors
//!
//! Classification never fails, whatever the text: empty input is a page without paragraphs. [`Error`]s come from reading
//! models and labelled data only.
//!
//! # Cargo features
//!
//! All but `words` by name are on by default.
//!
//! * `embedded`: the model, compiled in. With `default-features = false, features = ["embedded"]` a scraper compiles
//!   neither linfa nor clap nor jieba's dictionary.
//! * `train`: training and evaluation.
//! * `cli`: the `parasift` command.
//! * `parquet`: Parquet files in and out of it; brings `cli`.
//! * `serve`: its HTTP interface, `parasift serve`; brings `cli`.
//! * `label`: labelling in a browser, `parasift label`; brings `serve` and `train`.
//! * `words`: models whose tokenizer is jieba's words; part of `train` and `cli`.
#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used)]
#![cfg_attr(not(feature = "cli"), warn(clippy::print_stdout, clippy::print_stderr))]

mod bayes;
#[cfg(feature = "parquet")]
#[doc(hidden)]
pub mod bindings;
mod chain;
mod classifier;
mod clean;
#[cfg(feature = "cli")]
pub mod cli;
mod error;
mod explain;
mod features;
mod hash;
#[cfg(any(feature = "cli", feature = "train"))]
mod inflate;
#[cfg(feature = "cli")]
mod io;
mod label;
mod labeled;
#[cfg(feature = "label")]
mod labeling;
mod model;
mod normalize;
mod offsets;
mod page;
mod repair;
#[cfg(feature = "cli")]
mod report;
mod script;
#[cfg(feature = "serve")]
mod serve;
mod spans;
#[cfg(feature = "stages")]
#[doc(hidden)]
pub mod stages;
mod threshold;
#[cfg(feature = "train")]
pub mod train;
mod verdict;

pub use classifier::Classifier;
pub use clean::Cleaning;
pub use error::{Error, ErrorKind, Result};
pub use explain::{Explanation, GroupEvidence, Part, Pull, WordEvidence};
pub use features::Tokenizer;
pub use label::{Label, Probability};
pub use labeled::{LabeledHead, LabeledPage, LabeledParagraph};
pub use offsets::Characters;
pub use page::{
    Annotation, Decoded, Element, Format, HeadKind, HeadText, How, Input, Page, Paragraph, Tag, decode, sniff,
};
pub use repair::{Change, Damage, Repaired, repair};
pub use threshold::SpamThreshold;
pub use verdict::Verdict;

/// The examples of the README, compiled and run.
#[cfg(all(doctest, feature = "embedded"))]
#[doc = include_str!("../README.md")]
struct Readme;
