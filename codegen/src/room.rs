//! Room for recursion: schemas lead to schemas, and a large API has chains of hundreds of them.

/// Enough for the 20,000 schemas that a document may have, one behind the other. Only what is used of it is
/// ever taken from the machine.
const STACK_BYTES: usize = 1 << 29;

/// Runs a piece of work on a stack that is large enough for every document that `check::limits` lets pass.
/// A machine that has no room for a thread gets the work done where it is.
pub(crate) fn with_room<T: Send + Default>(work: impl FnOnce() -> T + Send) -> T {
    let mut waiting = Some(work);
    let done = std::thread::scope(|scope| {
        let take = || waiting.take().map(|work| work());
        let builder = std::thread::Builder::new().name(String::from("codegen")).stack_size(STACK_BYTES);
        let worker = builder.spawn_scoped(scope, take).ok()?;
        worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    });
    done.or_else(|| waiting.take().map(|work| work())).unwrap_or_default()
}
