//! Seconds to classify pages with one thread, for `python/benches/throughput.py`: `throughput html|text FILE`, a page as a
//! JSON string a line.

use std::hint::black_box;
use std::time::Instant;

use parasift::Classifier;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, file] = arguments.as_slice() else { return Err("throughput html|text FILE".into()) };
    let lines = std::fs::read_to_string(file)?;
    let pages = lines.lines().map(serde_json::from_str).collect::<Result<Vec<String>, _>>()?;
    let classifier = Classifier::embedded();
    let start = Instant::now();
    for page in &pages {
        black_box(match kind.as_str() {
            "html" => classifier.classify_html(page),
            _ => classifier.classify_text(page),
        });
    }
    println!("{}", start.elapsed().as_secs_f64());
    Ok(())
}
