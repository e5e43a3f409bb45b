//! A crawl of a site on loopback: articles, a hacked page, pages in GBK, lists, and what must not be fetched.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use parasift::Classifier;
use parasift_crawler::{Article, Crawl, Found, Limits};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{self, Receiver};
use url::Url;

const HTML: [(axum::http::HeaderName, &str); 1] = [(CONTENT_TYPE, "text/html; charset=utf-8")];
const LIMITS: Limits = Limits { pages: 100, depth: 3, at_once: 4, delay: Duration::ZERO };

fn list(links: &[&str]) -> String {
    let items: String = links.iter().map(|link| format!("<li><a href=\"{link}\">更多 {link}</a>")).collect();
    format!("<title>首页</title><ul>{items}</ul><div>版权所有 青石日报社</div>")
}

const ARTICLE: &str = "<title>北街片区停水通知</title><ul><li><a href=/>首页</a><li><a href=/about>关于</a></ul><h1>北街片区停水通知</h1>\
    <p>因老旧管网检修，本周六上午八点到十二点，北街片区将暂停供水，请居民提前储水备用。</p>\
    <p>检修期间，社区将在广场设置临时供水点，工作人员会为行动不便的老人送水上门。</p>";

/// Serves a router on a free port.
async fn serve(router: Router) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
    Url::parse(&format!("http://{address}/")).unwrap()
}

async fn site() -> Url {
    let hacked = include_str!("../../hacked-news.html");
    let (gbk, ..) = encoding_rs::GBK.encode(ARTICLE);
    let gbk = gbk.into_owned();
    let links = [
        "/article",
        "/article#top",
        "/hacked",
        "/gbk",
        "/list",
        "/private/page",
        "/missing",
        "/picture",
        "/moved",
        "/away",
        "/large",
        "http://other.example/",
        "mailto:nobody@example.com",
        "/article?",
    ];
    let index = list(&links);
    serve(
        Router::new()
            .route("/", get(|| async { (HTML, index) }))
            .route("/robots.txt", get("User-agent: *\nDisallow: /private/\n"))
            .route("/article", get((HTML, ARTICLE)))
            .route("/hacked", get((HTML, hacked)))
            .route("/gbk", get(|| async { ([(CONTENT_TYPE, "text/html; charset=GBK")], gbk) }))
            .route("/list", get(|| async { (HTML, list(&["/deep/1"])) }))
            .route("/deep/{n}", get(|Path(n): Path<usize>| async move { (HTML, list(&[&format!("/deep/{}", n + 1)])) }))
            .route("/private/page", get(|| async { panic!("robots.txt does not allow it") as &'static str }))
            .route("/missing", get(StatusCode::GONE))
            .route("/picture", get(([(CONTENT_TYPE, "image/png")], "not a picture")))
            .route("/moved", get(Redirect::permanent("/article")))
            .route("/away", get(Redirect::permanent("http://other.example/")))
            .route("/large", get(|| async { (HTML, "<p>".repeat(3 << 20)).into_response() })),
    )
    .await
}

fn crawl(address: Url, limits: Limits, capacity: usize) -> Receiver<Found> {
    let (sender, found) = mpsc::channel(capacity);
    tokio::spawn(Crawl::new(Classifier::embedded(), limits).unwrap().run(vec![address], sender));
    found
}

async fn all(mut found: Receiver<Found>) -> (BTreeMap<String, Article>, Vec<String>) {
    let (mut articles, mut failures) = (BTreeMap::new(), Vec::new());
    while let Some(found) = found.recv().await {
        match found {
            Ok(article) => _ = articles.insert(article.url.path().to_owned(), article),
            Err(failure) => failures.push(failure),
        }
    }
    failures.sort();
    (articles, failures)
}

#[tokio::test]
async fn articles_are_kept_and_what_was_injected_is_told() {
    let (articles, failures) = all(crawl(site().await, LIMITS, 8)).await;
    let verdict = |path: &str| articles[path].verdict;
    assert_eq!(["/", "/article", "/hacked", "/gbk"].map(verdict), ["no-body", "clean", "injected", "clean"]);
    assert_eq!(articles["/gbk"].text, articles["/article"].text);
    assert_eq!(articles["/article"].title.as_deref(), Some("北街片区停水通知"));
    assert!(articles["/article"].text.contains("广场设置临时供水点") && articles["/article"].spam.is_empty());
    assert!(articles["/hacked"].spam[0].starts_with("金沙城娱乐平台"));
    assert!(!articles["/hacked"].text.contains("金沙城"));
    // "/moved" leads to the article, "/about" is not there; what robots.txt forbids, pictures and other hosts are not asked for.
    let paths: Vec<&str> = articles.keys().map(String::as_str).collect();
    assert_eq!(paths, ["/", "/article", "/deep/1", "/deep/2", "/gbk", "/hacked", "/list"]);
    for (path, reason) in
        [("/away", "308 "), ("/about", "404 "), ("/missing", "410 "), ("/large", "larger than 8388608 bytes")]
    {
        let is_it = |failure: &&String| failure.contains(&format!("{path}: {reason}"));
        assert_eq!(failures.iter().filter(is_it).count(), 1, "{path} in {failures:?}");
    }
}

#[tokio::test]
async fn a_crawl_ends_where_its_limits_are() {
    let limits = Limits { pages: 3, ..LIMITS };
    let (articles, failures) = all(crawl(site().await, limits, 8)).await;
    assert!(articles.len() + failures.len() <= 3);
    let (articles, _) = all(crawl(site().await, Limits { depth: 0, ..LIMITS }, 8)).await;
    assert_eq!(articles.len(), 1);
}

/// A site without end, that counts how often it was asked.
async fn endless() -> (Url, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let page = move |Path(n): Path<usize>| async move {
        counted.fetch_add(1, Ordering::SeqCst);
        (HTML, list(&[&format!("/{}", 2 * n + 1), &format!("/{}", 2 * n + 2)]))
    };
    (serve(Router::new().route("/{n}", get(page))).await.join("/0").unwrap(), asked)
}

#[tokio::test]
async fn who_takes_the_articles_sets_the_pace() {
    let (address, asked) = endless().await;
    let limits = Limits { pages: 10_000, depth: 100, ..LIMITS };
    let mut found = crawl(address, limits, 1);
    for taken in 0..20 {
        // Whatever the crawl can do by itself it has done when the number of requests has stopped growing.
        let mut before = usize::MAX;
        while before != asked.load(Ordering::SeqCst) {
            before = asked.load(Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        assert!(before <= taken + 1 + LIMITS.at_once, "{before} pages were asked for when {taken} had been taken");
        assert!(found.recv().await.is_some());
    }
}

#[tokio::test]
async fn a_crawl_that_nobody_listens_to_ends() {
    let (address, _) = endless().await;
    let (sender, found) = mpsc::channel(1);
    let limits = Limits { pages: usize::MAX, depth: usize::MAX - 1, ..LIMITS };
    let crawling = tokio::spawn(Crawl::new(Classifier::embedded(), limits).unwrap().run(vec![address], sender));
    drop(found);
    crawling.await.unwrap();
}
