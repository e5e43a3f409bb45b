//! `parasift serve`, run as it is run: a process, asked over HTTP.
#![cfg(all(feature = "serve", feature = "embedded", unix))]

mod answers;
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/server.rs"]
mod common_server;
mod description;
mod hostile;
mod limits;
mod memory;
mod metrics;
mod refusals;
mod server;
mod stop;
