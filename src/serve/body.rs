//! Reading the body of a request, within the limits.

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use http_body_util::BodyExt;
use tokio::time::timeout;

use super::Service;
use super::admission::Memory;
use super::problem::{Limit, Problem};

/// The body of a request as it was sent, and the memory that it was given.
pub(super) struct Sent {
    pub(super) bytes: Vec<u8>,
    pub(super) memory: Option<Memory>,
}

/// Room that is made for a body before any of it has come, at most, in bytes.
const MOST_AT_FIRST: usize = 1 << 20;

/// Reads the whole body.
///
/// # Errors
///
/// 413 if it is too large, 408 if it comes too slowly, 503 if there is no memory for it now, 400 if it breaks off.
pub(super) async fn read(service: &Service, headers: &HeaderMap, body: Body) -> Result<Sent, Problem> {
    let limits = service.limits;
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if length.is_some_and(|length: u64| length > limits.max_bytes as u64) {
        return Err(too_large(limits.max_bytes));
    }
    let room = length.map_or(0, |length| (length as usize).min(MOST_AT_FIRST));
    let mut sent = Sent { bytes: Vec::with_capacity(room), memory: None };
    let slow = |_| {
        let detail = format!("the body did not come within {:?}", limits.timeout);
        let remedy = "send it faster, in smaller requests, or compressed (Content-Encoding: gzip or zstd)";
        Problem::new(StatusCode::REQUEST_TIMEOUT, detail, remedy)
    };
    timeout(limits.timeout, collect(service, body, &mut sent)).await.map_err(slow)??;
    Ok(sent)
}

async fn collect(service: &Service, mut body: Body, sent: &mut Sent) -> Result<(), Problem> {
    while let Some(frame) = body.frame().await {
        let broken = |error| Problem::bad_request(format!("the body breaks off: {error}"), "send the whole of it");
        let Ok(chunk) = frame.map_err(broken)?.into_data() else { continue };
        if sent.bytes.len() + chunk.len() > service.limits.max_bytes {
            return Err(too_large(service.limits.max_bytes));
        }
        let more = service.admission.memory(chunk.len());
        let more =
            more.ok_or_else(|| Problem::busy("there is no memory for the body beside those of other requests"))?;
        match &mut sent.memory {
            Some(memory) => memory.merge(more),
            none => *none = Some(more),
        }
        sent.bytes.extend_from_slice(&chunk);
        service.metrics.received(chunk.len());
    }
    Ok(())
}

/// A body of more bytes than are allowed, as it was sent or inflated.
pub(super) fn too_large(most: usize) -> Problem {
    Problem::too_large(Limit::Bytes, format!("the body has more than {most} bytes"))
}
