//! Where the output goes: standard output, one file, or a folder with a file for every file that is read.

use std::borrow::Cow;
use std::io::{self, StdoutLock, Write};
use std::path::{Path, PathBuf};

use super::part::Part;
#[cfg(feature = "parquet")]
use super::rows::Rows;
use super::{Checkpoint, Format, Job, Made, Position, Row, RunArgs, names};
use crate::cli::Stop;
use crate::error::{Error, ErrorKind, Result};
use crate::io::Listed;
#[cfg(feature = "parquet")]
use crate::io::parquet::Shape;

/// Why something was not written.
pub(super) enum Problem {
    /// It lies in the record; the others are written all the same.
    Record(Error),
    /// It lies in the output: nothing more can be written.
    Output(Stop),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        // Files that are written fail with the kind of a file; records with that of data.
        match error.kind() {
            ErrorKind::Io => Problem::Output(Stop::Error(error)),
            _ => Problem::Record(error),
        }
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        Problem::Output(Stop::Output(error))
    }
}

pub(super) struct Place {
    target: Target,
    /// The file that is written now, if any.
    open: Option<Output>,
    drop_log: Option<PathBuf>,
    drops: Option<Part>,
    style: Style,
    /// Whether anything stands in what is written now.
    is_begun: bool,
}

/// How records are written one after the other.
struct Style {
    csv_head: String,
    text_ending: &'static str,
    text_between: &'static str,
    #[cfg(feature = "parquet")]
    shape: Shape,
}

enum Target {
    Stream {
        out: StdoutLock<'static>,
        has_colors: bool,
    },
    /// Whether it is one of rows, which are not bytes one behind the other.
    File {
        path: PathBuf,
        has_rows: bool,
    },
    /// By the number of the input: the name of the output without its ending, and that of the input's compression.
    Folder(Vec<(PathBuf, String)>),
}

enum Output {
    Bytes(Box<Part>),
    #[cfg(feature = "parquet")]
    Rows(Box<Rows>),
}

impl Place {
    pub(super) fn new<W>(args: &RunArgs, job: &Job<W>, files: &[Result<Listed>]) -> Result<Place> {
        let target = match &args.out {
            Some(out) if names::is_folder(out) => {
                let compressions =
                    files.iter().map(|file| file.as_ref().map_or("", |file| names::compression(&file.name)));
                let names = names::outputs(out, files)?;
                Target::Folder(names.into_iter().zip(compressions.map(str::to_owned)).collect())
            }
            Some(out) => Target::File { path: out.clone(), has_rows: args.format_of(None).has_rows() },
            #[cfg(feature = "parquet")]
            None if args.format == Some(Format::Parquet) => {
                return Err(Error::new(ErrorKind::Io, "Parquet goes into a file: name one with --out FILE"));
            }
            None => {
                let choice = anstream::AutoStream::choice(&io::stdout());
                Target::Stream { out: io::stdout().lock(), has_colors: choice != anstream::ColorChoice::Never }
            }
        };
        let style = Style {
            csv_head: job.csv_columns.join(",") + "\n",
            text_ending: job.text_ending,
            text_between: job.text_between,
            #[cfg(feature = "parquet")]
            shape: job.shape.clone(),
        };
        Ok(Place { target, open: None, drop_log: job.drop_log.clone(), drops: None, style, is_begun: false })
    }

    /// Opens what is there from the beginning, or what was written up to a checkpoint.
    pub(super) fn go_on(&mut self, checkpoint: &Checkpoint) -> Result<()> {
        let is_new = checkpoint.position == Position::default();
        let open = |path: &Path, length| if is_new { Part::new(path) } else { Part::go_on(path, length) };
        self.drops = self.drop_log.as_deref().map(|path| open(path, checkpoint.drops)).transpose()?;
        if let Target::File { path, has_rows: false } = &self.target {
            self.open = Some(Output::Bytes(Box::new(open(path, checkpoint.length)?)));
        }
        self.is_begun = checkpoint.length > 0;
        Ok(())
    }

    pub(super) fn write(&mut self, made: Made, input: usize, format: Format) -> std::result::Result<(), Problem> {
        if let (Some(line), Some(drops)) = (made.dropped, &mut self.drops) {
            drops.write(line.as_bytes())?;
        }
        match made.row {
            None => Ok(()),
            Some(Row::Bytes(bytes)) => self.write_bytes(&bytes, input, format),
            #[cfg(feature = "parquet")]
            Some(Row::Columns(json, row)) => self.write_row(&json, row, input),
        }
    }

    fn write_bytes(&mut self, bytes: &[u8], input: usize, format: Format) -> std::result::Result<(), Problem> {
        if let (Target::Folder(_), None) = (&self.target, &self.open) {
            self.open = Some(Output::Bytes(Box::new(Part::new(&self.output(input, format))?)));
            self.is_begun = false;
        }
        let lead = match (format, self.is_begun) {
            (Format::Csv, false) => &self.style.csv_head,
            (Format::Text, true) => self.style.text_between,
            _ => "",
        };
        self.is_begun = true;
        match (&mut self.open, &mut self.target) {
            (Some(Output::Bytes(part)), _) => {
                part.write(lead.as_bytes())?;
                part.write(&without_colors(bytes, format))?;
            }
            (None, Target::Stream { out, has_colors }) => {
                out.write_all(lead.as_bytes())?;
                let bytes = if *has_colors { Cow::Borrowed(bytes) } else { without_colors(bytes, format) };
                out.write_all(&bytes)?;
            }
            _ => {
                let message = "its format is not that of the file that is being written";
                return Err(Problem::Record(Error::new(ErrorKind::Data, message)));
            }
        }
        Ok(())
    }

    #[cfg(feature = "parquet")]
    fn write_row(
        &mut self,
        json: &[u8],
        row: Option<crate::io::Row>,
        input: usize,
    ) -> std::result::Result<(), Problem> {
        if self.open.is_none() {
            let path = match &self.target {
                Target::File { path, .. } => path.clone(),
                _ => self.output(input, Format::Parquet),
            };
            self.open = Some(Output::Rows(Box::new(Rows::new(&path, &self.style.shape, row.as_ref())?)));
        }
        match &mut self.open {
            Some(Output::Rows(rows)) => Ok(rows.push(json, row)?),
            _ => Err(Problem::Record(Error::new(ErrorKind::Data, "Parquet and other formats cannot share a file"))),
        }
    }

    /// The name of an output in a folder.
    fn output(&self, input: usize, format: Format) -> PathBuf {
        let (Target::Folder(names), ending) = (&self.target, self.ending(format)) else { return PathBuf::new() };
        let (path, compression) = &names[input];
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".");
        name.push(ending);
        if matches!(format, Format::Jsonl | Format::Csv) {
            name.push(compression);
        }
        path.with_file_name(name)
    }

    fn ending(&self, format: Format) -> &'static str {
        match format {
            Format::Text => self.style.text_ending,
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
            #[cfg(feature = "parquet")]
            Format::Parquet => "parquet",
        }
    }

    /// A file that is read is over; so is its output in a folder.
    pub(super) fn end_input(&mut self) -> Result<()> {
        match self.target {
            Target::Folder(_) => self.close(),
            _ => Ok(()),
        }
    }

    fn close(&mut self) -> Result<()> {
        match self.open.take() {
            Some(Output::Bytes(part)) => part.finish(),
            #[cfg(feature = "parquet")]
            Some(Output::Rows(rows)) => rows.finish(),
            None => Ok(()),
        }
    }

    /// Whether a checkpoint can be at this place: files of a folder are written as a whole.
    pub(super) fn can_save(&self, position: Position) -> bool {
        !matches!(self.target, Target::Folder(_)) || position.records == 0
    }

    /// Whether a checkpoint can be at this place that no undisturbed run has: what is compressed shows where it was cut.
    pub(super) fn can_save_extra(&self, position: Position) -> bool {
        let is_plain = match &self.open {
            Some(Output::Bytes(part)) => part.is_plain(),
            _ => true,
        };
        self.can_save(position) && is_plain && self.drops.as_ref().is_none_or(Part::is_plain)
    }

    /// Makes sure of all that was written, and notes how much that is.
    pub(super) fn cut(&mut self, checkpoint: &mut Checkpoint) -> Result<()> {
        if let Some(Output::Bytes(part)) = &mut self.open {
            checkpoint.length = part.cut()?;
        }
        if let Some(drops) = &mut self.drops {
            checkpoint.drops = drops.cut()?;
        }
        Ok(())
    }

    /// All is written: files get their names.
    pub(super) fn finish(&mut self) -> std::result::Result<(), Stop> {
        #[cfg(feature = "parquet")]
        if let (Target::File { path, has_rows: true }, None) = (&self.target, &self.open) {
            // No page at all: a file without rows.
            Rows::new(path, &self.style.shape, None)?.finish()?;
        }
        self.close()?;
        self.drops.take().map_or(Ok(()), Part::finish)?;
        self.flush()
    }

    /// What goes to standard output is out.
    pub(super) fn flush(&mut self) -> std::result::Result<(), Stop> {
        match &mut self.target {
            Target::Stream { out, .. } => Ok(out.flush()?),
            _ => Ok(()),
        }
    }
}

/// Text as it is where no colours are shown.
fn without_colors(bytes: &[u8], format: Format) -> Cow<'_, [u8]> {
    match format {
        Format::Text if memchr::memchr(0x1b, bytes).is_some() => {
            Cow::Owned(anstream::adapter::strip_bytes(bytes).into_vec())
        }
        _ => Cow::Borrowed(bytes),
    }
}
