//! Files of many pages, from memory.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::inflate::inflate;
use crate::io::{Container, Fields, STDIN};
use crate::page::{Input, Page};

/// Hands on every page of what is read, or what is wrong with it, as the command line reads them from standard input.
///
/// # Errors
///
/// If nothing of it can be read.
pub fn read_container(raw: impl Read + Send + 'static, mut each: impl FnMut(Result<Page<'_>>)) -> Result<()> {
    let path = Path::new(STDIN);
    let (beginning, reader) = inflate(raw).map_err(|error| Error::io(error, path))?;
    for record in Container::of(path, &beginning, reader, &Fields::default(), &Arc::default())? {
        match record {
            Ok(record) => each(Ok(record.page(Input::Auto))),
            Err(error) => each(Err(error)),
        }
    }
    Ok(())
}
