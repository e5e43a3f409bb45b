//! What the fuzzers run on bytes of any kind, and what must hold of the answers. Each function panics where it does not.

#[path = "../../src/page/html/reference/anew.rs"]
mod anew;
mod pages;
mod readers;
mod tokenizer;

pub use pages::{html, model, text};
pub use readers::{container, decode, http, labelled, repair};
pub use tokenizer::tokenizer;

/// Takes bytes of any kind, and panics where something does not hold.
pub type Target = fn(&[u8]);

/// Every target by its name, as in `fuzz_targets` and `corpus`.
pub const TARGETS: [(&str, Target); 9] = [
    ("container", container),
    ("decode", decode),
    ("html", html),
    ("http", http),
    ("labelled", labelled),
    ("model", model),
    ("repair", repair),
    ("text", text),
    ("tokenizer", tokenizer),
];
