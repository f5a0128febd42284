//! Ctrl-C: what is under way is given up where it stands, and the client says what became of it.

use std::future::Future;

use crate::{Exit, Failure};

/// Runs something to its end on this thread, or until the user stops it. What is given up has not been sent, or is
/// settled by the client: a costly call that was on its way stays in the journal as unresolved.
pub(crate) fn run<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        tokio::select! {
            biased;
            () = stopped() => Err(Failure::new(Exit::Interrupted, "stopped")),
            done = work => done,
        }
    })
}

/// Comes back when the user presses Ctrl-C; never where that can't be heard.
async fn stopped() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
