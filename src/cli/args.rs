//! Flags that several commands have.

use std::path::PathBuf;

use clap::Args;

use super::complain;
use crate::classifier::Classifier;
use crate::error::{Error, Result};
use crate::page::Format;
use crate::threshold::SpamThreshold;

/// Which model to use.
#[derive(Args)]
pub(super) struct ModelArgs {
    /// The model to use [default: the one that is built in]
    #[arg(long, value_name = "FILE")]
    pub(super) model: Option<PathBuf>,
    /// Call spam as much as can be without losing more than this share of body to it, such as 0.001 [default: what is
    /// likeliest]
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub(super) spam_at_fpr: Option<f64>,
}

/// A number from 0 to 1.
pub(super) fn share(argument: &str) -> std::result::Result<f64, String> {
    let share = argument.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "not a share: give a number from 0 to 1, such as 0.001".to_owned())
}

impl ModelArgs {
    pub(super) fn open(&self) -> Result<Classifier> {
        let classifier = self.load()?;
        self.say_thresholds(&classifier);
        Ok(classifier)
    }

    pub(super) fn load(&self) -> Result<Classifier> {
        let classifier = match &self.model {
            Some(path) => Classifier::open(path)?,
            #[cfg(feature = "embedded")]
            None => Classifier::embedded(),
            #[cfg(not(feature = "embedded"))]
            None => return Err(Error::model("no model is built into this program: name one with --model FILE")),
        };
        match self.spam_at_fpr {
            Some(share) => classifier.spam_at_false_alarms(share),
            None => Ok(classifier),
        }
    }

    /// Tells what `--spam-at-fpr` comes to.
    pub(super) fn say_thresholds(&self, classifier: &Classifier) {
        for format in [Format::Html, Format::Text] {
            if let Some(SpamThreshold { probability, recall, .. }) = classifier.spam_threshold(format) {
                complain(&format!(
                    "{}: spam from a probability of {probability:.4} on; {:.0} % of injected spam is found there",
                    format.as_str(),
                    recall * 100.0
                ));
            }
        }
    }
}

/// How many threads to use.
#[derive(Args)]
pub(super) struct ThreadArgs {
    /// Threads to use; the output does not depend on it [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) threads: Option<u16>,
}

impl ThreadArgs {
    /// That many, or one for each core.
    pub(super) fn count(&self) -> usize {
        self.threads.map_or_else(cores, usize::from)
    }

    /// A pool of that many threads.
    #[cfg(feature = "train")]
    pub(super) fn pool(&self) -> Result<rayon::ThreadPool> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.count()).build();
        pool.map_err(|error| Error::new(crate::ErrorKind::Io, format!("threads cannot be started: {error}")))
    }
}

/// How many cores there are.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
