//! The quota of all processes of a machine, in a file of `SQLite`.
//!
//! Each decision is one short transaction that holds the file's write lock: what a process sees, no other one changes. A slot
//! has a lease, so that a process that is killed holds nothing for ever: its request counts from the lease's end.

mod clock;
mod file;

use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use rusqlite::{OptionalExtension as _, Transaction, TransactionBehavior, params};

pub(crate) use clock::{Clocks, Shown};

use self::clock::{BLUR, Mark};
use self::file::{Fault, File, signed, unsigned};
use super::key_state::{KeyState, Layout, Settled};
use super::store::{Ask, Decision, KeyId, QuotaStore, Report, Slot, Snapshot, StoreError};
use super::windows::{Window, millis, whole_millis};

/// Keeps the use of a quota in a file, which all processes of a machine may share.
///
/// The file is made for this user alone, with its folder. It holds digests of keys and numbers, and no key. A file that is damaged,
/// from another version or from the future is set aside, with `.set-aside` after its name; then each key begins with one
/// call, and what the server says of the quota counts.
pub struct SqliteQuota {
    path: PathBuf,
    clocks: Clocks,
    layout: OnceLock<(Vec<Window>, Layout)>,
    file: Mutex<File>,
}

/// How long a client waits for the file before memory decides: a little longer than `SQLite` waits for other processes.
const PATIENCE: Duration = Duration::from_secs(2);
/// After so much time nothing that a state holds counts any more: the longest freeze.
const FORGOTTEN: u64 = 25 * 3_600_000;

impl SqliteQuota {
    /// Opens the file, or makes it. An error says why it can't be used.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, StoreError> {
        Self::with_clocks(path.into(), Clocks::system())
    }

    pub(crate) fn with_clocks(path: PathBuf, clocks: Clocks) -> Result<Self, StoreError> {
        let file = Mutex::new(File::open(&path, &clocks)?);
        Ok(Self { path, clocks, layout: OnceLock::new(), file })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn layout(&self) -> Result<&Layout, StoreError> {
        let layout = self.layout.get().map(|(_, layout)| layout);
        layout.ok_or_else(|| StoreError::new("the quota was not told its windows"))
    }

    /// Does something in a transaction, if need be with another file.
    fn turn<T>(&self, run: impl Fn(&Turn<'_>) -> Result<T, Fault>) -> Result<T, StoreError> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if !file.is_in_place(&self.path) {
            *file = File::open(&self.path, &self.clocks)?;
        }
        match Turn::take(&mut file, &self.clocks, &run) {
            Ok(value) => Ok(value),
            Err(Fault::Failed(error)) => Err(error),
            Err(Fault::Damaged) => {
                *file = File::replace(&self.path, &self.clocks)?;
                Turn::take(&mut file, &self.clocks, &run).map_err(|fault| match fault {
                    Fault::Failed(error) => error,
                    Fault::Damaged => StoreError::new("the file of the quota is damaged again and again"),
                })
            }
        }
    }

    /// Does something with the state of a key.
    fn with<T>(
        &self,
        key: KeyId,
        run: impl Fn(&mut KeyState, &Layout, &Turn<'_>) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        let layout = self.layout()?;
        self.turn(|turn| {
            let mut state = turn.load(key, layout)?;
            let value = run(&mut state, layout, turn)?;
            turn.save(key, layout, &state)?;
            Ok(value)
        })
    }
}

impl QuotaStore for SqliteQuota {
    fn set_up(&self, windows: &[Window]) -> Result<(), StoreError> {
        let (known, _) = self.layout.get_or_init(|| (windows.to_vec(), Layout::of(windows)));
        if known != windows {
            return Err(StoreError::new("this quota is already in use with other windows"));
        }
        let agreed = self.turn(|turn| turn.agree_on(windows))?;
        if agreed {
            return Ok(());
        }
        Err(StoreError::new(
            "other programs keep to other limits with this file; use the same limits, or another file",
        ))
    }

    fn reserve(&self, ask: &Ask) -> Result<Decision, StoreError> {
        let lease = millis(ask.lease);
        self.with(ask.key, |state, layout, turn| {
            let decision = state.reserve(layout, ask.lane, ask.ahead, turn.now, lease);
            if let Decision::Granted(slot) = decision {
                turn.take_slot(ask.key, slot, turn.now.saturating_add(lease))?;
            }
            Ok(decision)
        })
    }

    fn settle(&self, key: KeyId, slot: Slot, report: &Report) -> Result<(), StoreError> {
        self.with(key, |state, layout, turn| {
            let mut slot = slot;
            if !turn.give_back(key, slot)? {
                // Its lease is over, and it counts from there; the request may have come later, so it counts again.
                slot.probe = false;
                state.reserved += 1;
            }
            state.settle(layout, slot, Settled::of(report, turn.now + BLUR));
            Ok(())
        })
    }

    fn refund(&self, key: KeyId, slot: Slot) -> Result<(), StoreError> {
        self.with(key, |state, _, turn| {
            if turn.give_back(key, slot)? {
                state.refund(slot);
            }
            Ok(())
        })
    }

    fn catch_up(&self, key: KeyId, sent: &[(Duration, u32)]) -> Result<(), StoreError> {
        self.with(key, |state, layout, turn| {
            for (ago, count) in sent {
                state.sent_before(layout, turn.now.saturating_sub(whole_millis(*ago)) + BLUR, *count);
            }
            Ok(())
        })
    }

    fn snapshot(&self, key: KeyId, _: Duration) -> Result<Snapshot, StoreError> {
        self.with(key, |state, layout, turn| Ok(state.snapshot(layout, turn.now)))
    }

    fn patience(&self) -> Duration {
        PATIENCE
    }
}

impl KeyState {
    /// Counts requests that nobody asked for here; where later ones are counted already, as if they came with those.
    fn sent_before(&mut self, layout: &Layout, at: u64, count: u32) {
        for (track, facts) in layout.tracks().iter().zip(&mut self.facts) {
            track.add(&mut self.words, &mut facts.newest, at, count);
        }
    }
}

/// A transaction that holds the file's write lock, and its time.
struct Turn<'a> {
    transaction: Transaction<'a>,
    now: u64,
    careful_until: u64,
}

impl<'a> Turn<'a> {
    fn take<T>(
        file: &'a mut File,
        clocks: &Clocks,
        run: &impl Fn(&Turn<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let transaction = file.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (before, careful_until) = transaction
            .prepare_cached("SELECT time, wall, boot, running, slack, careful_until FROM clock")?
            .query_row([], |row| {
                let running = row.get::<_, Option<i64>>(2)?.zip(row.get::<_, Option<i64>>(3)?);
                let running = running.map(|(boot, running)| (unsigned(boot), unsigned(running)));
                let shown = Shown { wall: unsigned(row.get(1)?), running };
                let mark = Mark { time: unsigned(row.get(0)?), shown, slack: unsigned(row.get(4)?) };
                Ok((mark, unsigned(row.get(5)?)))
            })?;
        // Read under the lock: a process that waited must not carry an old time into the file.
        let mark = before.at(clocks.read());
        let (boot, running) =
            mark.shown.running.map(|(boot, running)| (signed(boot), signed(running))).unzip();
        transaction
            .prepare_cached("UPDATE clock SET time = ?1, wall = ?2, boot = ?3, running = ?4, slack = ?5")?
            .execute(params![
                signed(mark.time),
                signed(mark.shown.wall),
                boot,
                running,
                signed(mark.slack)
            ])?;
        let turn = Self { transaction, now: mark.time, careful_until };
        let value = run(&turn)?;
        turn.transaction.commit()?;
        Ok(value)
    }

    /// Notes the windows, or says whether they are those that are noted. They may change once nothing counts any more.
    fn agree_on(&self, windows: &[Window]) -> Result<bool, Fault> {
        let mut words = String::new();
        for window in windows {
            let _ = write!(words, "{}/{} ", window.limit, window.millis());
        }
        let known: Option<String> =
            self.transaction.query_row("SELECT windows FROM clock", [], |row| row.get(0))?;
        let known = known.unwrap_or_else(|| words.clone());
        let mut longest = FORGOTTEN;
        for window in known.split(' ') {
            let length = window.split_once('/').and_then(|(_, length)| length.parse().ok());
            longest = longest.max(length.unwrap_or(0_u64).saturating_mul(2));
        }
        let forget = "DELETE FROM state WHERE touched < ?1 AND key NOT IN (SELECT key FROM slot)";
        self.transaction.execute(forget, [signed(self.now.saturating_sub(longest))])?;
        let count = "SELECT (SELECT count(*) FROM state) + (SELECT count(*) FROM slot)";
        let left: i64 = self.transaction.query_row(count, [], |row| row.get(0))?;
        let agreed = known == words || left == 0;
        if agreed {
            self.transaction.execute("UPDATE clock SET windows = ?1", [words])?;
        }
        Ok(agreed)
    }

    /// The state of a key, in which leases that are over have been settled.
    fn load(&self, key: KeyId, layout: &Layout) -> Result<KeyState, Fault> {
        let bytes: Option<Vec<u8>> = self
            .transaction
            .prepare_cached("SELECT bytes FROM state WHERE key = ?1")?
            .query_row([key.0], |row| row.get(0))
            .optional()?;
        let mut state = match bytes {
            Some(bytes) => KeyState::from_bytes(layout, &bytes, self.now).ok_or(Fault::Damaged)?,
            None if self.now < self.careful_until => KeyState::careful(layout),
            None => KeyState::new(layout),
        };
        let mut slots = self
            .transaction
            .prepare_cached("SELECT id, probe, ends FROM slot WHERE key = ?1 ORDER BY ends, id")?;
        let mut over = Vec::new();
        let mut rows = slots.query([key.0])?;
        while let Some(row) = rows.next()? {
            state.reserved += 1;
            let ends = unsigned(row.get(2)?);
            if ends <= self.now {
                over.push((Slot { id: unsigned(row.get(0)?), probe: row.get(1)? }, ends));
            }
        }
        for (slot, ends) in over {
            self.give_back(key, slot)?;
            state.settle(layout, slot, Settled { now: ends + BLUR, ..Settled::default() });
        }
        Ok(state)
    }

    fn save(&self, key: KeyId, layout: &Layout, state: &KeyState) -> Result<(), Fault> {
        self.transaction
            .prepare_cached("INSERT OR REPLACE INTO state (key, bytes, touched) VALUES (?1, ?2, ?3)")?
            .execute(params![key.0, state.to_bytes(layout), signed(self.now)])?;
        Ok(())
    }

    fn take_slot(&self, key: KeyId, slot: Slot, ends: u64) -> Result<(), Fault> {
        self.transaction
            .prepare_cached("INSERT INTO slot (key, id, probe, ends) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![key.0, signed(slot.id), slot.probe, signed(ends)])?;
        Ok(())
    }

    /// Whether the slot was still taken.
    fn give_back(&self, key: KeyId, slot: Slot) -> Result<bool, Fault> {
        let gone = self
            .transaction
            .prepare_cached("DELETE FROM slot WHERE key = ?1 AND id = ?2")?
            .execute(params![key.0, signed(slot.id)])?;
        Ok(gone > 0)
    }
}

impl fmt::Debug for SqliteQuota {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteQuota").field("path", &self.path).finish_non_exhaustive()
    }
}
