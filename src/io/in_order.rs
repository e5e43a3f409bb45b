//! Work spread over threads, with results in the order of the input and a bound on what is in memory.

use std::collections::BTreeMap;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes of input that may be read but not yet written out. One larger item is let through alone.
const MOST_IN_FLIGHT: usize = 1 << 25;

/// What an item costs beside its bytes, so that empty ones are bounded too.
const COST_OF_ITEM: usize = 1 << 12;

/// Calls `work` on every item and `sink` on every result, the latter in the order of the items. The items are drawn by a
/// thread of their own (which reads and inflates while others work), `work` runs on `threads` threads, `sink` on the caller's.
/// With a single thread all is done on the caller's.
///
/// # Errors
///
/// The first of `sink`; nothing is read after it.
pub(crate) fn in_order<T: Send, R: Send, E>(
    items: impl Iterator<Item = T> + Send,
    size: impl Fn(&T) -> usize + Send,
    threads: usize,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    if threads <= 1 {
        return items.map(work).try_for_each(sink);
    }
    let budget = Budget::default();
    let (to_workers, from_reader) = mpsc::channel();
    let from_reader = Mutex::new(from_reader);
    std::thread::scope(|scope| {
        let (to_sink, from_workers) = mpsc::channel();
        let (budget, work, from_reader) = (&budget, &work, &from_reader);
        scope.spawn(move || draw(items, size, budget, &to_workers));
        for _ in 0..threads {
            let to_sink = to_sink.clone();
            scope.spawn(move || {
                let _guard = CloseOnPanic(budget);
                run_worker(from_reader, work, &to_sink);
            });
        }
        drop(to_sink);
        let done = deliver(&from_workers, budget, &mut sink);
        // After an error the reader stops at its next item, and the workers when nothing more comes.
        budget.close();
        done
    })
}

/// An item or a result, with its number and what it takes of the budget.
struct Numbered<T> {
    number: usize,
    cost: usize,
    of: T,
}

fn draw<T>(
    items: impl Iterator<Item = T>,
    size: impl Fn(&T) -> usize,
    budget: &Budget,
    to_workers: &Sender<Numbered<T>>,
) {
    for (number, of) in items.enumerate() {
        let cost = size(&of) + COST_OF_ITEM;
        if !budget.take(cost) || to_workers.send(Numbered { number, cost, of }).is_err() {
            return;
        }
    }
}

fn run_worker<T, R>(from_reader: &Mutex<Receiver<Numbered<T>>>, work: &impl Fn(T) -> R, to_sink: &Sender<Numbered<R>>) {
    loop {
        let next = locked(from_reader).recv();
        let Ok(Numbered { number, cost, of }) = next else { return };
        if to_sink.send(Numbered { number, cost, of: work(of) }).is_err() {
            return;
        }
    }
}

fn deliver<R, E>(
    from_workers: &Receiver<Numbered<R>>,
    budget: &Budget,
    sink: &mut impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let (mut early, mut next) = (BTreeMap::new(), 0);
    for Numbered { number, cost, of } in from_workers {
        early.insert(number, (cost, of));
        while let Some((cost, of)) = early.remove(&next) {
            sink(of)?;
            budget.give(cost);
            next += 1;
        }
    }
    Ok(())
}

/// What is in flight.
#[derive(Default)]
struct Budget {
    state: Mutex<InFlight>,
    changed: Condvar,
}

#[derive(Default)]
struct InFlight {
    bytes: usize,
    is_closed: bool,
}

impl Budget {
    /// Waits until there is room; whether there is any use in going on.
    fn take(&self, cost: usize) -> bool {
        let is_full = |state: &mut InFlight| !state.is_closed && state.bytes > 0 && state.bytes + cost > MOST_IN_FLIGHT;
        let waited = self.changed.wait_while(locked(&self.state), is_full);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        state.bytes += cost;
        !state.is_closed
    }

    fn give(&self, cost: usize) {
        locked(&self.state).bytes -= cost;
        self.changed.notify_all();
    }

    fn close(&self) {
        locked(&self.state).is_closed = true;
        self.changed.notify_all();
    }
}

/// Ends the reading if a worker dies: its result will never come, and all would wait for it for ever. The panic goes on
/// when the threads are joined.
struct CloseOnPanic<'b>(&'b Budget);

impl Drop for CloseOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.close();
        }
    }
}

/// A lock holds plain numbers or a channel, which a panic elsewhere cannot leave half changed.
/// The value in a mutex, also of one whose owner panicked.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    type Done = Result<(), &'static str>;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for threads in [1, 2, 7] {
            let mut got = Vec::new();
            let work = |item: u64| {
                std::thread::sleep(std::time::Duration::from_micros(item * 7919 % 300));
                item * 2
            };
            let done: Done = in_order(
                0..500,
                |_| MOST_IN_FLIGHT / 10,
                threads,
                work,
                |result| {
                    got.push(result);
                    Ok(())
                },
            );
            assert!(done.is_ok());
            assert_eq!(got, (0..500).map(|item| item * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn no_more_is_read_than_may_be_in_flight() {
        let (read, written) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items = (0..200).inspect(|_| {
            let ahead = read.fetch_add(1, Ordering::SeqCst) - written.load(Ordering::SeqCst);
            // Three fit, and one is in the reader's hand.
            assert!(ahead <= 4, "{ahead}");
        });
        let done: Done = in_order(
            items,
            |_| MOST_IN_FLIGHT / 3 - COST_OF_ITEM,
            2,
            |item| item,
            |_| {
                written.fetch_add(1, Ordering::SeqCst);
                Ok(())
            },
        );
        assert!(done.is_ok() && written.into_inner() == 200);
    }

    #[test]
    #[should_panic(expected = "scoped thread panicked")]
    fn a_panic_is_passed_on() {
        let work = |item: usize| assert!(item != 3, "of this test");
        let _: Done = in_order(0..1_000_000, |_| MOST_IN_FLIGHT, 2, work, |()| Ok(()));
    }

    #[test]
    fn an_error_of_the_sink_ends_all() {
        let read = AtomicUsize::new(0);
        let items = (0..1_000_000).inspect(|_| _ = read.fetch_add(1, Ordering::SeqCst));
        let mut left = 10;
        let done = in_order(
            items,
            |_| MOST_IN_FLIGHT / 4,
            2,
            |item| item,
            |_| {
                left -= 1;
                if left == 0 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!(done, Err("full"));
        assert!(read.into_inner() < 100);
    }
}
