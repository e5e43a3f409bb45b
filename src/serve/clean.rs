//! `POST /clean`: pages in, the text that is worth keeping out.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use super::Service;
use super::answer::{Form, answered};
use super::parameters::Parameters;
use super::problem::Problem;
use crate::clean::Cleaning;
use crate::cli::data::{Counts, rounded_number};
use crate::io::Origin;
use crate::labeled::LabeledPage;
use crate::verdict::Verdict;

pub(super) async fn clean(
    State(service): State<Arc<Service>>,
    parameters: Parameters,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let form = Form::Text(parameters.cleaning());
    answered(service, parameters, form, headers, body).await
}

/// A page with its text.
#[derive(Serialize)]
pub(super) struct CleanRecord<'p> {
    source: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<&'p Origin>,
    text: String,
    title: Option<String>,
    verdict: Verdict,
    #[serde(serialize_with = "rounded_number")]
    quality: f64,
    counts: Counts,
    model: &'p str,
}

impl<'p> CleanRecord<'p> {
    pub(super) fn new(
        source: &'p str,
        record: Option<&'p Origin>,
        model: &'p str,
        page: &LabeledPage<'_>,
        cleaning: &Cleaning,
    ) -> Self {
        CleanRecord {
            source,
            record,
            text: page.clean(cleaning),
            title: page.title(),
            verdict: page.verdict(),
            quality: page.quality(),
            counts: Counts::of(page),
            model,
        }
    }
}
