//! Servers with limits as strict as one can be: what a client's own count of its quota is held against.

use std::collections::VecDeque;
use std::time::Duration;

use crate::list::QuotaWindow;

/// A server's limit.
pub trait Limiter: Send {
    /// Takes a request that arrives now, or says after which time it may come again.
    fn admit(&mut self, now: Duration) -> Result<(), Duration>;
}

/// Never more than the limit within any stretch of time as long as the window.
#[derive(Debug)]
pub struct Sliding {
    windows: Vec<(usize, Duration, VecDeque<Duration>)>,
}

/// Never more than the limit between two full minutes, hours, days.
#[derive(Debug)]
pub struct Fixed {
    windows: Vec<(u32, Duration, u128, u32)>,
}

impl Sliding {
    /// With these windows.
    pub fn new(windows: &[QuotaWindow]) -> Self {
        let window = |window: &QuotaWindow| {
            let limit = usize::try_from(window.limit).unwrap_or(usize::MAX);
            (limit, Duration::from_secs(window.secs), VecDeque::new())
        };
        Self { windows: windows.iter().map(window).collect() }
    }
}

impl Limiter for Sliding {
    fn admit(&mut self, now: Duration) -> Result<(), Duration> {
        let mut later = Duration::ZERO;
        for (limit, length, taken) in &mut self.windows {
            while taken.front().is_some_and(|at| *at + *length <= now) {
                taken.pop_front();
            }
            if taken.len() >= *limit {
                later = later.max(taken.front().map_or(*length, |at| (*at + *length).saturating_sub(now)));
            }
        }
        if later > Duration::ZERO {
            return Err(later);
        }
        for (_, _, taken) in &mut self.windows {
            taken.push_back(now);
        }
        Ok(())
    }
}

impl Fixed {
    /// With these windows.
    pub fn new(windows: &[QuotaWindow]) -> Self {
        let window = |window: &QuotaWindow| (window.limit, Duration::from_secs(window.secs), 0, 0);
        Self { windows: windows.iter().map(window).collect() }
    }
}

impl Limiter for Fixed {
    fn admit(&mut self, now: Duration) -> Result<(), Duration> {
        let mut later = Duration::ZERO;
        for (limit, length, current, used) in &mut self.windows {
            let number = now.as_nanos() / length.as_nanos();
            if number != *current {
                (*current, *used) = (number, 0);
            }
            if *used >= *limit {
                let gone =
                    Duration::from_nanos(u64::try_from(now.as_nanos() % length.as_nanos()).unwrap_or(0));
                later = later.max(length.saturating_sub(gone));
            }
        }
        if later > Duration::ZERO {
            return Err(later);
        }
        for (_, _, _, used) in &mut self.windows {
            *used += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOWS: [QuotaWindow; 2] =
        [QuotaWindow { limit: 2, secs: 10 }, QuotaWindow { limit: 3, secs: 100 }];

    fn seconds(admitted: Result<(), Duration>) -> Option<u64> {
        admitted.err().map(|later| later.as_secs())
    }

    #[test]
    fn a_strict_server_counts_any_stretch_of_time_and_refuses_without_counting() {
        let mut server = Sliding::new(&WINDOWS);
        let at = Duration::from_secs;
        assert_eq!(seconds(server.admit(at(5))), None);
        assert_eq!(seconds(server.admit(at(9))), None);
        assert_eq!(seconds(server.admit(at(12))), Some(3));
        assert_eq!(seconds(server.admit(at(15))), None);
        assert_eq!(seconds(server.admit(at(30))), Some(75));
        assert_eq!(seconds(server.admit(at(105))), None);
    }

    #[test]
    fn a_server_of_fixed_windows_forgets_at_their_ends() {
        let mut server = Fixed::new(&WINDOWS);
        let at = Duration::from_secs;
        assert_eq!(seconds(server.admit(at(5))), None);
        assert_eq!(seconds(server.admit(at(9))), None);
        assert_eq!(seconds(server.admit(at(9))), Some(1));
        assert_eq!(seconds(server.admit(at(10))), None);
        assert_eq!(seconds(server.admit(at(30))), Some(70));
        assert_eq!(seconds(server.admit(at(100))), None);
    }
}
