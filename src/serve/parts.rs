//! What a body may fall into, told before anything of it is cut: a part of one letter takes a hundred times its bytes.

use super::problem::{Limit, Problem};

/// What is counted.
pub(super) struct Parts {
    /// The bytes between two of them.
    between: [u8; 3],
    most: usize,
    what: &'static str,
    limit: Limit,
}

/// Of one page: what ends or begins a paragraph or an element, of some 150 bytes.
pub(super) const OF_PAGE: Parts = Parts {
    between: *b"\n\r<",
    most: 1 << 21,
    what: "page of more than 2097152 lines or tags",
    limit: Limit::PageParts,
};

/// Of one JSON document: what stands around or between values, of some 30 bytes.
pub(super) const OF_JSON: Parts = Parts {
    between: *b"\",:",
    most: 1 << 23,
    what: "JSON document of more than 8388608 quotes, commas and colons",
    limit: Limit::JsonParts,
};

impl Parts {
    /// # Errors
    ///
    /// 413 if there are too many.
    pub(super) fn check(&self, bytes: &[u8]) -> Result<(), Problem> {
        let [one, two, three] = self.between;
        // There are no more than there are bytes, which is nearly always enough to know.
        let is_small = bytes.len() <= self.most;
        if is_small || memchr::memchr3_iter(one, two, three, bytes).nth(self.most).is_none() {
            return Ok(());
        }
        Err(Problem::too_large(self.limit, format!("a {}", self.what)))
    }
}
