//! Many pages at once, spread over threads.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use arrow_array::RecordBatch;
use parasift::{Input, LabeledPage};
use pyo3::exceptions::{PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;
use rayon::ThreadPoolBuilder;

use crate::capsule::arrays;
use crate::error::raised;
use crate::source::{Given, Reading, Source};
use crate::{arrow, source};

/// After how long it is looked whether the user has interrupted.
const PATIENCE: Duration = Duration::from_millis(100);

/// Rows and bytes of pages that make one batch of a table. Neither depends on the threads, so neither does the table.
const MOST_ROWS: usize = 1024;
const MANY_BYTES: usize = 1 << 19;

/// How the pages of a batch are found and read.
pub(crate) struct Batch<'a> {
    pub(crate) column: Option<&'a str>,
    pub(crate) reading: Reading<'a>,
    pub(crate) threads: Option<NonZeroUsize>,
}

/// Pages of one or the other kind.
pub(crate) enum Pages {
    List(Vec<Given>),
    Arrow(Vec<arrow_array::ArrayRef>, Input),
}

impl Batch<'_> {
    /// The pages of a list, or of whatever speaks Arrow.
    pub(crate) fn pages(&self, pages: &Bound<'_, PyAny>) -> PyResult<Pages> {
        if let Some(arrays) = arrays(pages)? {
            let (arrays, named) = arrow::column(arrays, self.column)?;
            let input = if self.reading.input == Input::Auto { named } else { self.reading.input };
            return pages.py().detach(|| arrow::checked(arrays)).map(|arrays| Pages::Arrow(arrays, input));
        }
        if pages.is_instance_of::<PyString>() || self.column.is_some() {
            let message = "a batch is a list of pages, or a table or column of Arrow; column= is for tables";
            return Err(PyTypeError::new_err(message));
        }
        let given = pages.try_iter()?.enumerate().map(|(index, page)| {
            Given::of(&page?).map_err(|error| {
                let py = pages.py();
                if error.is_instance_of::<PyTypeError>(py) {
                    return PyTypeError::new_err(format!("page {index}: {}", error.value(py)));
                }
                error
            })
        });
        given.collect::<PyResult<_>>().map(Pages::List)
    }

    /// What comes of each page of a list, in their order.
    pub(crate) fn each<R: Send>(
        &self,
        py: Python<'_>,
        pages: &[Given],
        work: impl Fn(parasift::Page<'_>) -> R + Sync,
    ) -> PyResult<Vec<R>> {
        let reading = self.reading;
        let jobs = pages.iter().map(|page| move || page.source().page(reading)).collect();
        spread(py, self.threads, jobs, |page| work(page()))
    }

    /// Batches of rows, a row for each page.
    pub(crate) fn rows(
        &self,
        py: Python<'_>,
        arrays: &[arrow_array::ArrayRef],
        input: Input,
        classifier: &parasift::Classifier,
        rows: impl Fn(&[Option<LabeledPage<'_>>]) -> parasift::Result<RecordBatch> + Sync,
    ) -> PyResult<Vec<RecordBatch>> {
        let reading = Reading { input, ..self.reading };
        let sources: Vec<Vec<Option<Source<'_>>>> =
            arrays.iter().map(|array| arrow::sources(array)).collect::<PyResult<_>>()?;
        let jobs = sources.iter().flat_map(|sources| cut(sources)).collect();
        let batches = spread(py, self.threads, jobs, |pages: &[Option<Source<'_>>]| {
            let pages = pages.iter().map(|source| source.map(|source| classifier.classify(source.page(reading))));
            rows(&pages.collect::<Vec<_>>())
        })?;
        batches.into_iter().collect::<parasift::Result<_>>().map_err(|error| raised(py, &error))
    }
}

/// Parts of about the same size.
fn cut<'s, 'a>(sources: &'s [Option<Source<'a>>]) -> Vec<&'s [Option<Source<'a>>]> {
    let (mut parts, mut start, mut bytes) = (Vec::new(), 0, 0);
    for (index, source) in sources.iter().enumerate() {
        bytes += source.map_or(0, Source::len);
        if bytes >= MANY_BYTES || index + 1 - start == MOST_ROWS || index + 1 == sources.len() {
            parts.push(&sources[start..=index]);
            (start, bytes) = (index + 1, 0);
        }
    }
    parts
}

/// Does work in threads, without holding the interpreter, and gives the results in order. The threads are this call's own:
/// a process that was forked has none of its parent's.
///
/// # Errors
///
/// What the user's interruption raises, as soon as the work at hand is done.
fn spread<T: Send, R: Send>(
    py: Python<'_>,
    threads: Option<NonZeroUsize>,
    jobs: Vec<T>,
    work: impl Fn(T) -> R + Sync,
) -> PyResult<Vec<R>> {
    let threads = threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let pool = ThreadPoolBuilder::new().num_threads(threads.min(jobs.len()).max(1)).build();
    let pool = pool.map_err(|error| PyRuntimeError::new_err(format!("threads cannot be started: {error}")))?;
    let (work, is_stopped) = (&work, &AtomicBool::new(false));
    let mut results: Vec<Option<R>> = jobs.iter().map(|_| None).collect();
    let done = py.detach(|| {
        pool.in_place_scope_fifo(|scope| {
            let (sender, receiver) = channel();
            for (index, job) in jobs.into_iter().enumerate() {
                let sender = sender.clone();
                scope.spawn_fifo(move |_| {
                    if !is_stopped.load(Ordering::Relaxed) {
                        // Nobody receives any more after an interruption.
                        let _ = sender.send((index, work(job)));
                    }
                });
            }
            drop(sender);
            loop {
                match receiver.recv_timeout(PATIENCE) {
                    Ok((index, result)) => results[index] = Some(result),
                    Err(RecvTimeoutError::Disconnected) => return Ok(()),
                    Err(RecvTimeoutError::Timeout) => Python::attach(|py| py.check_signals())
                        .inspect_err(|_| is_stopped.store(true, Ordering::Relaxed))?,
                }
            }
        })
    });
    done.map(|()| results.into_iter().flatten().collect())
}

/// The batch that keyword arguments ask for.
pub(crate) fn batch<'a>(
    column: Option<&'a str>,
    input: &str,
    charset: Option<&'a str>,
    threads: Option<i64>,
) -> PyResult<Batch<'a>> {
    let count = |threads: i64| usize::try_from(threads).ok().and_then(NonZeroUsize::new);
    let asked =
        |threads| count(threads).ok_or_else(|| PyValueError::new_err(format!("threads are 1 or more, not {threads}")));
    let threads = threads.map(asked).transpose()?;
    Ok(Batch { column, reading: Reading { input: source::input(input)?, charset }, threads })
}
