//! Parquet: rows in, rows out.

mod read;
mod write;

pub(super) use read::Rows;
pub(crate) use write::{Shape, Writer};
