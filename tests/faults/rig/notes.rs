//! What clients remark, and whether their counters say the same.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cc_api::catalogue::Safety;
use cc_api::quota::WaitReason;
use cc_api::{Counts, Note, Outcome, RetryReason};

/// What clients remark, in order, and which client it was. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Notepad(Arc<Pad>);

#[derive(Debug, Default)]
struct Pad {
    clients: AtomicUsize,
    notes: Mutex<Vec<(usize, Note)>>,
}

impl Notepad {
    /// Listens to one more client: its number, from 0, and its hook.
    pub fn listen(&self) -> (usize, impl Fn(&Note) + Send + Sync + 'static + use<>) {
        let number = self.0.clients.fetch_add(1, Ordering::Relaxed);
        let pad = Arc::clone(&self.0);
        let hook = move |note: &Note| {
            let mut notes = pad.notes.lock().unwrap_or_else(PoisonError::into_inner);
            notes.push((number, note.clone()));
        };
        (number, hook)
    }

    /// What all clients remarked.
    pub fn notes(&self) -> Vec<Note> {
        self.filtered(|_| true)
    }

    /// What one client remarked.
    pub fn notes_of(&self, client: usize) -> Vec<Note> {
        self.filtered(|number| number == client)
    }

    fn filtered(&self, wanted: impl Fn(usize) -> bool) -> Vec<Note> {
        let notes = self.0.notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes.iter().filter(|(number, _)| wanted(*number)).map(|(_, note)| note.clone()).collect()
    }
}

/// Where the counters of a client differ from what its notes add up to.
pub fn miscounted(counts: &Counts, notes: &[Note]) -> Vec<String> {
    let mut check = Check { notes, differs: Vec::new() };
    let attempt = |note: &Note| matches!(note, Note::Attempt { .. });
    check.number("requests", counts.requests, attempt);
    check.number("calls", counts.calls, |note| matches!(note, Note::Attempt { attempt: 1, .. }));
    for outcome in [Outcome::NotSent, Outcome::Rejected, Outcome::Unknown, Outcome::Applied] {
        let ended = |note: &Note| matches!(note, Note::Attempt { outcome: end, .. } if *end == outcome);
        check.number(outcome.as_str(), counts.outcomes(outcome), ended);
    }
    for class in [Safety::Read, Safety::Idempotent, Safety::Write, Safety::Costly] {
        let unknown = |note: &Note| matches!(note, Note::Attempt { outcome: Outcome::Unknown, safety, .. } if *safety == class);
        check.number(class.as_str(), counts.unknown_outcomes(class), unknown);
    }
    for reason in RetryReason::ALL {
        let retried = |note: &Note| matches!(note, Note::Attempt { retry, .. } if *retry == Some(reason));
        check.number(reason.as_str(), counts.retries(reason), retried);
    }
    let again = |note: &Note| matches!(note, Note::Attempt { attempt: 2.., .. });
    check.number("retries", counts.all_retries().iter().map(|(_, count)| count).sum(), again);
    check.number("freezes", counts.freezes, |note| matches!(note, Note::Freeze { .. }));
    let down = |note: &Note| matches!(note, Note::QuotaStoreDown { .. });
    check.number("stores down", counts.quota_store_down, down);
    check.number("unsettled", counts.unsettled, |note| matches!(note, Note::Unsettled { .. }));
    check.waits(counts);
    check.differs
}

struct Check<'a> {
    notes: &'a [Note],
    differs: Vec<String>,
}

impl Check<'_> {
    fn number(&mut self, what: &str, counted: u64, is_one: impl Fn(&Note) -> bool) {
        let told = self.notes.iter().filter(|note| is_one(note)).count();
        self.same(what, &counted, &u64::try_from(told).unwrap_or(u64::MAX));
    }

    /// All waits there are, and those for each reason.
    fn waits(&mut self, counts: &Counts) {
        let mut told: Vec<(WaitReason, Duration)> = Vec::new();
        for note in self.notes {
            if let Note::Wait { why, time, .. } = note {
                told.push((*why, *time));
            }
        }
        let all = counts.all_waits();
        self.same(
            "waits",
            &all.iter().map(|(_, waits)| waits.count).sum(),
            &told.len().try_into().unwrap_or(0),
        );
        self.same(
            "time in waits",
            &all.iter().map(|(_, waits)| waits.time).sum::<Duration>(),
            &told.iter().map(|(_, time)| *time).sum(),
        );
        for (reason, waits) in all {
            let times = told.iter().filter(|(why, _)| *why == reason).map(|(_, time)| *time);
            let (count, time) = (times.clone().count(), times.sum::<Duration>());
            self.same(
                &format!("{reason:?}"),
                &(waits.count, waits.time),
                &(count.try_into().unwrap_or(0), time),
            );
        }
    }

    fn same<T: PartialEq + fmt::Debug>(&mut self, what: &str, counted: &T, told: &T) {
        if counted != told {
            self.differs.push(format!("{what}: {counted:?} counted, {told:?} told"));
        }
    }
}

#[cfg(test)]
mod tests {
    use cc_api::fake::{FakeTransport, TEST_API};
    use cc_api::{Client, Lane};

    use super::*;

    fn wait(why: WaitReason) -> Note {
        Note::Wait { operation: "get_posts", lane: Lane::Normal, why, time: Duration::from_secs(1) }
    }

    #[test]
    fn what_is_told_and_not_counted_differs() {
        let client = Client::builder_for(&TEST_API).transport(FakeTransport::new()).build().unwrap();
        let counts = client.counts();
        assert_eq!(miscounted(&counts, &[]), Vec::<String>::new());
        let attempt = Note::Attempt {
            operation: "get_posts",
            safety: Safety::Read,
            attempt: 2,
            retry: Some(RetryReason::Throttled),
            status: None,
            error: None,
            outcome: Outcome::Unknown,
            remaining: None,
        };
        for (note, differs) in [
            (attempt, ["requests", "unknown", "read", "throttled", "retries"].as_slice()),
            (wait(WaitReason::Poll), &["waits", "time in waits", "Poll"]),
            (
                wait(cc_api::quota::PauseReason::Window(Duration::from_secs(9)).into()),
                &["waits", "time in waits"],
            ),
            (Note::Freeze { operation: "get_posts", time: Duration::ZERO }, &["freezes"]),
            (Note::QuotaStoreDown { why: String::new() }, &["stores down"]),
        ] {
            let found = miscounted(&counts, &[note]);
            let what: Vec<_> =
                found.iter().filter_map(|line| line.split_once(": ")).map(|(what, _)| what).collect();
            assert_eq!(what, differs);
        }
    }
}
