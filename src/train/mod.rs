//! Training and evaluation on labelled pages.
//!
//! [`check`](fn@check) finds mistakes in labelled data, [`Dataset`] reads it, [`train`](fn@train) fits a model and cross-validates it by site,
//! [`evaluate`] scores a classifier on labelled pages.

#[cfg(feature = "label")]
mod as_held_out;
mod bayes;
mod chain;
mod check;
mod compose;
mod counts;
mod damage;
pub(crate) mod dataset;
mod detail;
mod disguise;
mod disguised;
mod evaluate;
mod excerpts;
mod fit;
mod folds;
mod held_out;
mod inject;
mod injected;
mod learn;
mod prepared;
pub(crate) mod random;
mod reliability;
mod thresholds;
mod views;

#[cfg(feature = "label")]
pub(crate) use as_held_out::evaluate_as_held_out;
pub use check::{Checked, Finding, check};
pub use dataset::Dataset;
#[cfg(feature = "label")]
pub(crate) use dataset::{carry_labels, site_of};
pub use detail::{Detail, MOST_OF_KIND, MOST_OF_PAGE, Mistake, PrecisionRecall};
pub use disguise::Disguise;
pub use disguised::{Hidden, Known, Recall, disguised};
pub use evaluate::{BySource, Evaluation, LabelScore, evaluate, evaluate_in_detail};
pub use fit::{TrainOptions, Trained, train};
pub use folds::HoldOut;
pub use injected::{Found, Setting, injected};
pub use learn::{learn, merge};
pub use reliability::{BINS, Bin, LENGTH_CLASSES, Reliability};
