//! A web service that takes articles from strangers, and refuses those with spam in them.
//!
//! What it shows: the classifier as a handler's state, work of milliseconds kept off the threads that wait for sockets, and
//! a bound on how much of it is done at once.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use parasift::{Classifier, Input, Label, Verdict};
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// The largest article that is taken, in bytes.
const MOST_BYTES: usize = 1 << 20;

/// What all requests share.
struct Shared {
    classifier: Classifier,
    /// A place for each core; who finds none is told to come back.
    places: Arc<Semaphore>,
}

/// What a visitor is told of his article.
#[derive(Serialize)]
struct Answer {
    is_taken: bool,
    /// What to take out.
    spam: Vec<String>,
}

/// The article may be text or HTML, in any encoding.
async fn submit(State(shared): State<Arc<Shared>>, body: Bytes) -> Result<(StatusCode, Json<Answer>), StatusCode> {
    let place = Arc::clone(&shared.places).try_acquire_owned().map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    let work = move || {
        // Kept until the work is done, even if the visitor has gone.
        let _place = place;
        let page = shared.classifier.classify_bytes(&body, Input::Auto);
        let spam = page.paragraphs().filter(|paragraph| paragraph.label == Label::Spam);
        let spam: Vec<String> = spam.map(|paragraph| paragraph.text.to_owned()).collect();
        Answer { is_taken: page.verdict() == Verdict::Clean, spam }
    };
    let answer = spawn_blocking(work).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let status = if answer.is_taken { StatusCode::CREATED } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Json(answer)))
}

fn router(classifier: Classifier, places: usize) -> Router {
    let shared = Shared { classifier, places: Arc::new(Semaphore::new(places)) };
    Router::new().route("/articles", post(submit)).layer(DefaultBodyLimit::max(MOST_BYTES)).with_state(Arc::new(shared))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    // With as little of the honest articles refused as one paragraph in a thousand.
    let classifier = Classifier::embedded().spam_at_false_alarms(0.001).map_err(std::io::Error::other)?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let listener = TcpListener::bind("127.0.0.1:8070").await?;
    println!("curl --data-binary @article.html http://{}/articles", listener.local_addr()?);
    axum::serve(listener, router(classifier, cores)).await
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use http_body_util::BodyExt;
    use serde_json::Value;
    use tower::ServiceExt;

    use super::*;

    const ARTICLE: &str = "昨日，记者从市城建中心获悉，跨越解放路的人行天桥主体已经完工，正在安装栏杆和照明。\n\
                           桥面已经铺好防滑地砖，通车后的首月，相关部门将安排志愿者在早晚高峰引导行人。\n";

    async fn submit(places: usize, body: impl Into<Body>) -> (StatusCode, Value) {
        let request = Request::post("/articles").body(body.into()).unwrap();
        let answer = router(Classifier::embedded(), places).oneshot(request).await.unwrap();
        let status = answer.status();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&body).unwrap_or_default())
    }

    #[tokio::test]
    async fn an_article_is_taken_and_one_with_spam_is_not() {
        let (status, answer) = submit(1, ARTICLE).await;
        assert_eq!((status, &answer["is_taken"]), (StatusCode::CREATED, &Value::Bool(true)), "{answer}");
        let (status, answer) = submit(1, include_str!("../../hacked-news.html")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer["spam"][0].as_str().unwrap().starts_with("金沙城娱乐平台"), "{answer}");
    }

    #[tokio::test]
    async fn what_is_too_much_is_refused() {
        let (status, _) = submit(1, "字".repeat(MOST_BYTES)).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
        let (status, _) = submit(0, ARTICLE).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    }
}
