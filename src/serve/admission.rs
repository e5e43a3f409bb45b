//! Which requests are worked on, and when: a bound on those at work, on those that wait, and on what they hold.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, timeout_at};

use super::Limits;
use super::problem::Problem;

/// Bodies of the largest size that may be in memory at once, beside those that are worked on.
const LARGEST_BODIES: usize = 4;

/// The unit in which memory is counted, in bytes.
const MEMORY_UNIT: usize = 1 << 10;

/// The server's capacity.
pub(super) struct Admission {
    limits: Limits,
    /// To wait and to work.
    places: Arc<Semaphore>,
    /// To work.
    workers: Arc<Semaphore>,
    memory: Arc<Semaphore>,
}

/// A part of the memory for bodies, held until it is dropped.
pub(super) type Memory = OwnedSemaphorePermit;

/// Whether anybody still waits for an answer.
#[derive(Clone, Default)]
pub(super) struct Abandoned(Arc<AtomicBool>);

impl Abandoned {
    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Sets [`Abandoned`] when the one who waits goes away: at the timeout, or with the connection.
struct Waiting(Abandoned);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Relaxed);
    }
}

impl Admission {
    pub(super) fn new(limits: Limits) -> Self {
        let semaphore = |permits: usize| Arc::new(Semaphore::new(permits.min(Semaphore::MAX_PERMITS)));
        let largest = limits.max_bytes / MEMORY_UNIT + 1;
        Admission {
            limits,
            places: semaphore(limits.concurrency.saturating_add(limits.queue)),
            workers: semaphore(limits.concurrency),
            memory: semaphore(largest.saturating_mul(limits.concurrency.saturating_add(LARGEST_BODIES))),
        }
    }

    /// Memory for so many bytes of a body; `None` if there is not so much now.
    pub(super) fn memory(&self, bytes: usize) -> Option<Memory> {
        let units = u32::try_from(bytes.div_ceil(MEMORY_UNIT)).ok()?;
        self.memory.clone().try_acquire_many_owned(units).ok()
    }

    /// Does some work on a thread where it may take its time, as soon as there is one.
    ///
    /// # Errors
    ///
    /// 503 if there is no place, or no thread in time; 504 if the work takes too long. It then goes on until it sees that it
    /// is abandoned, and keeps its thread until then.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Abandoned) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let deadline = Instant::now() + self.limits.timeout;
        let place = self.places.clone().try_acquire_owned();
        let place = place.map_err(|_| Problem::busy("too many requests wait already"))?;
        let worker = timeout_at(deadline, self.workers.clone().acquire_owned()).await;
        let Ok(Ok(worker)) = worker else {
            return Err(Problem::busy(format!("no thread came free within {:?}", self.limits.timeout)));
        };
        let abandoned = Abandoned::default();
        let waiting = Waiting(abandoned.clone());
        let working = spawn_blocking(move || {
            let done = work(&abandoned);
            drop((worker, place));
            done
        });
        let done = timeout_at(deadline, working).await;
        drop(waiting);
        match done {
            Ok(Ok(done)) => done,
            Ok(Err(_)) => Err(Problem::internal("the page could not be read")),
            Err(_) => Err(Problem::timed_out(format!("not done within {:?}", self.limits.timeout))),
        }
    }
}
