//! Maps rows on all cores and keeps their order.
//!
//! A row is handed out as soon as it is read, so that interactive input is answered at once. At most [`WINDOW`] rows are in
//! flight, so memory stays bounded however long the input is.

use std::{
    collections::BTreeMap,
    io,
    ops::ControlFlow,
    panic::{self, AssertUnwindSafe},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{channel, sync_channel},
    },
    thread::{self, JoinHandle},
};

/// The maximum number of rows that are read and not yet passed on.
pub const WINDOW: usize = 1024;

type Job = Box<dyn FnOnce() + Send>;

/// The number of workers that this computer can run at once.
pub fn workers() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Applies `work` to every row of `source` on `workers` threads and passes the results to `sink` in order.
///
/// `sink` runs on this thread and ends everything by breaking. The source is abandoned then, even while it waits for its
/// next row, because a pipe may not have one for hours. If the system refuses to start threads, everything runs here.
///
/// # Panics
/// When `source` or `work` panics, on this thread and with the same payload.
pub fn map<I, O>(
    workers: usize,
    source: impl Iterator<Item = I> + Send + 'static,
    work: impl Fn(I) -> O + Send + Sync + 'static,
    sink: impl FnMut(O) -> ControlFlow<()>,
) where
    I: Send + 'static,
    O: Send + 'static,
{
    map_on(
        &|job| thread::Builder::new().spawn(job),
        workers,
        source,
        work,
        sink,
    );
}

/// [`map`] on threads that `spawn` starts.
fn map_on<I, O>(
    spawn: &dyn Fn(Job) -> io::Result<JoinHandle<()>>,
    workers: usize,
    source: impl Iterator<Item = I> + Send + 'static,
    work: impl Fn(I) -> O + Send + Sync + 'static,
    mut sink: impl FnMut(O) -> ControlFlow<()>,
) where
    I: Send + 'static,
    O: Send + 'static,
{
    // The reader puts in a permit for every row, and waits while the channel is full. Dropping an end stops the other.
    let (permits, free) = sync_channel(WINDOW);
    let (rows, waiting) = channel::<(u64, thread::Result<I>)>();
    let (done, results) = channel();
    let (work, waiting) = (Arc::new(work), Arc::new(Mutex::new(waiting)));
    let worker = || {
        let (work, waiting, done) = (work.clone(), waiting.clone(), done.clone());
        spawn(Box::new(move || {
            loop {
                let next = waiting
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .recv();
                let Ok((number, row)) = next else { return };
                let result =
                    row.and_then(|row| panic::catch_unwind(AssertUnwindSafe(|| work(row))));
                if done.send((number, result)).is_err() {
                    return;
                }
            }
        }))
    };
    let threads: Vec<_> = (0..workers.max(1)).map_while(|_| worker().ok()).collect();
    drop(done);
    drop(waiting);
    // Shared, so that it is still there if the reader cannot be started.
    let source = Arc::new(Mutex::new(Some(source)));
    let take = |source: &Mutex<Option<_>>| {
        let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
        source.take()
    };
    let reader = || {
        let source = source.clone();
        spawn(Box::new(move || {
            let mut source = take(&source).into_iter().flatten();
            for number in 0.. {
                let row = panic::catch_unwind(AssertUnwindSafe(|| source.next()));
                let Some(row) = row.transpose() else { return };
                let is_last = row.is_err();
                if permits.send(()).is_err() || rows.send((number, row)).is_err() || is_last {
                    return;
                }
            }
        }))
    };
    if threads.is_empty() || reader().is_err() {
        for row in take(&source).into_iter().flatten() {
            if sink(work(row)).is_break() {
                return;
            }
        }
        return;
    }
    let (mut early, mut next) = (BTreeMap::new(), 0);
    for (number, result) in results {
        early.insert(number, result);
        while let Some(result) = early.remove(&next) {
            next += 1;
            // There is one for every row.
            let _ = free.recv();
            let output = result.unwrap_or_else(|panic| panic::resume_unwind(panic));
            if sink(output).is_break() {
                return;
            }
        }
    }
    // So that what the workers hold, such as a key, is gone when this returns.
    drop(work);
    for thread in threads {
        let _ = thread.join();
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicU64, Ordering},
        time::Duration,
    };

    use super::*;

    /// What comes of `0..count` on a number of workers.
    fn all(workers: usize, count: u64) -> Vec<u64> {
        let mut results = Vec::new();
        let slow_at_times = |n: u64| {
            if n.is_multiple_of(97) {
                thread::sleep(Duration::from_millis(1));
            }
            n * 2
        };
        map(workers, 0..count, slow_at_times, |n| {
            results.push(n);
            ControlFlow::Continue(())
        });
        results
    }

    #[test]
    fn results_keep_the_order_of_rows() {
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
    fn reading_stops_at_the_window() {
        let read = Arc::new(AtomicU64::new(0));
        let counter = read.clone();
        let source = (0..u64::MAX).inspect(move |_| {
            counter.fetch_add(1, Ordering::SeqCst);
        });
        let mut written = 0;
        map(
            2,
            source,
            |n| n,
            |_| {
                written += 1;
                if written == 1 {
                    thread::sleep(Duration::from_millis(50));
                }
                assert!(read.load(Ordering::SeqCst) <= written + WINDOW as u64 + 2);
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
    fn a_row_is_answered_before_the_next_arrives() {
        let (sender, receiver) = channel();
        sender.send(0).expect("the receiver is there");
        let mut seen = Vec::new();
        let mut sender = Some(sender);
        map(
            3,
            receiver.into_iter(),
            |n: u64| n,
            |n| {
                seen.push(n);
                if n == 3 {
                    sender = None;
                } else if let Some(sender) = &sender {
                    sender.send(n + 1).expect("the receiver is there");
                }
                ControlFlow::Continue(())
            },
        );
        assert_eq!(seen, [0, 1, 2, 3]);
    }

    #[test]
    fn stopping_does_not_wait_for_a_silent_source() {
        let (sender, receiver) = channel();
        sender.send(1).expect("the receiver is there");
        map(
            2,
            receiver.into_iter(),
            |n: u64| n,
            |_| ControlFlow::Break(()),
        );
        // The source is still waiting for this.
        let _ = sender.send(2);
    }

    #[test]
    fn a_panic_in_a_row_is_passed_on() {
        for bad in [0, 500] {
            let work = move |n: u64| {
                assert!(n != bad, "row {bad} is bad");
                n
            };
            let ended = panic::catch_unwind(move || {
                map(2, 0..100_000_u64, work, |_| ControlFlow::Continue(()));
            });
            let panic = ended.expect_err("it is passed on");
            let message = panic.downcast_ref::<String>().expect("a message");
            assert!(message.contains(&format!("row {bad} is bad")), "{message}");
        }
    }

    #[test]
    fn refused_threads_leave_the_work_to_the_caller() {
        // Every thread, the reader alone, all but one worker and the reader.
        for refused in [&[0, 1, 2][..], &[2], &[1]] {
            let (mut count, mut results) = (AtomicU64::new(0), Vec::new());
            let spawn = |job: Job| {
                let number = count.fetch_add(1, Ordering::SeqCst);
                if refused.contains(&number) {
                    return Err(io::ErrorKind::WouldBlock.into());
                }
                thread::Builder::new().spawn(job)
            };
            map_on(
                &spawn,
                2,
                0..3000_u64,
                |n| n * 2,
                |n| {
                    results.push(n);
                    ControlFlow::Continue(())
                },
            );
            assert!(*count.get_mut() > 0);
            let expected: Vec<u64> = (0..3000).map(|n| n * 2).collect();
            assert_eq!(results, expected, "refused: {refused:?}");
        }
    }
}
