//! Crawls sites from some addresses on, and prints a JSON object a page: the article, and what spam there is.

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use parasift::Classifier;
use parasift_crawler::{Crawl, Limits};
use tokio::sync::mpsc;
use url::Url;

/// Crawls sites and keeps the articles: a JSON object a page, with its text, its verdict, and the spam that was found.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Where to begin; links to other hosts than those of these addresses are not followed
    #[arg(required = true)]
    addresses: Vec<Url>,
    /// How many pages to fetch at most
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pages: usize,
    /// How many links a page may be away from the addresses
    #[arg(long, value_name = "N", default_value_t = 3)]
    depth: usize,
    /// How many pages to be at work on at once
    #[arg(long, value_name = "N", default_value_t = 8)]
    at_once: usize,
    /// Seconds between two requests to a host
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, value_parser = seconds)]
    delay: f64,
}

/// A number of seconds that a clock can wait.
fn seconds(argument: &str) -> Result<f64, String> {
    let seconds = argument.parse().ok().filter(|&seconds| Duration::try_from_secs_f64(seconds).is_ok());
    seconds.ok_or_else(|| "not a number of seconds, such as 0.5".to_owned())
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { addresses, pages, depth, at_once, delay } = Arguments::parse();
    let limits = Limits { pages, depth, at_once: at_once.max(1), delay: Duration::from_secs_f64(delay) };
    let crawl = match Crawl::new(Classifier::embedded(), limits) {
        Ok(crawl) => crawl,
        Err(error) => {
            eprintln!("crawler: {error}");
            return ExitCode::from(2);
        }
    };
    // Small, so that who reads too slowly is waited for, and not what was read for him piled up.
    let (sender, mut found) = mpsc::channel(16);
    let crawling = tokio::spawn(crawl.run(addresses, sender));
    let mut is_whole = true;
    while let Some(found) = found.recv().await {
        let printed = match found {
            Ok(article) => serde_json::to_writer(std::io::stdout(), &article)
                .map_err(std::io::Error::from)
                .and_then(|()| std::io::stdout().write_all(b"\n")),
            Err(failure) => {
                is_whole = false;
                eprintln!("crawler: {failure}");
                Ok(())
            }
        };
        if let Err(error) = printed {
            // Nobody reads any more; dropping the receiver ends the crawl.
            eprintln!("crawler: standard output: {error}");
            return ExitCode::from(2);
        }
    }
    match crawling.await {
        Ok(()) if is_whole => ExitCode::SUCCESS,
        _ => ExitCode::from(2),
    }
}
