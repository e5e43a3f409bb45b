//! What the server says of itself.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use serde::Serialize;

use super::{Service, metrics};

#[derive(Serialize)]
struct Health {
    status: &'static str,
    model: String,
    version: &'static str,
}

/// That it is live, and with which model.
pub(super) async fn health(State(service): State<Arc<Service>>) -> impl IntoResponse {
    let model = service.classifier.model_name().to_owned();
    Json(Health { status: "live", model, version: env!("CARGO_PKG_VERSION") })
}

/// What it has done, for Prometheus.
pub(super) async fn metrics(State(service): State<Arc<Service>>) -> impl IntoResponse {
    ([(CONTENT_TYPE, metrics::CONTENT_TYPE)], service.metrics.text())
}

/// What it can do.
pub(super) async fn openapi() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], include_str!("openapi.json"))
}
