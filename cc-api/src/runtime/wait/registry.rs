//! Who waits for what: so that many callers share the looks at one task, and many tasks of one account take turns.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use super::super::client::Core;
use super::super::key_id::key_id;
use super::super::quota::KeyId;
use super::super::raw::Raw;
use super::pace::{Pace, gap, spread};
use super::progress::Progress;
use super::watch::Watch;

/// The tasks that the clients of one pool of connections wait for.
#[derive(Default)]
pub(crate) struct Registry {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    watches: BTreeMap<Key, Weak<Watch>>,
    accounts: BTreeMap<Account, Turns>,
}

/// What the looks of one account share.
#[derive(Default)]
struct Turns {
    /// How many tasks it waits for.
    tasks: u32,
    /// When the next look may be.
    next: Duration,
}

/// A key, by its digest, and a tenant.
type Account = (KeyId, Option<String>);

/// What a watch is found by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    account: Account,
    operation: &'static str,
    arguments: Vec<(u16, Vec<u8>)>,
}

impl Registry {
    /// The watch for a task: one that is there already, or a new one.
    pub(super) fn join(poll: Raw, pace: Pace, progress: Progress, at_once: bool) -> Arc<Watch> {
        let core = poll.core.clone();
        let registry = core.waits();
        let account = account_of(&core);
        // Who adds headers may get other answers than the rest.
        let shared = poll.options.is_none();
        let key =
            Key { account: account.clone(), operation: poll.operation.id, arguments: poll.args.clone() };
        let known = registry.lock().watches.get(&key).and_then(Weak::upgrade);
        let shared = match known {
            Some(known) if shared && known.keeps(pace) => return known,
            known => shared && known.is_none(),
        };
        registry.lock().accounts.entry(account).or_default().tasks += 1;
        let watch = Arc::new(Watch::new(poll, pace, progress, at_once, shared.then(|| key.clone())));
        if shared {
            registry.lock().watches.insert(key, Arc::downgrade(&watch));
        }
        watch
    }

    /// Takes a watch that has its end off the list.
    pub(super) fn remove(core: &Core, key: Option<&Key>) {
        if let Some(key) = key {
            core.waits().lock().watches.remove(key);
        }
    }

    /// Notes that a watch is gone.
    pub(super) fn leave(core: &Core, key: Option<&Key>) {
        let mut inner = core.waits().lock();
        // Another may be there by the same name, if this one came to its end before it went.
        if let Some(key) = key
            && inner.watches.get(key).is_some_and(|watch| watch.strong_count() == 0)
        {
            inner.watches.remove(key);
        }
        let account = account_of(core);
        if let Some(turns) = inner.accounts.get_mut(&account) {
            turns.tasks = turns.tasks.saturating_sub(1);
            if turns.tasks == 0 {
                inner.accounts.remove(&account);
            }
        }
    }

    /// When a look may be that is wanted at this time. The looks at one task keep their pace; those at several tasks
    /// of an account take turns, so that forty tasks are no forty times the load.
    pub(super) fn turn(core: &Core, wanted: Duration) -> Duration {
        let gap = gap(core.api());
        let between = spread(gap, core.random().draw());
        let mut inner = core.waits().lock();
        let turns = inner.accounts.entry(account_of(core)).or_default();
        let at = match turns.tasks {
            0 | 1 => wanted,
            // However far ahead tasks that are no longer waited for have booked.
            tasks => wanted.max(turns.next.min(wanted.saturating_add(gap.saturating_mul(tasks)))),
        };
        turns.next = at.saturating_add(between);
        at
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn account_of(core: &Core) -> Account {
    (key_id(core.credential()), core.tenant().map(str::to_owned))
}
