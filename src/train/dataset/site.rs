//! Which site a page is from, so that cross-validation can keep its pages together.

use std::collections::BTreeMap;

/// Labels that stand before a country's own and are no site: `com.cn`, `co.uk`.
const SECOND_LEVEL: [&str; 8] = ["ac", "co", "com", "edu", "gov", "net", "org", "ne"];

/// How many links must name a host, and which share of all, for a page to be taken to be from it.
const LEAST_LINKS: usize = 5;
const LEAST_SHARE: f64 = 0.4;

/// The site of a page: that of its address, or that which most of its links point to.
pub(crate) fn of_page(url: Option<&str>, html: Option<&str>) -> Option<String> {
    url.and_then(of_url).or_else(|| html.and_then(of_links))
}

/// The registered domain of a URL's host.
fn of_url(url: &str) -> Option<String> {
    let rest = url.split_once("//").filter(|(scheme, _)| scheme.len() <= 6)?.1;
    let host = rest.split(['/', '?', '#', ':', '"', '\'', ' ', '>', '<']).next()?.to_ascii_lowercase();
    let labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
    let keep = match labels[..] {
        [.., second, country] if country.len() == 2 && SECOND_LEVEL.contains(&second) => 3,
        _ => 2,
    };
    (labels.len() >= 2).then(|| labels[labels.len().saturating_sub(keep)..].join("."))
}

/// The site that most of a page's absolute links, images and scripts point to; relative ones say nothing.
fn of_links(html: &str) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut total = 0;
    for attribute in ["href=", "src="] {
        for (at, _) in html.match_indices(attribute) {
            let value = html[at + attribute.len()..].trim_start_matches(['"', '\'', ' ']);
            let is_absolute = value.starts_with("http://") || value.starts_with("https://") || value.starts_with("//");
            if let Some(site) = is_absolute.then(|| of_url(value)).flatten() {
                *counts.entry(site).or_default() += 1;
                total += 1;
            }
        }
    }
    let (site, links) = counts.into_iter().max_by_key(|(site, links)| (*links, std::cmp::Reverse(site.clone())))?;
    (links >= LEAST_LINKS && links as f64 >= LEAST_SHARE * f64::from(total)).then_some(site)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registered_domains() {
        for (url, site) in [
            ("https://news.example.com/a/b.html", Some("example.com")),
            ("http://www.example.com.cn:8080?x", Some("example.com.cn")),
            ("//img.example.co.uk/x", Some("example.co.uk")),
            ("/relative", None),
            ("not a url", None),
            ("http://localhost/", None),
        ] {
            assert_eq!(of_url(url).as_deref(), site, "{url}");
        }
    }

    #[test]
    fn most_links_tell_the_site() {
        let own = r#"<a href="http://a.example.net/1">x</a><img src='//b.example.net/2'>"#.repeat(3);
        let page = format!("{own}<a href=https://other.example.org/>y</a><a href=/3>z</a>");
        assert_eq!(of_links(&page).as_deref(), Some("example.net"));
        assert_eq!(of_links("<a href=/1><a href=2>"), None);
    }
}
