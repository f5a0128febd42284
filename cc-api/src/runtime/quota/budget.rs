//! How many requests may be sent again: without a limit, retries multiply the load of a server in trouble.

use std::time::Duration;

/// The retries of one key: ten, and one more for every ten successes.
#[derive(Debug)]
pub(super) struct KeyBudget {
    tenths: u8,
}

const FULL: u8 = 100;
const RETRY: u8 = 10;

impl Default for KeyBudget {
    fn default() -> Self {
        Self { tenths: FULL }
    }
}

impl KeyBudget {
    /// Takes one, if there is one.
    pub(super) fn take(&mut self) -> bool {
        let left = self.tenths.checked_sub(RETRY);
        self.tenths = left.unwrap_or(self.tenths);
        left.is_some()
    }

    pub(super) fn succeeded(&mut self) {
        self.tenths = (self.tenths + 1).min(FULL);
    }
}

/// The retries of a process: a tenth of what it sent in the last minute, and at least twenty a minute.
#[derive(Debug, Default)]
pub(super) struct ProcessBudget {
    parts: [Part; PARTS],
    /// The number of the newest part since the beginning of time.
    newest: u64,
}

/// What happened in ten seconds.
#[derive(Debug, Default, Clone, Copy)]
struct Part {
    sent: u32,
    retried: u32,
}

const PARTS: usize = 6;
const LEAST: u32 = 20;

impl ProcessBudget {
    fn advance(&mut self, now: Duration) -> &mut Part {
        let number = now.as_secs() / 10;
        while self.newest < number {
            // After a minute nothing is left, however long it was.
            self.newest = (self.newest + 1).max(number.saturating_sub(PARTS as u64));
            *self.part() = Part::default();
        }
        self.part()
    }

    fn part(&mut self) -> &mut Part {
        let place = usize::try_from(self.newest % PARTS as u64).unwrap_or(0);
        &mut self.parts[place]
    }

    pub(super) fn sent(&mut self, now: Duration) {
        let part = self.advance(now);
        part.sent = part.sent.saturating_add(1);
    }

    /// Whether there is a retry left.
    pub(super) fn allows(&mut self, now: Duration) -> bool {
        self.advance(now);
        let (mut sent, mut retried) = (0_u32, 0_u32);
        for part in &self.parts {
            sent = sent.saturating_add(part.sent);
            retried = retried.saturating_add(part.retried);
        }
        retried < LEAST.max(sent / 10)
    }

    /// Counts a retry, just after it was allowed.
    pub(super) fn retried(&mut self) {
        let part = self.part();
        part.retried = part.retried.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{KeyBudget, ProcessBudget};

    #[test]
    fn a_key_has_ten_retries_and_earns_one_by_ten_successes() {
        let mut budget = KeyBudget::default();
        assert_eq!((0..20).filter(|_| budget.take()).count(), 10);
        (0..19).for_each(|_| budget.succeeded());
        assert!(budget.take() && !budget.take());
        (0..1000).for_each(|_| budget.succeeded());
        assert_eq!((0..20).filter(|_| budget.take()).count(), 10);
    }

    #[test]
    fn a_process_retries_a_tenth_of_what_it_sends_and_at_least_twenty_a_minute() {
        let mut budget = ProcessBudget::default();
        let secs = Duration::from_secs;
        let take = |budget: &mut ProcessBudget, at| {
            let mut taken = 0;
            while taken < 1000 && budget.allows(secs(at)) {
                budget.retried();
                taken += 1;
            }
            taken
        };
        assert_eq!(take(&mut budget, 5), 20);
        assert_eq!(take(&mut budget, 59), 0);
        assert_eq!(take(&mut budget, 65), 20);
        (0..500).for_each(|_| budget.sent(secs(66)));
        assert_eq!(take(&mut budget, 66), 30);
        assert_eq!(take(&mut budget, 1_000_000), 20);
    }
}
