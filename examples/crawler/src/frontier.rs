//! Which page comes next: each once, and no host more often than it is polite.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;

use tokio::time::Instant;
use url::Url;

/// A page to be fetched.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Task {
    pub(crate) url: Url,
    /// Links from the addresses that the crawl began with.
    pub(crate) depth: usize,
}

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Fetch(Task),
    /// All hosts that have pages left were asked just now.
    WaitUntil(Instant),
    Nothing,
}

/// The pages of one host.
#[derive(Default)]
struct Host {
    waiting: VecDeque<Task>,
    /// When it may be asked again.
    free: Option<Instant>,
}

/// The pages that are known and not fetched yet.
pub(crate) struct Frontier {
    hosts: HashMap<String, Host>,
    seen: HashSet<Url>,
    /// How many more may be fetched.
    left: usize,
    delay: Duration,
}

impl Frontier {
    /// Only the hosts of the addresses will be visited.
    pub(crate) fn new(addresses: Vec<Url>, pages: usize, delay: Duration) -> Frontier {
        let hosts = addresses.iter().map(|url| (host(url), Host::default())).collect();
        let mut frontier = Frontier { hosts, seen: HashSet::new(), left: pages, delay };
        addresses.into_iter().for_each(|url| frontier.add(url, 0));
        frontier
    }

    /// Adds a page, unless it is known already, or of another host.
    pub(crate) fn add(&mut self, mut url: Url, depth: usize) {
        url.set_fragment(None);
        let Some(host) = self.hosts.get_mut(&host(&url)).filter(|_| matches!(url.scheme(), "http" | "https")) else {
            return;
        };
        if self.seen.insert(url.clone()) {
            host.waiting.push_back(Task { url, depth });
        }
    }

    /// What comes next at that time.
    pub(crate) fn next(&mut self, now: Instant) -> Next {
        if self.left == 0 {
            return Next::Nothing;
        }
        let waiting = self.hosts.values_mut().filter(|host| !host.waiting.is_empty());
        let Some(host) = waiting.min_by_key(|host| host.free) else { return Next::Nothing };
        if let Some(free) = host.free.filter(|&free| free > now) {
            return Next::WaitUntil(free);
        }
        host.free = Some(now + self.delay);
        self.left -= 1;
        host.waiting.pop_front().map_or(Next::Nothing, Next::Fetch)
    }
}

/// A host with its port.
pub(crate) fn host(url: &Url) -> String {
    format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(url: &str) -> Url {
        Url::parse(url).unwrap()
    }

    #[test]
    fn each_page_comes_once_and_no_other_host() {
        let start = url("http://a.example/");
        let mut frontier = Frontier::new(vec![start.clone()], 10, Duration::ZERO);
        for link in ["http://a.example/#top", "http://b.example/", "ftp://a.example/x", "http://a.example/1"] {
            frontier.add(url(link), 1);
        }
        let now = Instant::now();
        assert_eq!(frontier.next(now), Next::Fetch(Task { url: start, depth: 0 }));
        assert_eq!(frontier.next(now), Next::Fetch(Task { url: url("http://a.example/1"), depth: 1 }));
        assert_eq!(frontier.next(now), Next::Nothing);
    }

    #[test]
    fn a_host_is_left_in_peace_while_others_are_asked() {
        let delay = Duration::from_secs(1);
        let addresses = ["http://a.example/1", "http://a.example/2", "http://b.example/1"].map(url).to_vec();
        let mut frontier = Frontier::new(addresses, 10, delay);
        let now = Instant::now();
        let hosts = [(); 2].map(|()| match frontier.next(now) {
            Next::Fetch(task) => host(&task.url),
            next => panic!("{next:?}"),
        });
        assert_ne!(hosts[0], hosts[1]);
        assert_eq!(frontier.next(now), Next::WaitUntil(now + delay));
        assert_eq!(frontier.next(now + delay), Next::Fetch(Task { url: url("http://a.example/2"), depth: 0 }));
    }

    #[test]
    fn there_is_an_end() {
        let mut frontier = Frontier::new(vec![url("http://a.example/1"), url("http://a.example/2")], 1, Duration::ZERO);
        assert!(matches!(frontier.next(Instant::now()), Next::Fetch(_)));
        assert_eq!(frontier.next(Instant::now()), Next::Nothing);
    }
}
