//! How often a call is sent again, and how long it waits in between.

use std::time::Duration;

use super::super::error::Error;
use super::random::Random;

/// How often a call is sent at most, and how long it waits in between.
///
/// What may be sent again at all is not decided here: a call that changes something is repeated only where it
/// certainly was not carried out. The waits are drawn evenly from nothing to a bound that doubles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "it is handed to the builder of a client, or to a call"]
pub struct Retry {
    attempts: u32,
    base: Duration,
    cap: Duration,
}

impl Default for Retry {
    /// Three sendings; waits of up to 250 ms, then 500 ms, never more than 20 s.
    fn default() -> Self {
        Self { attempts: 3, base: Duration::from_millis(250), cap: Duration::from_secs(20) }
    }
}

impl Retry {
    /// Never again.
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// So many sendings in all; at least one.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The bound of the first wait, and that of all; it doubles from one to the other.
    pub fn backoff(mut self, base: Duration, cap: Duration) -> Self {
        (self.base, self.cap) = (base, cap);
        self
    }

    pub(crate) fn most_attempts(&self) -> u32 {
        self.attempts
    }

    /// The bound of the wait after so many sendings.
    fn bound(&self, attempt: u32) -> Duration {
        let doubled =
            1_u32.checked_shl(attempt.saturating_sub(1)).and_then(|times| self.base.checked_mul(times));
        doubled.map_or(self.cap, |bound| bound.min(self.cap))
    }

    /// The wait after so many sendings.
    pub(crate) fn wait(&self, attempt: u32, random: &Random) -> Duration {
        random.part_of(self.bound(attempt))
    }

    /// Refuses settings that can't work together.
    pub(crate) fn check(&self, deadline: Duration) -> Result<(), Error> {
        if self.cap < self.base {
            return Err(Error::config(format!(
                "the longest wait before a retry, {} ms, is below the first, {} ms; swap them",
                self.cap.as_millis(),
                self.base.as_millis()
            )));
        }
        if self.attempts > 1 && deadline <= self.base {
            return Err(Error::config(format!(
                "the deadline of a call, {} ms, is over before the first wait of a retry, up to {} ms, can be; raise the \
                 deadline, shorten the back-off, or set `Retry::never()`",
                deadline.as_millis(),
                self.base.as_millis()
            )));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Random, Retry};

    #[test]
    fn the_bound_doubles_up_to_the_cap_and_never_overflows() {
        let retry = Retry::default().backoff(Duration::from_millis(200), Duration::from_secs(5));
        for (attempt, bound) in
            [(0, 200), (1, 200), (2, 400), (5, 3200), (6, 5000), (32, 5000), (u32::MAX, 5000)]
        {
            assert_eq!(retry.bound(attempt), Duration::from_millis(bound), "{attempt}");
        }
    }

    #[test]
    fn waits_are_drawn_evenly_from_nothing_to_the_bound() {
        let (retry, random) = (Retry::default(), Random::new());
        let mut sum = 0;
        for _ in 0..10_000 {
            let wait = retry.wait(3, &random).as_micros();
            assert!(wait <= 1_000_000);
            sum += wait;
        }
        assert!((4_900_000_000..5_100_000_000).contains(&sum), "{sum}");
    }

    #[test]
    fn settings_that_cannot_work_together_say_what_to_change() {
        let retry = Retry::default();
        assert!(retry.check(Duration::from_secs(1)).is_ok());
        assert!(Retry::never().check(Duration::ZERO).is_ok());
        let error = retry.check(Duration::from_millis(200)).unwrap_err().to_string();
        assert!(error.contains("raise the deadline"), "{error}");
        let swapped = retry.backoff(Duration::from_secs(2), Duration::from_secs(1));
        assert!(swapped.check(Duration::from_secs(60)).unwrap_err().to_string().contains("swap them"));
    }
}
