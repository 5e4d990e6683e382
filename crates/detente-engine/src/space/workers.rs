//! Work on several threads, and in place on one: a program without threads can do all of it.

use std::sync::Mutex;

/// The results for all items, in their order, on at most so many threads; one thread is the caller's own.
///
/// # Panics
/// Only when `work` panics.
pub(crate) fn each<T: Send, R: Send>(
    n_threads: usize,
    items: impl IntoIterator<Item = T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let items: Vec<T> = items.into_iter().collect();
    let n_workers = n_threads.min(items.len());
    if n_workers <= 1 {
        return items.into_iter().map(work).collect();
    }
    let results = Mutex::new(Vec::with_capacity(items.len()));
    let queue = Mutex::new(items.into_iter().enumerate());
    std::thread::scope(|scope| {
        for _ in 0..n_workers {
            scope.spawn(|| {
                loop {
                    let Some((at, item)) = queue.lock().expect("no worker panics").next() else {
                        break;
                    };
                    let result = work(item);
                    results.lock().expect("no worker panics").push((at, result));
                }
            });
        }
    });
    let mut results = results.into_inner().expect("no worker panics");
    results.sort_unstable_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Two results, the first on a thread of its own where there may be two. A panic of that thread goes on in this one.
pub(crate) fn both<A: Send, B>(
    n_threads: usize,
    beside: impl FnOnce() -> A + Send,
    here: impl FnOnce() -> B,
) -> (A, B) {
    if n_threads <= 1 {
        let here = here();
        return (beside(), here);
    }
    std::thread::scope(|scope| {
        let beside = scope.spawn(beside);
        let here = here();
        let beside = beside.join();
        (
            beside.unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            here,
        )
    })
}

#[cfg(test)]
mod tests {
    use std::thread::current;

    use super::*;

    #[test]
    fn results_come_in_the_order_of_their_items_on_any_number_of_threads() {
        for n_threads in 0..5 {
            let doubled = each(n_threads, 0..100, |n: i32| 2 * n);
            assert_eq!(doubled, (0..100).map(|n| 2 * n).collect::<Vec<_>>());
            assert_eq!(each(n_threads, [0; 0], |n: i32| n), [0; 0]);
        }
    }

    #[test]
    fn one_thread_is_the_callers_own() {
        let here = current().id();
        assert_eq!(each(1, 0..3, |_| current().id()), [here; 3]);
        assert_eq!(both(1, || current().id(), || current().id()), (here, here));
        let (beside, own) = both(2, || current().id(), || current().id());
        assert_eq!((beside != here, own), (true, here));
    }
}
