//! Parquet: rows in, rows out.

mod read;
mod write;

pub(super) use read::Rows;
#[cfg(feature = "train")]
pub(crate) use read::json_lines;
pub(crate) use write::{Shape, Writer};
