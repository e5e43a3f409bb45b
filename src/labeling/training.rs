//! A new model of what is labelled, trained beside the labelling.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use rayon::ThreadPool;
use serde::Serialize;

use super::Session;
use super::opinions::Opinions;
use crate::classifier::Classifier;
use crate::error::{Error, ErrorKind, Result};
use crate::io::{locked, write_whole};
use crate::label::Label;
use crate::page::Format;
use crate::train::{BySource, Dataset, TrainOptions, evaluate_as_held_out, train};

/// How a session trains.
pub(crate) struct TrainingOptions {
    /// Data to train on together with what is labelled.
    pub(crate) with: Dataset,
    /// Where each new model is written.
    pub(crate) model_out: Option<PathBuf>,
    /// What the threshold for spam may cost, where there is one.
    pub(crate) spam_at_fpr: Option<f64>,
    pub(crate) pool: ThreadPool,
}

/// The training of a session: at most one at a time.
pub(crate) struct Training {
    options: TrainingOptions,
    /// The model that the session began with.
    first: Classifier,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    phase: Phase,
    /// How often it has been trained.
    rounds: usize,
    /// What the last training made.
    model: Option<Vec<u8>>,
    figures: Vec<ViewFigures>,
}

/// How far the training is.
#[derive(Clone, Default, Serialize)]
#[serde(tag = "phase", rename_all = "lowercase")]
pub(super) enum Phase {
    #[default]
    Idle,
    Running {
        stage: String,
    },
    Done(Done),
    Failed {
        message: String,
    },
}

/// A training that has come to its end.
#[derive(Clone, Serialize)]
pub(super) struct Done {
    model: String,
    /// The one that the session began with.
    first: String,
    /// How many were labelled here.
    pages: usize,
    views: Vec<ViewFigures>,
    written_to: Option<String>,
    /// Whether the opinions are this model's.
    is_used: bool,
}

/// F1 of each label on the pages that were labelled here, read in one view; none of a label that no paragraph has.
#[derive(Clone, Serialize)]
struct ViewFigures {
    view: &'static str,
    pages: usize,
    /// Of the model that the session began with.
    first: [Option<f64>; 3],
    /// Of the training before this, on the pages that there were then.
    before: Option<[Option<f64>; 3]>,
    /// Of this training: each page by a model of the other sites.
    now: [Option<f64>; 3],
}

impl Training {
    pub(crate) fn new(first: Classifier, options: TrainingOptions) -> Training {
        Training { options, first, state: Mutex::default() }
    }

    pub(super) fn phase(&self) -> Phase {
        locked(&self.state).phase.clone()
    }

    /// Begins to train, on threads of its own. Whether it did: not while it is at it.
    pub(super) fn start(session: &Arc<Session>) -> bool {
        let mut state = locked(&session.training.state);
        if matches!(state.phase, Phase::Running { .. }) {
            return false;
        }
        state.phase = Phase::Running { stage: "reading what is labelled".to_owned() };
        state.rounds += 1;
        let session = Arc::clone(session);
        std::thread::spawn(move || {
            let training = &session.training;
            let trained = catch_unwind(AssertUnwindSafe(|| training.run(&session)));
            let broken = |_| Err(Error::new(ErrorKind::Io, "the training broke off: a fault of the program"));
            let phase = match trained.unwrap_or_else(broken) {
                Ok(done) => Phase::Done(done),
                Err(error) => Phase::Failed { message: error.to_string() },
            };
            locked(&training.state).phase = phase;
        });
        true
    }

    fn run(&self, session: &Session) -> Result<Done> {
        let (name, labelled) = {
            let store = session.store();
            (store.name(), store.dataset()?)
        };
        let pages = labelled.pages();
        let source = labelled.sources().into_iter().next().map(|(source, ..)| source).unwrap_or_default();
        let mut dataset = self.options.with.clone();
        dataset.add(labelled)?;
        let folds = TrainOptions::default().folds.min(dataset.sites()).max(2);
        let round = locked(&self.state).rounds;
        let options = TrainOptions { name: format!("{name}-{round}"), folds, ..TrainOptions::default() };
        let (trained, first) = self.options.pool.install(|| -> Result<_> {
            let trained = train(&dataset, &options, &|stage| self.say(stage))?;
            self.say("comparing");
            let first = |view| evaluate_as_held_out(&self.first, &dataset, &options, view);
            Ok((trained, [first(Format::Html)?, first(Format::Text)?]))
        })?;
        let views = [(Format::Html, &trained.html), (Format::Text, &trained.text)].into_iter().zip(&first);
        let views = views.filter_map(|((view, now), first)| self.figures(view, &source, first, now)).collect();
        if let Some(path) = &self.options.model_out {
            write_whole(path, &trained.model)?;
        }
        let mut state = locked(&self.state);
        (state.model, state.figures) = (Some(trained.model), Vec::clone(&views));
        Ok(Done {
            model: options.name,
            first: self.first.model_name().to_owned(),
            pages,
            views,
            written_to: self.options.model_out.as_ref().map(|path| path.display().to_string()),
            is_used: false,
        })
    }

    fn say(&self, stage: &str) {
        locked(&self.state).phase = Phase::Running { stage: stage.to_owned() };
    }

    /// The figures in a view, if any page has it.
    fn figures(&self, view: Format, source: &str, first: &BySource, now: &BySource) -> Option<ViewFigures> {
        let of = |sources: &BySource| {
            let (_, evaluation) = sources.iter().find(|(name, _)| name == source)?;
            let f1 = Label::ALL.map(|label| evaluation.has(label).then(|| evaluation.score(label).f1));
            Some((evaluation.pages(), f1))
        };
        let ((pages, now), (_, first)) = (of(now)?, of(first)?);
        let state = locked(&self.state);
        let before = state.figures.iter().find(|figures| figures.view == view.as_str()).map(|figures| figures.now);
        Some(ViewFigures { view: view.as_str(), pages, first, before, now })
    }

    /// Has the new model think about all pages from now on.
    ///
    /// # Errors
    ///
    /// If there is none, or it has no such threshold for spam.
    pub(super) fn use_model(&self, session: &Session) -> Result<()> {
        let model = locked(&self.state).model.clone();
        let model = model.ok_or_else(|| Error::model("there is no new model yet: train one first"))?;
        let mut classifier = Classifier::from_bytes(model)?;
        if let Some(share) = self.options.spam_at_fpr {
            classifier = classifier.spam_at_false_alarms(share)?;
        }
        session.set_opinions(self.options.pool.install(|| Opinions::of(classifier, &session.pages)));
        if let Phase::Done(done) = &mut locked(&self.state).phase {
            done.is_used = true;
        }
        Ok(())
    }
}
