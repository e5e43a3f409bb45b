//! `POST /score`: pages in, labels out.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use super::Service;
use super::answer::{Answer, Task};
use super::parameters::Parameters;
use super::problem::Problem;
use super::{body, media};

pub(super) async fn score(
    State(service): State<Arc<Service>>,
    parameters: Parameters,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let task = Task {
        media: media::Media::of(&headers)?,
        compression: media::compression(&headers)?,
        classifier: parameters.classifier(&service.classifier)?,
        parameters,
        max_bytes: service.limits.max_bytes,
    };
    let sent = body::read(&service, &headers, body).await?;
    let counted = service.clone();
    let answer = service.admission.run(move |abandoned| {
        let answer = task.answer(sent.bytes, &counted.metrics, abandoned);
        drop(sent.memory);
        answer
    });
    let Answer { content_type, bytes } = answer.await?;
    Ok(([(header::CONTENT_TYPE, content_type)], bytes).into_response())
}
