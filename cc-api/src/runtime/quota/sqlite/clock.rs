//! The clock of a file: the time of day, without its jumps.
//!
//! Processes come and go, so the only clock that they have in common is the time of day, and that can be set. The file's
//! time therefore goes on by what the time of day did since somebody last looked: by nothing if that went back, and on
//! Linux by no more than the machine has been running since. Elsewhere a jump forward looks like time that has passed.

use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::super::state_bytes::sum;

/// How fine the machine's running time is, in milliseconds.
const TICK: u64 = 10;
/// By how much the file's time may be ahead after the time of day jumped: slots are kept that much longer.
pub(super) const BLUR: u64 = 2 * TICK;

/// What the clocks of the machine show, in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The time of day, since 1970.
    pub(crate) wall: u64,
    /// Which start of the machine it is, and how long that was ago.
    pub(crate) running: Option<(u64, u64)>,
}

/// The file's time, and what the clocks showed then.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) time: u64,
    pub(super) shown: Shown,
    /// By how much the time of day may still be ahead of the running time: what its ticks hide.
    pub(super) slack: u64,
}

impl Mark {
    /// The beginning.
    pub(super) fn first(shown: Shown) -> Self {
        Self { time: shown.wall, shown, slack: TICK }
    }

    /// What the clocks show now, as the file's time.
    pub(super) fn at(self, shown: Shown) -> Self {
        let mut passed = shown.wall.saturating_sub(self.shown.wall);
        let mut slack = TICK;
        if let (Some((boot, before)), Some((same, running))) = (self.shown.running, shown.running)
            && boot == same
            && before <= running
        {
            let most = running - before + self.slack;
            passed = passed.min(most);
            slack = TICK.min(most - passed);
        }
        Self { time: self.time.saturating_add(passed), shown, slack }
    }
}

/// Where the clocks are read.
#[derive(Clone)]
pub(crate) struct Clocks(Arc<dyn Fn() -> Shown + Send + Sync>);

impl Clocks {
    pub(crate) fn system() -> Self {
        Self::of(|| {
            let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            Shown { wall: u64::try_from(wall.as_millis()).unwrap_or(u64::MAX), running: running() }
        })
    }

    pub(crate) fn of(read: impl Fn() -> Shown + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    pub(super) fn read(&self) -> Shown {
        (self.0)()
    }
}

impl fmt::Debug for Clocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clocks").finish_non_exhaustive()
    }
}

/// Linux tells which start of the machine it is, and how long that was ago in hundredths of a second.
fn running() -> Option<(u64, u64)> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let boot = std::fs::read("/proc/sys/kernel/random/boot_id").ok()?;
    let uptime = std::fs::read_to_string("/proc/uptime").ok()?;
    let (seconds, rest) = uptime.split_once('.')?;
    let hundredths: u64 = rest.get(..2)?.parse().ok()?;
    // Stored as a signed number.
    Some((sum(&boot) >> 1, seconds.parse::<u64>().ok()? * 1000 + hundredths * 10))
}

#[cfg(test)]
mod tests {
    use super::{BLUR, Mark, Shown};

    fn shown(wall: u64, running: u64) -> Shown {
        Shown { wall, running: Some((1, running)) }
    }

    #[test]
    fn the_time_goes_on_with_the_time_of_day_and_jumps_with_it_neither_way() {
        const HOUR: u64 = 3_600_000;
        let mark = Mark::first(shown(10 * HOUR, 500)).at(shown(10 * HOUR + 2000, 2500));
        for (then, wanted) in [
            (shown(10 * HOUR + 5000, 5500), 3000..=3000),
            // An hour ahead, an hour back, and after the next start of the machine.
            (shown(11 * HOUR + 5000, 5500), 3000..=3000 + BLUR),
            (shown(9 * HOUR, 5500), 0..=0),
            (Shown { wall: 10 * HOUR + 9000, running: Some((2, 3)) }, 7000..=7000),
            (Shown { wall: 10 * HOUR + 9000, running: None }, 7000..=7000),
        ] {
            let passed = mark.at(then).time - mark.time;
            assert!(wanted.contains(&passed), "{passed} {then:?}");
        }
    }

    #[test]
    fn many_looks_lose_no_time_and_many_jumps_win_none() {
        let mut steady = Mark::first(shown(0, 0));
        let mut jumping = steady;
        for step in 1..=1000 {
            // The running time only shows every tenth millisecond.
            steady = steady.at(shown(step * 3, step * 3 / 10 * 10));
            let jump = if step % 2 == 0 { 1_000_000 } else { 0 };
            jumping = jumping.at(shown(step * 3 + jump, step * 3 / 10 * 10));
        }
        assert_eq!(steady.time, 3000);
        assert!(jumping.time <= 3000 + BLUR, "{}", jumping.time);
    }
}
