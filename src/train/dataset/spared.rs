//! A part of the data that is always the same, to be left out of a training and measured by afterwards.

use super::{Dataset, SpamLine};
use crate::hash;

/// Of so many sites, families of spam, and lines of the other families one is spared.
const PER_SPARED: u32 = 5;

impl Dataset {
    /// Leaves out what [`keep_spared`](Self::keep_spared) keeps.
    pub fn leave_out_spared(&mut self) {
        self.retain(false);
    }

    /// Keeps a fixed part, chosen by hashes: the pages of a fifth of the sites, and of the spam lines and words those of a
    /// fifth of the families and a fifth of all others.
    pub fn keep_spared(&mut self) {
        self.retain(true);
    }

    fn retain(&mut self, spared: bool) {
        self.pages.retain(|page| is_chosen(&page.site) == spared);
        self.spam_lines.retain(|line| is_spared(line) == spared);
        self.spam_words.retain(|word| is_spared(word) == spared);
    }
}

fn is_spared(line: &SpamLine) -> bool {
    is_chosen(&line.family) || is_chosen(&line.text)
}

fn is_chosen(key: &str) -> bool {
    hash::bytes(key.bytes()).is_multiple_of(PER_SPARED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_parts_are_the_whole() {
        let whole = Dataset::read(&["training-data/spam".into(), "training-data/pages/forum".into()]).unwrap();
        let (mut kept, mut spared) = (whole.clone(), whole.clone());
        kept.leave_out_spared();
        spared.keep_spared();
        assert_eq!(kept.pages() + spared.pages(), whole.pages());
        assert_eq!(kept.spam_words() + spared.spam_words(), whole.spam_words());
        assert_eq!(kept.spam_lines() + spared.spam_lines(), whole.spam_lines());
        assert!((0.2..0.6).contains(&(spared.spam_lines() as f64 / whole.spam_lines() as f64)));
        let families = |data: &Dataset| data.spam_lines.iter().map(|line| line.family.clone()).collect::<Vec<_>>();
        let only_spared = families(&spared).iter().any(|family| !families(&kept).contains(family));
        assert!(only_spared && spared.spam_lines.iter().all(|line| !kept.spam_lines.contains(line)));
    }
}
