//! Calls for programs without async.
//!
//! One background runtime a process drives the connections, so that they live on between calls.

use std::future::Future;
use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

use super::error::Error;

/// Waits for a call. Inside an async runtime waiting would block it, so that is refused.
pub(crate) fn block_on<T>(call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();
    if Handle::try_current().is_ok() {
        return Err(Error::config("a blocking call inside an async runtime; await the call instead"));
    }
    let start = || Builder::new_multi_thread().worker_threads(1).enable_all().build().ok();
    match RUNTIME.get_or_init(start) {
        Some(runtime) => runtime.block_on(call),
        None => Err(Error::config("the system gave no thread for blocking calls")),
    }
}
