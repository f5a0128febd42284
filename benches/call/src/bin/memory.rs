//! What the quota of a key takes, counted over 25,000 keys: prints `BYTES OF_THEM_THE_QUEUE` a key.
//!
//! Each key is turned away once with “too many requests”, so that it has its three windows and its gate, and is frozen.
//! Then one call a key waits, and after that a second one. The second takes what a waiting call takes by itself; the
//! first takes the queue as well, so the difference is the queue.

use std::alloc::System;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use anyhow::{Result, ensure};
use cc_api::transport::{Answer, Body, Request, Transport, TransportError};
use cc_api::{API, BoxFuture, Client, Credential, ErrorKind, Retry, Timer, Timestamp};
use http::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const KEYS: usize = 25_000;

/// The server says how long a key is to rest; calls wait for longer.
const REST: &str = "30";
const PATIENCE: Duration = Duration::from_secs(60);

type Waiting = Pin<Box<dyn Future<Output = Result<(), ErrorKind>>>>;

fn main() -> Result<()> {
    let base = Client::builder_for(&API)
        .transport(TooMany)
        .timer(Still)
        .max_wait(PATIENCE)
        .retry(Retry::never())
        .build()?;
    let mut waiting = Vec::with_capacity(2 * KEYS);
    let before = in_use();
    for number in 0..KEYS {
        let refused = poll(&mut call(&base, number)?);
        ensure!(refused == Poll::Ready(Err(ErrorKind::RateLimited)), "key {number}: {refused:?}");
    }
    let frozen = in_use();
    let mut with_waiting = [0; 2];
    for size in &mut with_waiting {
        for number in 0..KEYS {
            let mut call = call(&base, number)?;
            ensure!(poll(&mut call).is_pending(), "a call with key {number} does not wait");
            waiting.push(call);
        }
        *size = in_use();
    }
    let [one, two] = with_waiting;
    // The first waiting call took itself and the queue, the second only itself.
    let queue = (one - frozen).saturating_sub(two - one);
    println!("{} {}", (frozen - before + queue) / KEYS, queue / KEYS);
    Ok(())
}

/// Bytes that are allocated and not given back.
fn in_use() -> usize {
    let stats = ALLOCATOR.stats();
    stats.bytes_allocated.saturating_sub(stats.bytes_deallocated)
}

/// A call with a key of its own, as an account of its own, which goes with the call.
fn call(base: &Client, number: usize) -> Result<Waiting> {
    let client = base.with_key(Credential::api_key(format!("cc_{number:032x}"))?)?;
    let call = client.content().get_posts().into_future();
    Ok(Box::pin(async move { call.await.map(|_| ()).map_err(|error| error.kind()) }))
}

fn poll(call: &mut Waiting) -> Poll<Result<(), ErrorKind>> {
    call.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

/// A server that turns everything away.
#[derive(Debug)]
struct TooMany;

impl Transport for TooMany {
    fn send(&self, _: Request) -> BoxFuture<'_, Result<Answer, TransportError>> {
        let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(REST))]);
        Box::pin(std::future::ready(Ok(Answer::new(429, headers, Body::Whole("{}".into())))))
    }
}

/// A clock that stands still.
#[derive(Debug)]
struct Still;

impl Timer for Still {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}
