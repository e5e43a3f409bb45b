//! Runs one of the Rust peers over pages: `parasift-peers TOOL`. The contract of `peers.py`: JSON lines
//! `{"html": ...}` in, `{"text": ...}` or `{"error": ...}` out, in order.

use std::error::Error;
use std::io::{self, BufRead, Write};
use std::panic;

use serde_json::{Value, json};

type Extract = fn(&str) -> Result<String, Box<dyn Error>>;

fn dom_smoothie(html: &str) -> Result<String, Box<dyn Error>> {
    let article = dom_smoothie::Readability::new(html, None, None)?.parse()?;
    Ok(article.text_content.to_string())
}

fn legible(html: &str) -> Result<String, Box<dyn Error>> {
    Ok(legible::parse(html, None, None)?.text_content)
}

/// A panic is one page's answer, as an error is, not the end of the run.
fn answer(extract: Extract, html: &str) -> Value {
    match panic::catch_unwind(|| extract(html).map_err(|error| error.to_string())) {
        Ok(Ok(text)) => json!({ "text": text }),
        Ok(Err(error)) => json!({ "error": error }),
        Err(_) => json!({ "error": "panicked" }),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let extract: Extract = match std::env::args().nth(1).as_deref() {
        Some("dom_smoothie") => dom_smoothie,
        Some("legible") => legible,
        other => return Err(format!("unknown tool: {other:?}").into()),
    };
    let mut answers = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let page: Value = serde_json::from_str(&line?)?;
        writeln!(answers, "{}", answer(extract, page["html"].as_str().unwrap_or_default()))?;
    }
    Ok(())
}
