//! Room for recursion: schemas lead to schemas, and a large API has chains of hundreds of them.

/// Enough for the 20,000 schemas that a document may have, one behind the other. Only what is used of it is
/// ever taken from the machine.
const STACK_BYTES: usize = 1 << 29;

/// Runs a piece of work on a stack that is large enough for every document that `check::limits` lets pass.
/// A machine that has no room for a thread gets the work done where it is.
pub(crate) fn with_room<T: Send + Default>(work: impl FnOnce() -> T + Send) -> T {
    both(|| (), work).1
}

/// Does two things at a time, the second on a thread of its own with that room; without a thread, after the first.
pub(crate) fn both<A, B: Send + Default>(
    one: impl FnOnce() -> A,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    let mut waiting = Some(other);
    let (one, done) = std::thread::scope(|scope| {
        let take = || waiting.take().map(|work| work());
        let builder = std::thread::Builder::new().name(String::from("codegen")).stack_size(STACK_BYTES);
        let worker = builder.spawn_scoped(scope, take).ok();
        let one = one();
        let done =
            worker.map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        (one, done.flatten())
    });
    let other = done.or_else(|| waiting.take().map(|work| work())).unwrap_or_default();
    (one, other)
}

/// Does the work of several workers, by number from 0, each on a thread with the same room; the results are in
/// the order of the numbers.
pub(crate) fn side_by_side<T: Send>(workers: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let work = &work;
    std::thread::scope(|scope| {
        let spawn = |number| {
            let builder = std::thread::Builder::new().name(String::from("codegen")).stack_size(STACK_BYTES);
            (number, builder.spawn_scoped(scope, move || work(number)).ok())
        };
        let others: Vec<_> = (1..workers).map(spawn).collect();
        let mut done = vec![work(0)];
        done.extend(others.into_iter().map(|(number, thread)| match thread {
            Some(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            None => work(number),
        }));
        done
    })
}
