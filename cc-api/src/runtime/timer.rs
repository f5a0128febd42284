//! Time, behind a trait: what waits can be tested without waiting.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
#[cfg(all(feature = "http", not(target_arch = "wasm32")))]
use std::sync::LazyLock;
use std::task::{Context, Poll};
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

    /// Is ready after this time: how time limits are kept.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Is ready after this time: how calls wait on purpose, before a retry, for the quota, or until some work is done. The
    /// same as `sleep`; a timer for tests may be ready at once, and count the time as passed.
    fn wait(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.sleep(duration)
    }
}

/// Waits for a future for so long; none if it took longer.
pub(crate) fn within<F: Future + Unpin>(timer: &dyn Timer, limit: Duration, future: F) -> Within<'_, F> {
    Within { future, limit: Limit { timer, time: limit, sleep: None } }
}

/// The future of [`within`]: written by hand, as what is not generic in it is then compiled once.
pub(crate) struct Within<'a, F> {
    future: F,
    limit: Limit<'a>,
}

struct Limit<'a> {
    timer: &'a dyn Timer,
    time: Duration,
    /// Only made once the future has to wait.
    sleep: Option<BoxFuture<'static, ()>>,
}

impl<F: Future + Unpin> Future for Within<'_, F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match Pin::new(&mut self.future).poll(context) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            Poll::Pending if self.limit.is_over(context) => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl Limit<'_> {
    fn is_over(&mut self, context: &mut Context<'_>) -> bool {
        let (timer, time) = (self.timer, self.time);
        self.sleep.get_or_insert_with(|| timer.sleep(time)).as_mut().poll(context).is_ready()
    }
}

/// The timer of programs that run on tokio.
#[cfg(all(feature = "http", not(target_arch = "wasm32")))]
#[derive(Debug)]
pub(crate) struct SystemTimer;

#[cfg(all(feature = "http", not(target_arch = "wasm32")))]
impl SystemTimer {
    pub(crate) fn new() -> Self {
        Self
    }
}

#[cfg(all(feature = "http", not(target_arch = "wasm32")))]
impl Timer for SystemTimer {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn elapsed(&self) -> Duration {
        // One beginning for all clients of a process: some share a quota.
        static START: LazyLock<tokio::time::Instant> = LazyLock::new(tokio::time::Instant::now);
        START.elapsed()
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
