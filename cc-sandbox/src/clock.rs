//! The sandbox's clock: the machine's, moved or held still on request.

use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Tells the time to everything in the sandbox: windows of the rate limit, drops, tasks, memberships.
#[derive(Debug)]
pub(crate) struct Clock {
    pace: Mutex<Pace>,
}

#[derive(Debug, Clone, Copy)]
enum Pace {
    /// Runs with the machine's clock, so far ahead of it.
    Running(SignedDuration),
    /// Stands still.
    Held(Timestamp),
}

impl Clock {
    /// A clock that shows this time now, and the machine's time without one.
    pub(crate) fn new(start: Option<Timestamp>, held: bool) -> Self {
        let clock = Self { pace: Mutex::new(Pace::Running(SignedDuration::ZERO)) };
        clock.set(start.unwrap_or_else(Timestamp::now), held);
        if start.is_none() && !held {
            *clock.pace.lock().unwrap_or_else(PoisonError::into_inner) = Pace::Running(SignedDuration::ZERO);
        }
        clock
    }

    /// The time now, to the millisecond: what the database keeps.
    pub(crate) fn now(&self) -> Timestamp {
        let pace = *self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        let exact = match pace {
            Pace::Running(ahead) => {
                let machine = Timestamp::now();
                machine.checked_add(ahead).unwrap_or(machine)
            }
            Pace::Held(at) => at,
        };
        Timestamp::from_millisecond(exact.as_millisecond()).unwrap_or(exact)
    }

    /// Shows this time from now on, standing still or running.
    pub(crate) fn set(&self, to: Timestamp, held: bool) {
        let pace = if held { Pace::Held(to) } else { Pace::Running(to.duration_since(Timestamp::now())) };
        *self.pace.lock().unwrap_or_else(PoisonError::into_inner) = pace;
    }

    /// Moves the time on (or back), and goes on as before.
    pub(crate) fn advance(&self, by: SignedDuration) {
        let mut pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        *pace = match *pace {
            Pace::Running(ahead) => Pace::Running(ahead.saturating_add(by)),
            Pace::Held(at) => Pace::Held(at.checked_add(by).unwrap_or(at)),
        };
    }

    /// Whether it stands still.
    pub(crate) fn is_held(&self) -> bool {
        matches!(*self.pace.lock().unwrap_or_else(PoisonError::into_inner), Pace::Held(_))
    }
}

/// The day of an instant. The sandbox lives in UTC.
pub(crate) fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// The first instant of a day, in UTC.
pub(crate) fn start_of(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |start| start.timestamp())
}

/// An instant as the API writes it: `2026-03-04T09:00:00Z`. What lies beyond the calendar is the end of it.
pub(crate) fn instant(milliseconds: i64) -> String {
    let end = if milliseconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_second(milliseconds.div_euclid(1000)).unwrap_or(end).to_string()
}

#[cfg(test)]
mod tests {
    use super::instant;

    #[test]
    fn what_lies_beyond_the_calendar_is_still_an_instant() {
        for (milliseconds, text) in [
            (1_772_614_800_999, "2026-03-04T09:00:00Z"),
            (i64::MAX, "9999-12-30T22:00:00.999999999Z"),
            (i64::MIN, "-009999-01-02T01:59:59Z"),
        ] {
            assert_eq!(instant(milliseconds), text);
        }
    }
}
