//! A clock that is put forward, so that the quota keeps its count and never makes anybody wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use cc_api::{BoxFuture, Timer, Timestamp};

/// The system's time, ahead by as much as it was put forward. Clones are the same clock.
#[derive(Debug, Clone)]
pub struct Clock {
    start: Instant,
    seconds_ahead: Arc<AtomicU64>,
}

impl Clock {
    /// A clock that shows the time.
    pub fn new() -> Self {
        Self { start: Instant::now(), seconds_ahead: Arc::default() }
    }

    /// Puts it forward.
    pub fn advance(&self, seconds: u64) {
        self.seconds_ahead.fetch_add(seconds, Relaxed);
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}

impl Timer for Clock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed() + Duration::from_secs(self.seconds_ahead.load(Relaxed))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}
