//! All cores at work on rows that keep their order.
//!
//! Rows are taken as they come and handed out one by one while there are few of them, so that what is typed is answered
//! at once, and by the handful when they pile up. No more than [`WINDOW`] are ever under way, so that memory stays
//! bounded however long the input is.

use std::{
    any::Any,
    collections::{BTreeMap, VecDeque},
    ops::ControlFlow,
    panic::{self, AssertUnwindSafe},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

/// The most rows between the one that was read last and the one that was written last.
pub const WINDOW: u64 = 1024;

/// The most rows that one worker takes at a time.
const HANDFUL: usize = 32;

struct State<I, O> {
    waiting: VecDeque<I>,
    /// What is done and not yet fetched, by the number of its first row.
    done: BTreeMap<u64, Vec<O>>,
    read: u64,
    taken: u64,
    fetched: u64,
    /// There is nothing more to read.
    is_over: bool,
    /// Nobody wants the rest.
    is_stopped: bool,
    panic: Option<Box<dyn Any + Send>>,
}

struct Crew<I, O> {
    state: Mutex<State<I, O>>,
    /// There is room for another row, or none is wanted.
    room: Condvar,
    /// There is work, or will never be any.
    work: Condvar,
    /// There is something to fetch, or will never be anything.
    ready: Condvar,
}

/// How many workers this machine has use for.
pub fn size() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Does `work` to everything that `source` has, on `workers` threads, and gives the results to `sink` in their order.
///
/// `sink` runs here; it ends all of it by breaking. The source is left alone then, even in the middle of waiting for its
/// next row, since a pipe may have none for hours.
///
/// # Panics
/// When `source` or `work` panics, here and with the same words.
pub fn run<I, O>(
    workers: usize,
    source: impl Iterator<Item = I> + Send + 'static,
    work: impl Fn(I) -> O + Send + Sync + 'static,
    mut sink: impl FnMut(O) -> ControlFlow<()>,
) where
    I: Send + 'static,
    O: Send + 'static,
{
    let crew = Arc::new(Crew {
        state: Mutex::new(State {
            waiting: VecDeque::new(),
            done: BTreeMap::new(),
            read: 0,
            taken: 0,
            fetched: 0,
            is_over: false,
            is_stopped: false,
            panic: None,
        }),
        room: Condvar::new(),
        work: Condvar::new(),
        ready: Condvar::new(),
    });
    // However this ends, even by a panic of the sink, nobody is left waiting.
    let _dismissal = Dismissal(&crew);
    let reader = crew.clone();
    thread::spawn(move || reader.guarded(|| reader.read(source)));
    let work = Arc::new(work);
    let threads: Vec<_> = (0..workers.max(1))
        .map(|_| {
            let (worker, work) = (crew.clone(), work.clone());
            thread::spawn(move || worker.guarded(|| worker.work(&*work)))
        })
        .collect();
    while let Some(results) = crew.fetch() {
        for result in results {
            if sink(result).is_break() {
                return;
            }
        }
    }
    // What they hold, such as a key, is gone when this returns.
    for thread in threads {
        // Their panics are kept in the state.
        let _ = thread.join();
    }
    let panic = crew.lock().panic.take();
    if let Some(panic) = panic {
        panic::resume_unwind(panic);
    }
}

impl<I, O> Crew<I, O> {
    fn lock(&self) -> MutexGuard<'_, State<I, O>> {
        // Nothing that is locked runs code of others, so it is never left half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stop(&self, panic: Option<Box<dyn Any + Send>>) {
        let mut state = self.lock();
        state.is_stopped = true;
        if state.panic.is_none() {
            state.panic = panic;
        }
        drop(state);
        self.room.notify_all();
        self.work.notify_all();
        self.ready.notify_all();
    }

    /// A panic ends the work of all, and is told where all was started.
    fn guarded(&self, duty: impl FnOnce()) {
        if let Err(panic) = panic::catch_unwind(AssertUnwindSafe(duty)) {
            self.stop(Some(panic));
        }
    }

    fn read(&self, source: impl Iterator<Item = I>) {
        for row in source {
            let mut state = self.lock();
            while state.read - state.fetched >= WINDOW && !state.is_stopped {
                state = self
                    .room
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
            }
            if state.is_stopped {
                return;
            }
            state.read += 1;
            state.waiting.push_back(row);
            drop(state);
            self.work.notify_one();
        }
        self.lock().is_over = true;
        self.work.notify_all();
        self.ready.notify_all();
    }

    fn work(&self, work: &impl Fn(I) -> O) {
        loop {
            let mut state = self.lock();
            while state.waiting.is_empty() && !state.is_over && !state.is_stopped {
                state = self
                    .work
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
            }
            if state.is_stopped || state.waiting.is_empty() {
                return;
            }
            let count = (state.waiting.len() / 4).clamp(1, HANDFUL);
            let rows: Vec<I> = state.waiting.drain(..count).collect();
            let first = state.taken;
            state.taken += count as u64;
            drop(state);
            let results = rows.into_iter().map(work).collect();
            self.lock().done.insert(first, results);
            self.ready.notify_one();
        }
    }

    /// The next results in order; `None` when there will be no more.
    fn fetch(&self) -> Option<Vec<O>> {
        let mut state = self.lock();
        loop {
            if state.is_stopped {
                return None;
            }
            let next = state.fetched;
            if let Some(results) = state.done.remove(&next) {
                state.fetched += results.len() as u64;
                drop(state);
                self.room.notify_one();
                return Some(results);
            }
            if state.is_over && state.fetched == state.read {
                return None;
            }
            state = self
                .ready
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

struct Dismissal<'a, I, O>(&'a Crew<I, O>);

impl<I, O> Drop for Dismissal<'_, I, O> {
    fn drop(&mut self) {
        self.0.stop(None);
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            atomic::{AtomicU64, Ordering},
            mpsc,
        },
        time::Duration,
    };

    use super::*;

    fn all(workers: usize, count: u64) -> Vec<u64> {
        let mut results = Vec::new();
        let slow_at_times = |n: u64| {
            if n.is_multiple_of(97) {
                thread::sleep(Duration::from_millis(1));
            }
            n * 2
        };
        run(workers, 0..count, slow_at_times, |n| {
            results.push(n);
            ControlFlow::Continue(())
        });
        results
    }

    #[test]
    fn results_come_in_the_order_of_the_rows() {
        for (workers, count) in [(1, 0), (1, 1), (4, 5000), (7, 1025)] {
            let wanted: Vec<u64> = (0..count).map(|n| n * 2).collect();
            assert_eq!(
                all(workers, count),
                wanted,
                "{workers} workers, {count} rows"
            );
        }
    }

    #[test]
    fn no_more_is_read_than_fits() {
        let read = Arc::new(AtomicU64::new(0));
        let counter = read.clone();
        let source = (0..u64::MAX).inspect(move |_| {
            counter.fetch_add(1, Ordering::SeqCst);
        });
        let mut written = 0;
        run(
            2,
            source,
            |n| n,
            |_| {
                written += 1;
                if written == 1 {
                    thread::sleep(Duration::from_millis(50));
                }
                assert!(read.load(Ordering::SeqCst) <= written + WINDOW + HANDFUL as u64 + 1);
                if written == 5000 {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        assert_eq!(written, 5000);
    }

    #[test]
    fn a_row_is_answered_before_the_next_one_comes() {
        let (sender, receiver) = mpsc::channel();
        sender.send(0).expect("somebody listens");
        let mut seen = Vec::new();
        let mut sender = Some(sender);
        run(
            3,
            receiver.into_iter(),
            |n: u64| n,
            |n| {
                seen.push(n);
                if n == 3 {
                    sender = None;
                } else if let Some(sender) = &sender {
                    sender.send(n + 1).expect("somebody listens");
                }
                ControlFlow::Continue(())
            },
        );
        assert_eq!(seen, [0, 1, 2, 3]);
    }

    #[test]
    fn stopping_does_not_wait_for_a_source_that_says_nothing() {
        let (sender, receiver) = mpsc::channel();
        sender.send(1).expect("somebody listens");
        run(
            2,
            receiver.into_iter(),
            |n: u64| n,
            |_| ControlFlow::Break(()),
        );
        // The source still waits for this one.
        let _ = sender.send(2);
    }

    #[test]
    fn a_panic_ends_all_of_it_and_is_told() {
        for bad in [0, 500] {
            let work = move |n: u64| {
                assert!(n != bad, "row {bad} is bad");
                n
            };
            let ended = panic::catch_unwind(move || {
                run(2, 0..100_000_u64, work, |_| ControlFlow::Continue(()));
            });
            let panic = ended.expect_err("it is passed on");
            let words = panic.downcast_ref::<String>().expect("a text");
            assert!(words.contains(&format!("row {bad} is bad")), "{words}");
        }
    }
}
