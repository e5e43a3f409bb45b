//! Counters of what the server has done.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

use super::Service;
use super::problem::Limit;
use crate::label::Label;
use crate::labeled::LabeledPage;
use crate::verdict::Verdict;

/// The text format that Prometheus reads, in its standardized form.
pub(super) const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What requests to no known path are counted as: a label for each would grow without bound.
const OTHER: &str = "other";

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfRoute {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfVerdict {
    verdict: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfLabel {
    label: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfLimit {
    limit: &'static str,
}

/// All counters.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Family<OfRoute, Histogram>,
    in_flight: Gauge,
    refused: Counter,
    limits: Family<OfLimit, Counter>,
    received: Counter,
    pages: Family<OfVerdict, Counter>,
    paragraphs: Family<OfLabel, Counter>,
}

impl Metrics {
    pub(super) fn new() -> Self {
        let seconds = || Histogram::new(exponential_buckets(0.0005, 2.0, 17));
        let mut metrics = Metrics {
            registry: Registry::with_prefix("parasift"),
            requests: Family::default(),
            seconds: Family::new_with_constructor(seconds),
            in_flight: Gauge::default(),
            refused: Counter::default(),
            limits: Family::default(),
            received: Counter::default(),
            pages: Family::default(),
            paragraphs: Family::default(),
        };
        let registry = &mut metrics.registry;
        registry.register("requests", "Requests answered", metrics.requests.clone());
        let help = "Time from a request's head to the head of its answer";
        registry.register_with_unit("request_duration", help, Unit::Seconds, metrics.seconds.clone());
        registry.register("requests_in_flight", "Requests not answered yet", metrics.in_flight.clone());
        registry.register("refusals", "Requests refused for want of capacity", metrics.refused.clone());
        registry.register("limits", "Requests refused as they went beyond a limit", metrics.limits.clone());
        let help = "Bytes of bodies, as they were sent";
        registry.register_with_unit("received", help, Unit::Bytes, metrics.received.clone());
        registry.register("pages", "Pages labelled", metrics.pages.clone());
        registry.register("paragraphs", "Paragraphs labelled", metrics.paragraphs.clone());
        // What has not happened yet is a zero, not a gap.
        for verdict in [Verdict::Clean, Verdict::Injected, Verdict::Doorway, Verdict::NoBody] {
            metrics.pages.get_or_create(&OfVerdict { verdict: verdict.as_str() }).inc_by(0);
        }
        for limit in Limit::ALL {
            metrics.limits.get_or_create(&OfLimit { limit: limit.as_str() }).inc_by(0);
        }
        for label in Label::ALL {
            metrics.paragraphs.get_or_create(&OfLabel { label: label.as_str() }).inc_by(0);
        }
        metrics
    }

    /// Counts a page and its paragraphs.
    pub(super) fn page(&self, page: &LabeledPage<'_>) {
        self.pages.get_or_create(&OfVerdict { verdict: page.verdict().as_str() }).inc();
        for (label, count) in Label::ALL.into_iter().zip(page.counts()) {
            self.paragraphs.get_or_create(&OfLabel { label: label.as_str() }).inc_by(count as u64);
        }
    }

    /// Counts bytes of a body.
    pub(super) fn received(&self, bytes: usize) {
        self.received.inc_by(bytes as u64);
    }

    /// All counters as text.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// Counts a request that is being answered, until it is dropped: with its answer, or with its connection.
struct InFlight<'m>(&'m Metrics);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.in_flight.dec();
    }
}

/// Counts and times every request.
pub(super) async fn measured(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let metrics = &service.metrics;
    let route = request.extensions().get::<MatchedPath>().map_or(OTHER, MatchedPath::as_str).to_owned();
    let start = Instant::now();
    metrics.in_flight.inc();
    let in_flight = InFlight(metrics);
    let response = next.run(request).await;
    drop(in_flight);
    let status = response.status();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        metrics.refused.inc();
    }
    if let Some(limit) = response.extensions().get::<Limit>() {
        metrics.limits.get_or_create(&OfLimit { limit: limit.as_str() }).inc();
    }
    metrics.requests.get_or_create(&Answered { route: route.clone(), status: status.as_u16() }).inc();
    metrics.seconds.get_or_create(&OfRoute { route }).observe(start.elapsed().as_secs_f64());
    response
}
