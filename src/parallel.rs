//! Work on several threads whose result does not depend on their number.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// Does `work` on every item and returns the results in the order of the items.
///
/// Items are taken in order, and after a failure no new one is taken. What was taken before is
/// finished, so the failure that is returned is always that of the earliest item that fails.
///
/// # Errors
/// The error of the earliest item whose work fails.
pub fn try_map<T: Send, R: Send, E: Send>(
    items: Vec<T>,
    threads: NonZeroUsize,
    work: impl Fn(T) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E> {
    let threads = threads.get().min(items.len());
    let queue = Mutex::new(items.into_iter().enumerate());
    let failed = AtomicBool::new(false);
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let run = || {
        let mut done = Vec::new();
        while !failed.load(Ordering::Relaxed) {
            let Some((index, item)) = next() else { break };
            let result = work(item);
            if result.is_err() {
                failed.store(true, Ordering::Relaxed);
            }
            done.push((index, result));
        }
        done
    };
    let mut results = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let mut results = run();
        for other in others {
            results.extend(
                other
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            );
        }
        results
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for threads in 1..5 {
            let threads = NonZeroUsize::new(threads).unwrap();
            let squares: Result<Vec<u64>, ()> =
                try_map((0..100).collect(), threads, |n: u64| Ok(n * n));
            assert_eq!(squares, Ok((0..100).map(|n| n * n).collect()));
        }
    }

    #[test]
    fn the_earliest_failure_is_returned_on_any_number_of_threads() {
        for threads in 1..5 {
            let threads = NonZeroUsize::new(threads).unwrap();
            let work = |n: u64| if n % 7 == 6 { Err(n) } else { Ok(n) };
            assert_eq!(try_map((0..100).collect(), threads, work), Err(6));
        }
    }
}
