//! Files of many pages, from memory.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::inflate::inflate;
use crate::io::{Container, Fields, STDIN};
use crate::page::{Input, Page};

/// Hands on every page of a file, or what is wrong with it, as the command line reads them from standard input.
///
/// # Errors
///
/// If nothing of the file can be read.
pub fn read_container(bytes: Vec<u8>, mut each: impl FnMut(Result<Page<'_>>)) -> Result<()> {
    let path = Path::new(STDIN);
    let (beginning, reader) = inflate(Cursor::new(bytes)).map_err(|error| Error::io(error, path))?;
    for record in Container::of(path, &beginning, reader, &Fields::default(), &Arc::default())? {
        match record {
            Ok(record) => each(Ok(record.page(Input::Auto))),
            Err(error) => each(Err(error)),
        }
    }
    Ok(())
}
