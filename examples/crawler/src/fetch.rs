//! Pages from the network, within limits.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use robotstxt::DefaultMatcher;
use tokio::sync::OnceCell;
use url::Url;

use crate::frontier::host;

/// What sites know the crawler by.
const USER_AGENT: &str = "parasift-crawler";

/// The largest page that is read, in bytes.
const MOST_BYTES: usize = 8 << 20;

/// The largest robots.txt that is read, in bytes (RFC 9309 asks for 500 KiB at least).
const MOST_ROBOTS_BYTES: usize = 512 << 10;

/// What a fetch may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A page as it came.
pub(crate) struct Fetched {
    /// Where it was found in the end.
    pub(crate) url: Url,
    pub(crate) bytes: Vec<u8>,
    /// What the site says its encoding is.
    pub(crate) charset: Option<String>,
}

/// Fetches pages, and asks each host once what it allows.
pub(crate) struct Fetcher {
    client: Client,
    /// The robots.txt of each host, empty where there is none.
    robots: Mutex<HashMap<String, Arc<OnceCell<String>>>>,
}

impl Fetcher {
    pub(crate) fn new() -> Result<Fetcher, reqwest::Error> {
        // Only within a host: others have not been asked what they allow.
        let within = Policy::custom(|attempt| match attempt.previous() {
            previous if previous.len() > 5 => attempt.error("too many redirects"),
            [first, ..] if host(first) != host(attempt.url()) => attempt.stop(),
            _ => attempt.follow(),
        });
        let client = Client::builder().user_agent(USER_AGENT).timeout(PATIENCE).redirect(within).build()?;
        Ok(Fetcher { client, robots: Mutex::default() })
    }

    /// A page; none if it is not allowed or no HTML.
    ///
    /// # Errors
    ///
    /// A sentence that says why it could not be had.
    pub(crate) async fn page(&self, url: &Url) -> Result<Option<Fetched>, String> {
        if !self.is_allowed(url).await {
            return Ok(None);
        }
        let response = self.get(url).await?;
        if !response.status().is_success() {
            return Err(format!("{url}: {}", response.status()));
        }
        let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let content_type = content_type.to_ascii_lowercase();
        if !content_type.contains("html") {
            return Ok(None);
        }
        let charset = content_type.split(';').find_map(|part| part.trim().strip_prefix("charset="));
        let charset = charset.map(|charset| charset.trim_matches('"').to_owned());
        let url = response.url().clone();
        let bytes = body(response, MOST_BYTES).await.map_err(|error| format!("{url}: {error}"))?;
        Ok(Some(Fetched { url, bytes, charset }))
    }

    async fn get(&self, url: &Url) -> Result<Response, String> {
        // The error of the client has the address with the query in it, and its cause only as its source.
        self.client.get(url.clone()).send().await.map_err(|error| format!("{url}: {}", causes(&error.without_url())))
    }

    /// Whether the host's robots.txt lets crawlers fetch that page. A host that has none allows everything.
    async fn is_allowed(&self, url: &Url) -> bool {
        let cell = self.robots.lock().unwrap_or_else(PoisonError::into_inner).entry(host(url)).or_default().clone();
        let robots = cell.get_or_init(async || self.robots(url).await.unwrap_or_default()).await;
        DefaultMatcher::default().one_agent_allowed_by_robots(robots, USER_AGENT, url.as_str())
    }

    async fn robots(&self, url: &Url) -> Result<String, String> {
        let url = url.join("/robots.txt").map_err(|error| error.to_string())?;
        let response = self.get(&url).await?.error_for_status().map_err(|error| causes(&error))?;
        Ok(String::from_utf8_lossy(&body(response, MOST_ROBOTS_BYTES).await?).into_owned())
    }
}

/// The body of a response, as long as it has no more than so many bytes.
async fn body(mut response: Response, most: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| causes(&error.without_url()))? {
        if bytes.len() + chunk.len() > most {
            return Err(format!("larger than {most} bytes"));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// An error with what caused it.
fn causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |error| error.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
