//! What the browser is answered.

use std::sync::Arc;

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;
use tower_http::catch_panic::CatchPanicLayer;

use super::Session;
use super::access::{self, Access};
use super::pages::{Content, Source};
use super::pane;
use super::training::{Phase, Training};
use crate::error::{Error, ErrorKind};
use crate::label::{Label, Probability};
use crate::report::frame::{self, COMMON_SCRIPT, PAGES_STYLE};
use crate::report::{paragraphs, plain, rendered};
use crate::serve::problem::{self, Problem};
use crate::train::carry_labels;

const STYLE: &str = include_str!("templates/label.css");
const SCRIPTS: [&str; 5] = [
    include_str!("templates/server.js"),
    include_str!("templates/paragraphs.js"),
    include_str!("templates/index.js"),
    include_str!("templates/training.js"),
    include_str!("templates/label.js"),
];

/// What the page in the browser may load: what its own server gives it.
const SOURCES: &str = "default-src 'none'; connect-src 'self'; frame-src 'self'";

/// No page may show this one in a frame. (A policy in the page's own head cannot say so.)
const UNFRAMED: &str = "frame-ancestors 'none'";

type Answer<T> = Result<T, Problem>;
type Shared = State<Arc<Session>>;

/// Every route, and what guards them.
pub(crate) fn router(session: Arc<Session>, token: String, port: u16) -> Router {
    let access = Access::new(token, port);
    Router::new()
        .route("/", get(index))
        .route("/pages", get(pages))
        .route("/pages/{number}", get(page))
        .route("/pages/{number}/html", get(html))
        .route("/pages/{number}/labels", post(save))
        .route("/training", get(training).post(train))
        .route("/training/use", post(use_model))
        .fallback(not_found)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(CatchPanicLayer::custom(|_| problem::panicked()))
        .layer(Extension(access.clone()))
        .layer(from_fn_with_state(access, access::only_own))
        .with_state(session)
}

#[derive(Template)]
#[template(path = "label.html")]
struct LabelTemplate;

/// The page that all others are labelled in.
async fn index(Extension(access): Extension<Arc<Access>>) -> Answer<Response> {
    let cookie = HeaderValue::try_from(access.set_cookie()).map_err(|error| Problem::internal(error.to_string()))?;
    let page = || -> crate::Result<String> {
        let (style, script) = ([PAGES_STYLE, STYLE].concat(), [&[COMMON_SCRIPT], &SCRIPTS[..]].concat().concat());
        let opening = frame::opening_with("parasift label", &style, &script, SOURCES)?;
        Ok(opening + &rendered(&LabelTemplate)? + &frame::closing(&script)?)
    };
    let headers = [(SET_COOKIE, cookie), (CONTENT_SECURITY_POLICY, HeaderValue::from_static(UNFRAMED))];
    Ok((headers, Html(page().map_err(failed)?)).into_response())
}

/// All pages, the most doubtful first.
#[derive(Serialize)]
struct Overview {
    model: String,
    pages: Vec<Entry>,
    /// Of the pages that are labelled, and others in the file.
    labelled_paragraphs: usize,
}

#[derive(Serialize)]
struct Entry {
    number: usize,
    name: String,
    doubt: f64,
    is_labelled: bool,
}

async fn pages(State(session): Shared) -> Json<Overview> {
    let (opinions, store) = (session.opinions(), session.store());
    let doubts = opinions.doubts.iter().enumerate();
    let entry = |(number, source, doubt): (usize, &Source, f64)| Entry {
        number,
        name: plain(&source.name),
        doubt,
        is_labelled: store.has(&source.id),
    };
    let mut pages: Vec<Entry> =
        doubts.zip(&session.pages).map(|((n, &doubt), source)| entry((n, source, doubt))).collect();
    pages.sort_by(|one, other| other.doubt.total_cmp(&one.doubt).then(one.number.cmp(&other.number)));
    let model = opinions.classifier.model_name().to_owned();
    Json(Overview { model, pages, labelled_paragraphs: store.paragraphs() })
}

/// A page with what is thought of it.
#[derive(Serialize)]
struct Shown {
    number: usize,
    id: String,
    name: String,
    url: Option<String>,
    doubt: f64,
    is_labelled: bool,
    has_html: bool,
    /// The paragraphs in HTML; all that comes from the page is escaped.
    html: String,
    opinions: Vec<Opinion>,
    /// The labels in the file, where the page has them; null is left out of training.
    labels: Option<Vec<Option<Label>>>,
}

#[derive(Serialize)]
struct Opinion {
    label: Label,
    probability: Probability,
}

async fn page(State(session): Shared, Path(number): Path<usize>) -> Answer<Json<Shown>> {
    blocking(move || {
        let source = source(&session, number)?;
        let (classifier, doubt) = {
            let opinions = session.opinions();
            (opinions.classifier.clone(), opinions.doubts.get(number).copied().unwrap_or_default())
        };
        let labelled = classifier.classify(source.page());
        let labels = session.store().labels(&source.id);
        Ok(Json(Shown {
            number,
            id: source.id.clone(),
            name: plain(&source.name),
            url: source.url.as_deref().map(plain),
            doubt,
            is_labelled: labels.is_some(),
            has_html: matches!(source.content, Content::Html(_)),
            html: paragraphs(&labelled).map_err(failed)?,
            opinions: labelled
                .paragraphs()
                .map(|said| Opinion { label: said.label, probability: said.probability })
                .collect(),
            labels: labels.map(|labels| carry_labels(labelled.page(), &labels)),
        }))
    })
    .await
}

/// The page as it looked.
async fn html(State(session): Shared, Path(number): Path<usize>) -> Answer<Response> {
    blocking(move || {
        let page = source(&session, number)?.page();
        let headers = [(CONTENT_SECURITY_POLICY, pane::POLICY), (CONTENT_TYPE, "text/html; charset=utf-8")];
        Ok((headers, pane::pane(&page)).into_response())
    })
    .await
}

/// The labels of all paragraphs of a page; null is to be left out of training.
#[derive(Deserialize)]
struct Sent {
    labels: Vec<Option<Label>>,
}

async fn save(State(session): Shared, Path(number): Path<usize>, body: Bytes) -> Answer<StatusCode> {
    blocking(move || {
        let source = source(&session, number)?;
        let Sent { labels } = serde_json::from_slice(&body).map_err(|error| {
            Problem::bad_request(
                format!("no labels: {error}"),
                "send {\"labels\": [\"body\", \"nav\", \"spam\", null]}",
            )
        })?;
        let paragraphs = source.page().paragraphs().len();
        if labels.len() != paragraphs {
            let detail = format!("{} labels for a page of {paragraphs} paragraphs", labels.len());
            return Err(Problem::bad_request(detail, "send a label for each, or null"));
        }
        session.store().save(source, &labels).map_err(failed)?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

async fn training(State(session): Shared) -> Json<Phase> {
    Json(session.training.phase())
}

async fn train(State(session): Shared) -> Answer<Json<Phase>> {
    match Training::start(&session) {
        true => Ok(Json(session.training.phase())),
        false => Err(Problem::new(StatusCode::CONFLICT, "it is training already", "wait until it has done")),
    }
}

async fn use_model(State(session): Shared) -> Answer<Json<Phase>> {
    blocking(move || {
        session.training.use_model(&session).map_err(failed)?;
        Ok(Json(session.training.phase()))
    })
    .await
}

async fn not_found(uri: Uri) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, format!("there is nothing at {}", uri.path()), "open the page at /")
}

fn source(session: &Session, number: usize) -> Answer<&Source> {
    session.pages.get(number).ok_or_else(|| {
        let detail = format!("there is no page {number}: there are {}, counted from 0", session.pages.len());
        Problem::new(StatusCode::NOT_FOUND, detail, "GET /pages lists them")
    })
}

/// Does work that may take its time where it keeps nobody waiting.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Answer<T> + Send + 'static) -> Answer<T> {
    spawn_blocking(work).await.unwrap_or_else(|_| Err(Problem::internal("the page could not be read")))
}

/// What could not be done, for the person at the browser.
fn failed(error: Error) -> Problem {
    let remedy = match error.kind() {
        ErrorKind::Io => "see to it that the file can be written, and try again: nothing is lost here",
        _ => "see the message",
    };
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string(), remedy)
}
