//! The one error type of the crate.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// What went wrong. More kinds may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file could not be read or written.
    Io,
    /// A model file is broken, of an unknown version, or needs a cargo feature that is off.
    Model,
    /// Labelled data is malformed or cannot be trained on.
    Data,
}

/// An error from construction or from a file; the text of a page never causes one.
///
/// `Display` prints `file:line: message`, as far as the place is known.
///
/// ```
/// let error = parasift::Classifier::from_bytes(b"not a model".to_vec()).unwrap_err();
/// assert_eq!(error.kind(), parasift::ErrorKind::Model);
/// ```
#[derive(Debug)]
pub struct Error(Box<Repr>);

#[derive(Debug)]
struct Repr {
    kind: ErrorKind,
    message: String,
    path: Option<PathBuf>,
    line: Option<usize>,
}

/// `Result` with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error(Box::new(Repr { kind, message: message.into(), path: None, line: None }))
    }

    pub(crate) fn model(message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Model, message)
    }

    #[cfg(feature = "train")]
    pub(crate) fn data(message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Data, message)
    }

    pub(crate) fn io(error: io::Error, path: &Path) -> Self {
        Error::new(ErrorKind::Io, io_message(&error)).at(path)
    }

    /// Names the file, unless a deeper call has named one already.
    pub(crate) fn at(mut self, path: &Path) -> Self {
        self.0.path.get_or_insert_with(|| path.to_owned());
        self
    }

    /// Names the line, counted from 1.
    #[cfg(any(feature = "train", feature = "cli"))]
    pub(crate) fn on_line(mut self, line: usize) -> Self {
        self.0.line.get_or_insert(line);
        self
    }

    /// The kind of error, to match on.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What went wrong, without the place.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The file that caused the error, if one did.
    pub fn path(&self) -> Option<&Path> {
        self.0.path.as_deref()
    }

    /// The line in that file, counted from 1, if it is known.
    pub fn line(&self) -> Option<usize> {
        self.0.line
    }
}

/// What went wrong with a file, and what to do about it where that can be told.
pub(crate) fn io_message(error: &io::Error) -> String {
    let remedy = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room, or write to another place",
        io::ErrorKind::ReadOnlyFilesystem => "write to another place",
        io::ErrorKind::PermissionDenied => "see who may read and write it",
        io::ErrorKind::NotADirectory => "a file stands where a folder of that path should be",
        io::ErrorKind::FileTooLarge => "write to several files, or raise the limit",
        _ => return error.to_string(),
    };
    format!("{error}: {remedy}")
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.0.path {
            write!(f, "{}:", path.display())?;
            if let Some(line) = self.0.line {
                write!(f, "{line}:")?;
            }
            f.write_str(" ")?;
        }
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}
