//! A crawler that keeps the articles of the pages it finds, and tells which pages were tampered with.
//!
//! What it shows: where the classifier stands in an asynchronous program (on blocking threads, never on those that wait for
//! sockets), how the declared charset reaches it, and how whoever takes the articles sets the pace of all that comes before.

mod crawl;
mod fetch;
mod frontier;
mod sift;

pub use crawl::{Crawl, Found, Limits};
pub use sift::Article;
