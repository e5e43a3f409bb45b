//! Labelling by hand, in a browser: a page at a time, the most doubtful first, beginning from what a model thinks of it.
//!
//! `pages` are what is to be labelled, `opinions` what the model says of them, `store` keeps the labels, `training` makes a
//! new model of them; `routes` answers the browser, `access` keeps everybody else out, and `pane` makes a page fit to be shown
//! as it looked. What runs in the browser is in `templates/`.

mod access;
mod opinions;
mod pages;
mod pane;
mod routes;
mod store;
mod training;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use crate::io::locked;

pub(crate) use access::new_token;
pub(crate) use opinions::{Opinions, doubt};
pub(crate) use pages::Source;
pub(crate) use routes::router;
pub(crate) use store::{Mended, Store};
pub(crate) use training::{Training, TrainingOptions};

/// What all requests share.
pub(crate) struct Session {
    pages: Vec<Source>,
    opinions: RwLock<Opinions>,
    store: Mutex<Store>,
    training: Training,
}

impl Session {
    /// `opinions` has a doubt for each page.
    pub(crate) fn new(pages: Vec<Source>, opinions: Opinions, store: Store, training: Training) -> Arc<Session> {
        Arc::new(Session { pages, opinions: RwLock::new(opinions), store: Mutex::new(store), training })
    }

    fn opinions(&self) -> RwLockReadGuard<'_, Opinions> {
        self.opinions.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_opinions(&self, opinions: Opinions) {
        *self.opinions.write().unwrap_or_else(PoisonError::into_inner) = opinions;
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        locked(&self.store)
    }
}
