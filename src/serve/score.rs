//! `POST /score`: pages in, labels out.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::Service;
use super::answer::{Form, answered};
use super::parameters::Parameters;
use super::problem::Problem;

pub(super) async fn score(
    State(service): State<Arc<Service>>,
    parameters: Parameters,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    parameters.without_cleaning()?;
    answered(service, parameters, Form::Labels, headers, body).await
}
