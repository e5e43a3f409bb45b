//! What went wrong with a request, as a problem object (RFC 9457) that says how it goes right.

use std::fmt::Display;

use axum::body::Body;
use axum::http::header::{CONNECTION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, Method, Response, StatusCode, Uri};
use axum::response::IntoResponse;
use serde::Serialize;

use crate::error::Error;

/// The media type of problem objects.
const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// Seconds after which a client that was refused may come again.
const RETRY_SECONDS: HeaderValue = HeaderValue::from_static("1");

/// Which of the server's limits a request went beyond; there is a counter for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(into = "&'static str")]
pub(crate) enum Limit {
    /// Bytes of the body, as it is sent or inflated.
    Bytes,
    /// Pages in a request.
    Pages,
    /// Paragraphs in a request.
    Paragraphs,
    /// Paragraphs of one page.
    PageParagraphs,
    /// Lines and tags of one page.
    PageParts,
    /// Quotes, commas and colons of one JSON document.
    JsonParts,
}

impl From<Limit> for &'static str {
    fn from(limit: Limit) -> Self {
        limit.as_str()
    }
}

impl Limit {
    pub(super) const ALL: [Limit; 6] =
        [Limit::Bytes, Limit::Pages, Limit::Paragraphs, Limit::PageParagraphs, Limit::PageParts, Limit::JsonParts];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Limit::Bytes => "bytes",
            Limit::Pages => "pages",
            Limit::Paragraphs => "paragraphs",
            Limit::PageParagraphs => "page-paragraphs",
            Limit::PageParts => "page-parts",
            Limit::JsonParts => "json-parts",
        }
    }
}

/// A refusal. The status is all that tells kinds of problems apart, so `type` stays what the RFC has for that.
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    r#type: &'static str,
    title: &'static str,
    #[serde(serialize_with = "number")]
    status: StatusCode,
    detail: String,
    /// What the client can do.
    remedy: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<Limit>,
}

fn number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        let title = status.canonical_reason().unwrap_or("Unknown");
        Problem { r#type: "about:blank", title, status, detail: detail.into(), remedy: remedy.into(), limit: None }
    }

    pub(crate) fn bad_request(detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Problem::new(StatusCode::BAD_REQUEST, detail, remedy)
    }

    /// More than the server takes of something.
    pub(super) fn too_large(limit: Limit, detail: impl Into<String>) -> Self {
        let remedy = "send less at once: fewer pages a request, or leave out what is no page; \
                      who runs the server can raise --max-bytes";
        Problem { limit: Some(limit), ..Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail, remedy) }
    }

    pub(super) fn busy(detail: impl Into<String>) -> Self {
        let remedy = "send the request again after the seconds in Retry-After, and fewer at once";
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail, remedy)
    }

    pub(super) fn timed_out(detail: impl Into<String>) -> Self {
        let remedy = "send fewer pages a request; who runs the server can raise --timeout";
        Problem::new(StatusCode::GATEWAY_TIMEOUT, detail, remedy)
    }

    pub(crate) fn internal(detail: impl Into<String>) -> Self {
        let remedy = "this is a fault of the program: please report it with the page";
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail, remedy)
    }

    /// Of a JSON object that is no page; `place` is what its line is called.
    pub(super) fn of(error: &Error, place: &str) -> Self {
        let detail = match error.line() {
            Some(line) if !place.is_empty() => format!("{place} {line}: {}", error.message()),
            _ => error.message().to_owned(),
        };
        Problem::bad_request(detail, "send objects such as {\"html\": \"<p>…\"} or {\"text\": \"…\"}")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response<Body> {
        let json = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (self.status, [(CONTENT_TYPE, PROBLEM_JSON)], json).into_response();
        if let Some(limit) = self.limit {
            response.extensions_mut().insert(limit);
        }
        let headers = response.headers_mut();
        match self.status {
            StatusCode::SERVICE_UNAVAILABLE => _ = headers.insert(RETRY_AFTER, RETRY_SECONDS),
            // The rest of the body is not read, so nothing can follow it.
            StatusCode::REQUEST_TIMEOUT | StatusCode::PAYLOAD_TOO_LARGE => {
                headers.insert(CONNECTION, HeaderValue::from_static("close"));
            }
            _ => {}
        }
        response
    }
}

pub(super) async fn not_found(uri: Uri) -> Problem {
    let detail = format!("there is nothing at {}", uri.path());
    Problem::new(StatusCode::NOT_FOUND, detail, "GET /openapi.json says what there is")
}

pub(crate) async fn method_not_allowed(method: Method, uri: Uri) -> Problem {
    let detail = format!("{} does not take {method}", uri.path());
    let remedy = "use the method that the field Allow of this answer names";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail, remedy)
}

/// The answer where a handler panicked.
pub(crate) fn panicked() -> Response<Body> {
    Problem::internal("the request could not be worked on").into_response()
}

/// The same for a value that is no number, no name, and the like.
pub(super) fn bad_parameter(error: impl Display) -> Problem {
    let remedy = "GET /openapi.json lists the parameters of this path and their values";
    Problem::bad_request(format!("the parameters of the path: {error}"), remedy)
}
