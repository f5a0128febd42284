//! How often a task is looked at: seldom enough for the quota, often enough for people.

use std::time::Duration;

use super::super::catalogue::ApiInfo;
use super::super::error::Error;

/// The pauses between two looks at a task: each longer than the one before, up to a cap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pace {
    pub(super) first: Duration,
    pub(super) factor: f64,
    pub(super) cap: Duration,
}

/// 14 looks in five minutes, where a look every two seconds would be 150 and all that the quota of a minute holds.
impl Default for Pace {
    fn default() -> Self {
        Self { first: Duration::from_secs(2), factor: 1.5, cap: Duration::from_secs(30) }
    }
}

impl Pace {
    /// Refuses a pace that would never pause, or that gets faster.
    pub(super) fn check(self) -> Result<(), Error> {
        let fits = !self.first.is_zero() && self.first <= self.cap && self.factor >= 1.0;
        let message = "the pauses between two looks have to begin above zero and grow: \
                       a first one, a factor of at least 1, and a cap that is not below the first";
        if fits && self.factor.is_finite() { Ok(()) } else { Err(Error::config(message)) }
    }

    /// The pause after so many looks: up to a fifth shorter or longer, by a number between 0 and 1, so that
    /// tasks that were started together are not looked at together.
    pub(super) fn pause(self, looks: u32, random: f64) -> Duration {
        let grown = self.first.as_secs_f64() * self.factor.powi(i32::try_from(looks).unwrap_or(i32::MAX));
        spread(Duration::try_from_secs_f64(grown).unwrap_or(self.cap).min(self.cap), random)
    }
}

/// Up to a fifth shorter or longer.
pub(super) fn spread(time: Duration, random: f64) -> Duration {
    let factor = 0.4f64.mul_add(random, 0.8);
    Duration::try_from_secs_f64(time.as_secs_f64() * factor).unwrap_or(time)
}

/// How far apart the looks of one account are when it waits for several tasks: so that all of them together take
/// half of what the documented limit of a minute allows, whatever the number of tasks.
pub(super) fn gap(api: &ApiInfo) -> Duration {
    match api.rate_limits.and_then(|limits| limits.minute) {
        Some(limit) if limit > 0 => Duration::from_secs(120) / limit,
        _ => Duration::from_secs(1),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Pace;

    #[test]
    fn pauses_grow_to_the_cap_and_differ_by_a_fifth() {
        let millis = |looks, random| Pace::default().pause(looks, random).as_millis();
        for (looks, shortest, middle, longest) in [
            (0, 1600, 2000, 2400),
            (1, 2400, 3000, 3600),
            (4, 8100, 10125, 12150),
            (7, 24000, 30000, 36000),
            (u32::MAX, 24000, 30000, 36000),
        ] {
            let found = [millis(looks, 0.0), millis(looks, 0.5), millis(looks, 1.0)];
            assert_eq!(found, [shortest, middle, longest], "after {looks}");
        }
    }

    #[test]
    fn five_minutes_have_fourteen_looks() {
        let mut time = Duration::ZERO;
        let mut looks = 0;
        while time <= Duration::from_secs(300) {
            time += Pace::default().pause(looks, 0.5);
            looks += 1;
        }
        assert_eq!(looks - 1, 14);
    }

    #[test]
    fn a_pace_without_pauses_is_refused() {
        let seconds = Duration::from_secs;
        for (first, factor, cap, fits) in [
            (1, 1.0, 1, true),
            (0, 1.5, 30, false),
            (2, 0.9, 30, false),
            (2, f64::NAN, 30, false),
            (2, f64::INFINITY, 30, false),
            (31, 1.5, 30, false),
        ] {
            let pace = Pace { first: seconds(first), factor, cap: seconds(cap) };
            assert_eq!(pace.check().is_ok(), fits, "{pace:?}");
        }
    }
}
