//! Which faults are scripted, and which of them a request meets.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use super::Fault;

/// A fault that waits for its requests, or has met them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Scripted {
    /// Its number, in the order of scripting.
    pub id: u64,
    /// How many requests it has spoilt. A fault that was never met proves nothing.
    pub hits: u64,
    /// How many requests it has let pass, because of [`Fault::skip`].
    pub skipped: u64,
    /// The fault itself.
    #[serde(flatten)]
    pub fault: Fault,
}

/// All scripted faults, in the order of scripting.
#[derive(Debug, Default)]
pub(crate) struct Script {
    faults: Mutex<Vec<Scripted>>,
}

/// A request, as far as faults look at it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) operation: Option<&'a str>,
}

impl Script {
    /// Adds a fault; says its number.
    pub(crate) fn add(&self, fault: Fault) -> u64 {
        let mut faults = self.lock();
        let id = faults.last().map_or(1, |last| last.id + 1);
        faults.push(Scripted { id, hits: 0, skipped: 0, fault });
        id
    }

    /// The fault that a request meets: the first that fits and is not used up. Each that still skips counts it.
    pub(crate) fn meet(&self, asked: Asked<'_>) -> Option<Fault> {
        let mut faults = self.lock();
        for scripted in faults.iter_mut().filter(|scripted| scripted.waits_for(asked)) {
            if scripted.skipped < scripted.fault.skip {
                scripted.skipped += 1;
            } else {
                scripted.hits += 1;
                return Some(scripted.fault.clone());
            }
        }
        None
    }

    pub(crate) fn list(&self) -> Vec<Scripted> {
        self.lock().clone()
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Scripted>> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Scripted {
    fn waits_for(&self, asked: Asked<'_>) -> bool {
        let Fault { operation, method, path, times, .. } = &self.fault;
        self.hits < *times
            && operation.as_deref().is_none_or(|id| asked.operation == Some(id))
            && method.as_deref().is_none_or(|method| method.eq_ignore_ascii_case(asked.method))
            && path.as_deref().is_none_or(|path| path == asked.path)
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Script};
    use crate::Fault;

    const POSTS: Asked<'_> =
        Asked { method: "GET", path: "/api/user/content/posts-v2", operation: Some("get_posts") };
    const EVENTS: Asked<'_> =
        Asked { method: "GET", path: "/api/user/events", operation: Some("list_events") };

    #[test]
    fn a_fault_skips_then_hits_then_is_used_up() {
        let script = Script::default();
        script.add(Fault::on("get_posts").skip(1).times(2).status(503));
        let met: Vec<bool> = (0..5).map(|_| script.meet(POSTS).is_some()).collect();
        assert_eq!(met, [false, true, true, false, false]);
        assert!(script.meet(EVENTS).is_none());
        let listed = &script.list()[0];
        assert_eq!((listed.hits, listed.skipped), (2, 1));
    }

    #[test]
    fn the_first_fault_that_fits_is_met() {
        let script = Script::default();
        script.add(Fault::on_path("get", EVENTS.path).status(500));
        script.add(Fault::on_any().status(502));
        let met = |asked| script.meet(asked).and_then(|fault| fault.status);
        assert_eq!([met(POSTS), met(EVENTS), met(EVENTS)], [Some(502), Some(500), None]);
        script.clear();
        assert!(script.list().is_empty());
    }

    #[test]
    fn a_fault_that_can_do_nothing_is_refused() {
        let cases = [
            (Fault::on("get_post_office").status(500), "operation: \"get_post_office\" is none"),
            (Fault::on_any(), "nothing goes wrong"),
            (Fault::on_any().status(500).times(0), "times: must be 1 or more"),
            (Fault::on_any().status(99), "status: 99 is not"),
            (Fault::on_any().header("a b", "c"), "headers: \"a b\""),
            (Fault::on_any().drop_connection().status(500), "dropConnection: leaves no answer"),
            (Fault::on_any().drop_connection().cut_after(1), "dropConnection: leaves no answer"),
        ];
        for (fault, said) in cases {
            let message = fault.check().unwrap_err().to_string();
            assert!(message.starts_with(said), "{message}");
        }
        Fault::on_any().drop_connection().applied().check().unwrap();
    }
}
