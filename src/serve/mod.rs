//! The HTTP interface: pages in, labels out, for programs in any language.
//!
//! `listen` takes connections, `host` refuses what a browser was tricked into; `body` reads a request, `media` and
//! `parameters` say what it holds, `admission` has it worked on beside the asynchronous threads, `answer` is that work.

mod about;
mod admission;
mod answer;
mod body;
mod clean;
mod host;
pub(crate) mod listen;
mod media;
mod metrics;
mod parameters;
mod parts;
pub(crate) mod problem;
mod score;
mod taking;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

use crate::classifier::Classifier;
use admission::Admission;
use metrics::Metrics;

/// What a request may cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Of a request's body, as it is sent and inflated.
    pub(crate) max_bytes: usize,
    /// For the body to arrive, and again for the answer to be made.
    pub(crate) timeout: Duration,
    /// Requests that are worked on at once.
    pub(crate) concurrency: usize,
    /// Requests that wait for those.
    pub(crate) queue: usize,
}

impl Limits {
    /// Far more than any page has; a corpus goes in as many requests.
    pub(crate) const MAX_BYTES: u64 = 8 << 20;
    pub(crate) const SECONDS: f64 = 30.0;
    pub(crate) const QUEUE: u16 = 64;
}

/// What all requests share.
pub(crate) struct Service {
    classifier: Classifier,
    limits: Limits,
    admission: Admission,
    metrics: Metrics,
}

impl Service {
    pub(crate) fn new(classifier: Classifier, limits: Limits) -> Arc<Service> {
        Arc::new(Service { classifier, limits, admission: Admission::new(limits), metrics: Metrics::new() })
    }
}

/// Every route, and an answer for every other path.
pub(crate) fn router(service: Arc<Service>) -> Router {
    Router::new()
        .route("/score", post(score::score))
        .route("/clean", post(clean::clean))
        .route("/health", get(about::health))
        .route("/metrics", get(about::metrics))
        .route("/openapi.json", get(about::openapi))
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(CatchPanicLayer::custom(|_| problem::panicked()))
        .layer(from_fn_with_state(service.clone(), metrics::measured))
        .with_state(service)
}
