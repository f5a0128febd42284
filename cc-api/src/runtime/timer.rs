//! Time, behind a trait: what waits can be tested without waiting.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use jiff::Timestamp;

/// A boxed future; it can be sent between threads except on `wasm32`, where there are none.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
/// A boxed future; it can be sent between threads except on `wasm32`, where there are none.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A clock that can also wait.
pub trait Timer: fmt::Debug + Send + Sync {
    /// The time of day.
    fn now(&self) -> Timestamp;

    /// Time since some fixed point; it never goes back.
    fn elapsed(&self) -> Duration;

    /// Is ready after this time.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// Waits for a future for so long; none if it took longer. The sleep is only made once the future has to wait.
pub(crate) async fn within<F: Future>(timer: &dyn Timer, limit: Duration, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut sleep = None;
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        let sleep = sleep.get_or_insert_with(|| timer.sleep(limit));
        sleep.as_mut().poll(context).map(|()| None)
    })
    .await
}

/// The timer of programs that run on tokio.
#[cfg(all(feature = "http", not(target_arch = "wasm32")))]
#[derive(Debug)]
pub(crate) struct SystemTimer {
    start: tokio::time::Instant,
}

#[cfg(all(feature = "http", not(target_arch = "wasm32")))]
impl SystemTimer {
    pub(crate) fn new() -> Self {
        Self { start: tokio::time::Instant::now() }
    }
}

#[cfg(all(feature = "http", not(target_arch = "wasm32")))]
impl Timer for SystemTimer {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// The timer of programs that bring none and have no runtime that we know: its time stands still, so nothing is
/// ever too late. Browsers end requests on their own.
#[cfg(not(all(feature = "http", not(target_arch = "wasm32"))))]
#[derive(Debug)]
pub(crate) struct SystemTimer;

#[cfg(not(all(feature = "http", not(target_arch = "wasm32"))))]
impl SystemTimer {
    pub(crate) fn new() -> Self {
        Self
    }
}

#[cfg(not(all(feature = "http", not(target_arch = "wasm32"))))]
impl Timer for SystemTimer {
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
