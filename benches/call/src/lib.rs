//! What the programs share: the call on either side, the server that answers it, and how often it is made.

pub mod by_hand;
pub mod clock;
pub mod ours;
pub mod server;

use std::future::Future;

use anyhow::{Context, Result};

/// The key that both sides send. The server does not look at it.
pub const KEY: &str = "cc_0123456789abcdef0123456789abcdef";

/// How many records a call asks for.
pub const RECORDS: u8 = 25;

/// The runtime that calls are made on.
pub fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

/// Runs a program `PROGRAM BASE_URL CALLS`: `call` is started so often, one after another.
///
/// Each call gives the number of records it got; the sum is printed, so that no side can skip the work.
pub fn repeat<C, F>(start: impl FnOnce(&str) -> Result<C>, call: impl Fn(&C) -> F) -> Result<()>
where
    F: Future<Output = Result<usize>>,
{
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().context("the first argument is the base URL")?;
    let calls: u32 = arguments.next().context("the second argument is the number of calls")?.parse()?;
    let client = start(&url)?;
    let runtime = runtime()?;
    let mut records = 0;
    for _ in 0..calls {
        records += runtime.block_on(call(&client))?;
    }
    println!("{records}");
    Ok(())
}
