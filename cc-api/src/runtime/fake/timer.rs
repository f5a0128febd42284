//! A clock for tests.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use jiff::Timestamp;

use super::super::timer::{BoxFuture, Timer};

/// A clock that stands still until it is moved. Clones are the same clock.
///
/// What waits on purpose moves it: a wait before a retry, for the quota or for work to be done is over at once, and its
/// time has passed. Two calls that wait side by side move it twice. Time limits (`sleep`) only end when the clock gets
/// there, so nothing is too late unless a test wants it to be.
///
/// ```
/// # use cc_api::internal::TEST_API as API; // `cc_api::API` in your own tests
/// use std::time::Duration;
/// use cc_api::{Client, Timer, fake::{FakeTimer, FakeTransport}};
///
/// let timer = FakeTimer::new();
/// let client = Client::builder_for(&API).transport(FakeTransport::new()).timer(timer.clone()).build()?;
/// // … call the client; then:
/// assert_eq!(timer.waits(), []);
/// timer.advance(Duration::from_secs(60)); // a minute later
/// assert_eq!(timer.elapsed(), Duration::from_secs(60));
/// # Ok::<(), cc_api::Error>(())
/// ```
#[derive(Clone)]
pub struct FakeTimer {
    begin: Timestamp,
    stops: bool,
    clock: Arc<Mutex<Clock>>,
}

#[derive(Default)]
struct Clock {
    now: Duration,
    waits: Vec<Duration>,
    /// Who sleeps, with the number of the sleep.
    sleepers: Vec<(u64, Waker)>,
    next: u64,
}

impl FakeTimer {
    /// A clock that begins at the beginning of 1970.
    pub fn new() -> Self {
        Self::beginning_at(Timestamp::UNIX_EPOCH)
    }

    /// A clock that begins at this time of day.
    pub fn beginning_at(begin: Timestamp) -> Self {
        Self { begin, stops: false, clock: Arc::default() }
    }

    /// The same clock, moved by [`advance`](Self::advance) alone: what waits, waits until then.
    #[must_use]
    pub fn stopped(mut self) -> Self {
        self.stops = true;
        self
    }

    /// Moves the clock on, and ends the sleeps that are over by then.
    pub fn advance(&self, time: Duration) {
        let sleepers = {
            let mut clock = self.lock();
            clock.now = clock.now.saturating_add(time);
            std::mem::take(&mut clock.sleepers)
        };
        // Outside the lock: what is woken may look at the clock at once. Who still has to sleep comes back.
        for (_, waker) in sleepers {
            waker.wake();
        }
    }

    /// How long was waited on purpose, wait by wait.
    pub fn waits(&self) -> Vec<Duration> {
        self.lock().waits.clone()
    }

    fn lock(&self) -> MutexGuard<'_, Clock> {
        lock(&self.clock)
    }
}

/// Nothing of others runs under the lock.
fn lock(clock: &Mutex<Clock>) -> MutexGuard<'_, Clock> {
    clock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Default for FakeTimer {
    fn default() -> Self {
        Self::new()
    }
}

impl Timer for FakeTimer {
    fn now(&self) -> Timestamp {
        self.begin.checked_add(self.elapsed()).unwrap_or(Timestamp::MAX)
    }

    fn elapsed(&self) -> Duration {
        self.lock().now
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let mut clock = self.lock();
        let (number, end) = (clock.next, clock.now.saturating_add(duration));
        clock.next += 1;
        Box::pin(Sleep { clock: Arc::clone(&self.clock), number, end })
    }

    fn wait(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.lock().waits.push(duration);
        if self.stops {
            return self.sleep(duration);
        }
        self.advance(duration);
        Box::pin(std::future::ready(()))
    }
}

struct Sleep {
    clock: Arc<Mutex<Clock>>,
    number: u64,
    end: Duration,
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut clock = lock(&self.clock);
        clock.sleepers.retain(|(number, _)| *number != self.number);
        if clock.now >= self.end {
            return Poll::Ready(());
        }
        clock.sleepers.push((self.number, context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        lock(&self.clock).sleepers.retain(|(number, _)| *number != self.number);
    }
}

impl fmt::Debug for FakeTimer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeTimer").field("elapsed", &self.elapsed()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Waker};
    use std::time::Duration;

    use jiff::Timestamp;

    use super::{FakeTimer, Timer};
    use crate::runtime::timer::BoxFuture;

    const SECOND: Duration = Duration::from_secs(1);

    fn is_over(future: &mut BoxFuture<'static, ()>) -> bool {
        future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready()
    }

    #[test]
    fn a_wait_moves_the_clock_and_a_time_limit_ends_when_it_gets_there() {
        let timer = FakeTimer::beginning_at(Timestamp::constant(100, 0));
        let mut limit = timer.sleep(3 * SECOND);
        assert!(!is_over(&mut limit));
        assert!(is_over(&mut timer.wait(2 * SECOND)));
        assert!(!is_over(&mut limit));
        timer.clone().advance(SECOND);
        assert!(is_over(&mut limit));
        assert_eq!((timer.now().as_second(), timer.waits()), (103, vec![2 * SECOND]));
    }

    #[test]
    fn a_stopped_clock_is_moved_by_nobody_but_the_test() {
        let timer = FakeTimer::new().stopped();
        let mut wait = timer.wait(SECOND);
        assert!(!is_over(&mut wait) && timer.elapsed().is_zero());
        timer.advance(SECOND);
        assert!(is_over(&mut wait));
        assert_eq!(timer.waits(), [SECOND]);
        assert!(timer.lock().sleepers.is_empty(), "nobody is kept");
    }
}
