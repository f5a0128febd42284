//! A clock that jumps: the runtime's time is paused, and goes on to the next sleeper once everybody sleeps.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cc_api::{BoxFuture, Timer, Timestamp};
use jiff::SignedDuration;
use tokio::time::Instant;

/// A clock without real time. Clones are the same clock.
#[derive(Clone)]
pub struct JumpingTimer(Arc<Mutex<State>>);

/// When every story begins: nothing may hang on the day of a run.
pub const BEGIN: Timestamp = Timestamp::constant(1_793_000_000, 0);

struct State {
    start: Instant,
    waits: Vec<Duration>,
    skew: SignedDuration,
}

impl JumpingTimer {
    /// Time since it was made.
    pub fn time(&self) -> Duration {
        self.state().start.elapsed()
    }

    /// The time of day as a server with a right clock has it.
    ///
    /// # Panics
    /// After some thousand years.
    pub fn true_time(&self) -> Timestamp {
        BEGIN.checked_add(self.time()).expect("a time of day")
    }

    /// What it was asked to wait, in order.
    pub fn waits(&self) -> Vec<Duration> {
        self.state().waits.clone()
    }

    /// Sets the client's time of day wrong by so many seconds.
    pub fn skew(&self, seconds: i64) {
        self.state().skew = SignedDuration::from_secs(seconds);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for JumpingTimer {
    fn default() -> Self {
        let state = State { start: Instant::now(), waits: Vec::new(), skew: SignedDuration::ZERO };
        Self(Arc::new(Mutex::new(state)))
    }
}

impl Timer for JumpingTimer {
    fn now(&self) -> Timestamp {
        let skew = self.state().skew;
        let time = self.true_time();
        time.checked_add(skew).unwrap_or(time)
    }

    fn elapsed(&self) -> Duration {
        self.time()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn wait(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.state().waits.push(duration);
        self.sleep(duration)
    }
}

impl fmt::Debug for JumpingTimer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JumpingTimer").field("time", &self.time()).finish_non_exhaustive()
    }
}
