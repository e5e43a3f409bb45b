//! Where a file is written until it is whole.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};

/// The name that a file has until it is whole. It is the same every time, so that what a killed run has left is overwritten by
/// the next one.
pub(crate) fn part_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

/// The file that a path leads to: written under another name, and given its own when it is whole. What cannot be replaced (a
/// device such as `/dev/null`, a pipe) is written as it stands.
#[derive(Debug)]
pub(crate) struct Destination {
    /// As the user wrote it.
    path: PathBuf,
    /// Behind symbolic links.
    file: PathBuf,
    is_stream: bool,
}

impl Destination {
    /// # Errors
    ///
    /// If the path is that of a folder, or cannot be followed.
    pub(crate) fn of(path: &Path) -> Result<Destination> {
        let failed = |error| Error::io(error, path);
        // Asked of the path itself: /dev/stdout is a link to what has no name.
        let (file, is_stream) = match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                return Err(Error::new(ErrorKind::Io, "a folder: name a file in it").at(path));
            }
            Ok(metadata) if !metadata.is_file() => (path.to_owned(), true),
            Ok(_) => (behind_links(path).map_err(failed)?, false),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (behind_links(path).map_err(failed)?, false),
            Err(error) => return Err(failed(error)),
        };
        Ok(Destination { path: path.to_owned(), file, is_stream })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is written as it stands, so that nothing of it can be taken back.
    pub(crate) fn is_stream(&self) -> bool {
        self.is_stream
    }

    /// Where it grows.
    pub(crate) fn part(&self) -> PathBuf {
        if self.is_stream { self.file.clone() } else { part_of(&self.file) }
    }

    /// An empty file to write to; its folder is made if it is not there.
    pub(crate) fn create(&self) -> Result<File> {
        let folder = self.file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let opened = match (self.is_stream, folder) {
            (true, _) => OpenOptions::new().write(true).open(&self.file),
            (false, None) => File::create(self.part()),
            (false, Some(folder)) => std::fs::create_dir_all(folder).and_then(|()| File::create(self.part())),
        };
        opened.map_err(|error| Error::io(error, &self.path))
    }

    /// A file that got its name already is one that grows again.
    pub(crate) fn reopen(&self) -> Result<()> {
        let part = self.part();
        if !part.exists() && self.file.exists() {
            std::fs::rename(&self.file, &part).map_err(|error| Error::io(error, &self.path))?;
        }
        Ok(())
    }

    /// Makes sure that what was written lasts.
    pub(crate) fn sync(&self, file: &File) -> io::Result<()> {
        if self.is_stream { Ok(()) } else { file.sync_data() }
    }

    /// Gives the whole file its own name.
    pub(crate) fn appear(&self) -> Result<()> {
        if self.is_stream {
            return Ok(());
        }
        std::fs::rename(self.part(), &self.file).map_err(|error| Error::io(error, &self.path))
    }

    /// Removes what is not whole.
    pub(crate) fn discard(&self) {
        if !self.is_stream {
            // A finished file is no longer there under this name.
            let _ = std::fs::remove_file(self.part());
        }
    }
}

/// Where symbolic links lead, whether anything is there or not.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut file = path.to_owned();
    // They end somewhere: going round is an error of the system's before.
    while file.is_symlink() {
        let target = std::fs::read_link(&file)?;
        file = file.parent().unwrap_or(Path::new("")).join(target);
    }
    Ok(file)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::{FileTypeExt, symlink};

    use super::super::write_whole;
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("parasift-{}-destination-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn links_are_written_through_and_stay() {
        let folder = folder("links");
        std::fs::create_dir(folder.join("there")).unwrap();
        symlink("there/new", folder.join("to-nothing-yet")).unwrap();
        symlink("to-nothing-yet", folder.join("to-a-link")).unwrap();
        for text in ["first", "second"] {
            write_whole(&folder.join("to-a-link"), text.as_bytes()).unwrap();
            assert_eq!(std::fs::read_to_string(folder.join("there/new")).unwrap(), text);
        }
        assert!(folder.join("to-a-link").is_symlink() && folder.join("to-nothing-yet").is_symlink());
        assert_eq!(std::fs::read_dir(folder.join("there")).unwrap().count(), 1);

        symlink("round", folder.join("and")).unwrap();
        symlink("and", folder.join("round")).unwrap();
        let error = write_whole(&folder.join("round"), b"").unwrap_err();
        assert!(error.message().starts_with("Too many levels of symbolic links"), "{error}");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn devices_stay_devices() {
        // A link of our own, so that a mistake costs the machine nothing.
        let folder = folder("devices");
        symlink("/dev/null", folder.join("null")).unwrap();
        write_whole(&folder.join("null"), b"gone").unwrap();
        assert!(folder.join("null").is_symlink());
        assert!(std::fs::metadata("/dev/null").unwrap().file_type().is_char_device());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn folders_are_no_files() {
        let folder = folder("folders");
        let error = write_whole(&folder, b"").unwrap_err();
        assert_eq!(error.message(), "a folder: name a file in it");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
