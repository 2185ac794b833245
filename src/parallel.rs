//! Work on several threads whose result does not depend on their number.

use std::iter::Enumerate;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::vec::IntoIter;

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
    let slots = items.iter().map(|_| None).collect();
    // Taking an item and putting down the result of the one before is one turn at the desk.
    let desk = Mutex::new(Desk {
        items: items.into_iter().enumerate(),
        slots,
        failed: false,
    });
    let turn = |done: Option<(usize, Result<R, E>)>| {
        let mut desk = desk.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((index, result)) = done {
            desk.failed |= result.is_err();
            desk.slots[index] = Some(result);
        }
        if desk.failed { None } else { desk.items.next() }
    };
    let run = || {
        let mut done = None;
        while let Some((index, item)) = turn(done.take()) {
            done = Some((index, work(item)));
        }
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        run();
        for other in others {
            other
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        }
    });
    let desk = desk.into_inner().unwrap_or_else(PoisonError::into_inner);
    // Only behind a failure is an item that was not taken.
    desk.slots.into_iter().map_while(|result| result).collect()
}

/// What several threads take their work from, and where they put it down.
struct Desk<T, R, E> {
    items: Enumerate<IntoIter<T>>,
    /// A place for the result of each item.
    slots: Vec<Option<Result<R, E>>>,
    failed: bool,
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
