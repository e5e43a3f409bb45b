//! Which requests are worked on, and when: a bound on those at work, on those that wait, and on what they hold.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, timeout_at};

use super::Limits;
use super::problem::Problem;

/// Bodies of the largest size that may be in memory at once, beside those that are worked on.
const LARGEST_BODIES: usize = 4;

/// Bytes of large answers that may wait to be taken, beside [`LARGEST_BODIES`]: what is written for as many paragraphs as a
/// request may have.
const ANSWERS: usize = 256 << 20;

/// Answers up to this size are bounded by the number of connections: who does not take large ones keeps nobody out who asks
/// for a page.
const SMALL_ANSWER: usize = 1 << 18;

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
    /// For large answers that are not taken yet.
    answers: Arc<Semaphore>,
    most_answers: usize,
}

/// An answer, and the part of the memory that it holds for as long as any of it is to be written.
struct Held {
    bytes: Vec<u8>,
    _memory: Memory,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
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
        let most_answers = ANSWERS / MEMORY_UNIT + LARGEST_BODIES * largest;
        Admission {
            limits,
            places: semaphore(limits.concurrency.saturating_add(limits.queue)),
            workers: semaphore(limits.concurrency),
            memory: semaphore(largest.saturating_mul(limits.concurrency.saturating_add(LARGEST_BODIES))),
            answers: semaphore(most_answers),
            most_answers,
        }
    }

    /// Memory for so many bytes of a body; `None` if there is not so much now.
    pub(super) fn memory(&self, bytes: usize) -> Option<Memory> {
        let units = u32::try_from(bytes.div_ceil(MEMORY_UNIT)).ok()?;
        self.memory.clone().try_acquire_many_owned(units).ok()
    }

    /// The answer with the memory that it takes until it is written. Any answer has room if no other large one waits.
    ///
    /// # Errors
    ///
    /// 503 if too many others do.
    pub(super) fn held(&self, mut bytes: Vec<u8>) -> Result<Bytes, Problem> {
        bytes.shrink_to_fit();
        if bytes.len() <= SMALL_ANSWER {
            return Ok(bytes.into());
        }
        let units = bytes.len().div_ceil(MEMORY_UNIT).min(self.most_answers);
        let memory = self.answers.clone().try_acquire_many_owned(u32::try_from(units).unwrap_or(u32::MAX));
        let busy =
            |_| Problem::busy("there is no memory for the answer beside those that their clients have not taken yet");
        Ok(Bytes::from_owner(Held { bytes, _memory: memory.map_err(busy)? }))
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::response::IntoResponse;

    use super::*;

    const LIMITS: Limits =
        Limits { max_bytes: MEMORY_UNIT, timeout: Duration::from_secs(600), concurrency: 1, queue: 0 };

    fn run<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
    }

    #[test]
    fn work_that_panics_is_an_internal_error_and_leaves_its_place() {
        let admission = Admission::new(LIMITS);
        run(async {
            let work = admission.run(|_| -> Result<(), Problem> { panic!("of this test") });
            assert_eq!(work.await.unwrap_err().into_response().status(), 500);
            assert_eq!(admission.run(|_| Ok(7)).await.unwrap(), 7);
        });
    }

    #[test]
    fn work_of_which_the_caller_goes_away_is_abandoned() {
        let admission = Admission::new(LIMITS);
        let (send, receive) = std::sync::mpsc::channel();
        run(async {
            let work = admission.run(move |abandoned| {
                while !abandoned.is_set() {
                    std::thread::yield_now();
                }
                send.send("abandoned").unwrap();
                Ok(())
            });
            assert!(tokio::time::timeout(Duration::from_millis(1), work).await.is_err());
            // The thread has the only place until it sees that.
            assert_eq!(receive.recv().unwrap(), "abandoned");
        });
    }

    #[test]
    fn memory_is_for_some_of_the_largest_bodies() {
        let admission = Admission::new(LIMITS);
        let held: Vec<Memory> = std::iter::from_fn(|| admission.memory(2 * MEMORY_UNIT)).collect();
        assert_eq!(held.len(), LARGEST_BODIES + 1);
        assert!(admission.memory(1).is_none());
        drop(held);
        assert!(admission.memory(1).is_some());
    }

    #[test]
    fn answers_hold_their_memory_until_the_last_part_is_written() {
        let admission = Admission::new(LIMITS);
        let large = || admission.held(vec![0; ANSWERS / 2 + (1 << 16)]);
        let (first, second) = (large().unwrap(), large());
        assert_eq!(second.unwrap_err().into_response().status(), 503);
        // Small ones have room nevertheless.
        let small: Vec<Bytes> = (0..8).map(|_| admission.held(vec![0; SMALL_ANSWER]).unwrap()).collect();
        let last = first.slice(ANSWERS / 2..);
        drop((first, small));
        assert!(large().is_err());
        drop(last);
        let second = large().unwrap();
        drop(second);
        // One that is larger than all of the memory goes alone.
        let largest = admission.held(vec![0; 2 * ANSWERS]).unwrap();
        assert!(large().is_err());
        drop(largest);
        assert!(large().is_ok());
    }
}
