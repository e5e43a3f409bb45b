//! The crawl: so many pages at once, and no more than are taken off its hands.

use std::sync::Arc;
use std::time::Duration;

use parasift::Classifier;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::Sender;
use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::{Instant, sleep_until};
use url::Url;

use crate::fetch::Fetcher;
use crate::frontier::{Frontier, Next, Task};
use crate::sift::{Article, sift};

/// How far a crawl goes.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Pages that are fetched in all.
    pub pages: usize,
    /// Links from the addresses that it begins with.
    pub depth: usize,
    /// Pages that are fetched, sifted, or wait to be taken.
    pub at_once: usize,
    /// Between two requests to a host.
    pub delay: Duration,
}

/// What came of a page: an article, or a sentence that says why there is none.
pub type Found = Result<Article, String>;

/// A crawl that has not begun.
pub struct Crawl {
    classifier: Classifier,
    fetcher: Fetcher,
    limits: Limits,
    /// Pages that are sifted at once: as many as there are cores.
    sifting: Semaphore,
}

impl Crawl {
    /// # Errors
    ///
    /// If the HTTP client cannot be set up.
    pub fn new(classifier: Classifier, limits: Limits) -> Result<Crawl, String> {
        let fetcher = Fetcher::new().map_err(|error| format!("the client cannot be set up: {error}"))?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Crawl { classifier, fetcher, limits, sifting: Semaphore::new(cores) })
    }

    /// Crawls from these addresses on. Whoever takes what is found sets the pace: a page stays among those that are worked
    /// on until it was taken. Ends when there is nothing left, or nobody takes anything any more.
    pub async fn run(self, addresses: Vec<Url>, found: Sender<Found>) {
        let Limits { pages, depth, at_once, delay } = self.limits;
        let mut frontier = Frontier::new(addresses, pages, delay);
        let crawl = Arc::new(self);
        let mut working = JoinSet::new();
        while !found.is_closed() {
            let next = match working.len() < at_once {
                true => frontier.next(Instant::now()),
                false => Next::Nothing,
            };
            let wait = match next {
                Next::Fetch(task) => {
                    working.spawn(Arc::clone(&crawl).page(task, found.clone()));
                    continue;
                }
                Next::WaitUntil(time) => Some(time),
                Next::Nothing if working.is_empty() => break,
                Next::Nothing => None,
            };
            tokio::select! {
                Some(done) = working.join_next() => {
                    let (links, from) = done.unwrap_or_default();
                    links.into_iter().filter(|_| from < depth).for_each(|link| frontier.add(link, from + 1));
                }
                () = async { sleep_until(wait.unwrap_or_else(Instant::now)).await }, if wait.is_some() => {}
            }
        }
    }

    /// Fetches and sifts a page, and hands over what was found. Its links, and its depth.
    async fn page(self: Arc<Self>, Task { url, depth }: Task, found: Sender<Found>) -> (Vec<Url>, usize) {
        let (result, links) = match self.fetcher.page(&url).await {
            Ok(Some(fetched)) => {
                // Closed never; and a page that breaks the parser of the links must not end the crawl.
                let _turn = self.sifting.acquire().await;
                let classifier = self.classifier.clone();
                match spawn_blocking(move || sift(&classifier, &fetched)).await {
                    Ok((article, links)) => (Ok(article), links),
                    Err(error) => (Err(format!("{url}: {error}")), Vec::new()),
                }
            }
            Ok(None) => return (Vec::new(), depth),
            Err(error) => (Err(error), Vec::new()),
        };
        // Fails when nobody takes anything any more, which ends the crawl.
        let _ = found.send(result).await;
        (links, depth)
    }
}
