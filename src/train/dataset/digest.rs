//! Which data it was.

use sha2::{Digest, Sha256};

use super::Dataset;
use crate::label::Label;

impl Dataset {
    /// SHA-256, in hexadecimal digits, over everything that training and evaluation depend on.
    pub fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        let mut add = |text: &str| {
            hasher.update((text.len() as u64).to_le_bytes());
            hasher.update(text);
        };
        for page in &self.pages {
            add(&page.site);
            add(page.html.as_deref().unwrap_or_default());
            for (text, label) in &page.paragraphs {
                add(text);
                add(label.map_or("unk", Label::as_str));
            }
        }
        self.spam_lines.iter().chain(&self.spam_words).for_each(|line| add(&line.text));
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
