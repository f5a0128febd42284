//! What the server last said of the quota, as it was said, and when.
//!
//! Decisions go by what the store made of it, which all programs with that store share. This is for people, so each client
//! keeps what it was told itself, beside the key's gate: a store keeps no more than decisions need.

use std::time::Duration;

use jiff::Timestamp;

use super::key_state::{Heard, Layout, MOST_WINDOWS};
use super::report::{ServerReading, later};
use super::store::Reading;

/// The last reading of each window of one key, and the client's time at the answer.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Said([Option<(Reading, Duration)>; MOST_WINDOWS]);

impl Said {
    /// Keeps what an answer said, if it said anything.
    pub(super) fn keep(&mut self, layout: &Layout, reading: Reading, now: Duration) {
        if reading == Reading::default() {
            return;
        }
        let place = Heard::of(layout, reading).map_or(MOST_WINDOWS, |heard| heard.place);
        if let Some(last) = self.0.get_mut(place) {
            *last = Some((reading, now));
        }
    }

    /// What was said of a window, seen from now: by the client's time, and by the time of day.
    pub(super) fn of(&self, place: usize, elapsed: Duration, now: Timestamp) -> Option<ServerReading> {
        let (Reading { limit, remaining, reset }, at) = (*self.0.get(place)?)?;
        let age = elapsed.saturating_sub(at);
        let said_at = now.checked_sub(age).unwrap_or(Timestamp::MIN);
        let reset_at = reset.map(|reset| later(said_at, reset));
        Some(ServerReading { limit, remaining, reset_at, age })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;

    use super::super::key_state::Layout;
    use super::super::store::Reading;
    use super::super::windows::Window;
    use super::Said;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn the_last_word_on_each_window_is_kept_as_it_was_said() {
        let documented = [(30, 60), (500, 3600), (2000, 86_400)];
        let layout = Layout::of(&documented.map(|(limit, secs)| Window::new(limit, SECOND * secs)));
        let mut said = Said::default();
        for (limit, remaining, reset, at) in [
            (Some(30), Some(29), Some(60), 0),
            (Some(500), Some(400), None, 1),
            (Some(30), Some(12), Some(50), 10),
            // Nothing at all, or a limit that can't be one, takes nothing away.
            (None, None, None, 11),
            (Some(0), Some(0), None, 12),
        ] {
            let reading = Reading { limit, remaining, reset: reset.map(Duration::from_secs) };
            said.keep(&layout, reading, SECOND * at);
        }
        let now = Timestamp::UNIX_EPOCH + SECOND * 100;
        let of = |place| {
            let server = said.of(place, SECOND * 30, now)?;
            let reset = server.reset_at.map(Timestamp::as_second);
            Some((server.limit, server.remaining, reset, server.age.as_secs()))
        };
        assert_eq!(of(0), Some((Some(30), Some(12), Some(100 - 20 + 50), 20)));
        assert_eq!(of(1), Some((Some(500), Some(400), None, 29)));
        assert_eq!(of(2), None);
    }
}
