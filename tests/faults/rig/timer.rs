//! The clock of the rig with real sockets: it runs faster than real time, and waits on purpose take none of it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use cc_api::{BoxFuture, Timer, Timestamp};

/// How many times faster than real time the limits of the profile run.
///
/// A client that has 8 s to get an answer then gives up after 0.8 s, which a busy machine still keeps apart from the
/// milliseconds that an answer takes.
pub const SPEED: u32 = 10;

/// A clock that records what it is asked to wait. Clones are the same clock.
#[derive(Clone)]
pub struct FastTimer(Arc<Shared>);

struct Shared {
    start: Instant,
    waits: Mutex<Vec<Duration>>,
    on_wait: Box<dyn Fn() + Send + Sync>,
}

impl FastTimer {
    /// A clock that stands at its beginning; the function is called on every wait.
    pub fn new(on_wait: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(Shared { start: Instant::now(), waits: Mutex::default(), on_wait: Box::new(on_wait) }))
    }

    /// What it was asked to wait, in order.
    pub fn waits(&self) -> Vec<Duration> {
        self.0.waits.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Time since it was made, with what it was asked to wait.
    pub fn time(&self) -> Duration {
        self.0.start.elapsed() * SPEED + self.waits().iter().sum::<Duration>()
    }
}

impl Timer for FastTimer {
    fn now(&self) -> Timestamp {
        // It begins somewhere, always there: nothing may hang on the day of a run.
        let second = Timestamp::constant(1_793_000_000, 0);
        second.checked_add(self.time()).unwrap_or(second)
    }

    fn elapsed(&self) -> Duration {
        self.time()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration / SPEED))
    }

    fn wait(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.waits.lock().unwrap_or_else(PoisonError::into_inner).push(duration);
        (self.0.on_wait)();
        Box::pin(std::future::ready(()))
    }
}

impl fmt::Debug for FastTimer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FastTimer").field("waits", &self.waits()).finish_non_exhaustive()
    }
}
