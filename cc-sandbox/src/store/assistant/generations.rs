//! What is being written, and how far it is: pending, running, then completed or failed, by the clock alone.

use rusqlite::{Connection, Row};

use crate::ident::Kind;
use crate::input::PageRequest;
use crate::store::{count, row, rows};

/// Tasks: `task_7`.
pub(crate) const TASK: Kind = Kind("task");

/// How far a generation can be.
pub(crate) const STATUSES: &[&str] = &["pending", "running", "completed", "failed"];

/// What tasks are known to write.
pub(crate) const TASK_KINDS: &[&str] = &["reel_script", "hook_menu"];

/// For how long a generation is pending.
pub(crate) const PENDING_MS: i64 = 2_000;

/// What can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    MarketProfile,
    HookMenu,
    ReelScript,
}

/// Something being written, at a time.
#[derive(Debug)]
pub(crate) struct Generation {
    pub(crate) row: i64,
    pub(crate) kind: String,
    pub(crate) hook: Option<i64>,
    pub(crate) status: String,
    pub(crate) started_at: i64,
    running_at: i64,
    ends_at: i64,
    failure: Option<String>,
    slug: Option<String>,
}

/// Starts to write; what comes of it is up to the caller. A reason to fail is told when the time is over.
pub(super) fn start(
    db: &Connection,
    account: i64,
    work: Work,
    hook: Option<i64>,
    failure: Option<&str>,
    now: i64,
) -> rusqlite::Result<i64> {
    db.prepare_cached(
        "INSERT INTO ai_generation (account_id, kind, hook_id, started_at, running_at, ends_at, failure)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute((account, work.kind(), hook, now, now + PENDING_MS, now + work.milliseconds(), failure))?;
    Ok(db.last_insert_rowid())
}

/// The last one of a kind that an account has started.
pub(crate) fn latest(
    db: &Connection,
    account: i64,
    now: i64,
    work: Work,
) -> rusqlite::Result<Option<Generation>> {
    let sql = format!("SELECT {COLUMNS}, {STATUS} {MINE} AND kind = ?3 {NEWEST} LIMIT 1");
    row(db, &sql, (account, now, work.kind()), read)
}

/// The last one of a kind that came to something.
pub(crate) fn latest_completed(
    db: &Connection,
    account: i64,
    now: i64,
    work: Work,
) -> rusqlite::Result<Option<Generation>> {
    let sql = format!(
        "SELECT {COLUMNS}, {STATUS} {MINE} AND kind = ?3 AND {STATUS} = 'completed' {NEWEST} LIMIT 1"
    );
    row(db, &sql, (account, now, work.kind()), read)
}

/// A task of an account.
pub(crate) fn find(
    db: &Connection,
    account: i64,
    now: i64,
    id: &str,
) -> rusqlite::Result<Option<Generation>> {
    let sql = format!("SELECT {COLUMNS}, {STATUS} {MINE} AND {IS_TASK} AND generation.id = ?3");
    row(db, &sql, (account, now, TASK.row(id).unwrap_or(0)), read)
}

/// One page of the tasks of an account, the newest first, and how many there are.
pub(crate) fn list(
    db: &Connection,
    account: i64,
    now: i64,
    status: Option<&str>,
    kind: Option<&str>,
    page: PageRequest,
) -> rusqlite::Result<(Vec<Generation>, i64)> {
    let narrowed =
        format!("{MINE} AND {IS_TASK} AND (?3 IS NULL OR {STATUS} = ?3) AND (?4 IS NULL OR kind = ?4)");
    let sql = format!("SELECT {COLUMNS}, {STATUS} {narrowed} {NEWEST} LIMIT ?5 OFFSET ?6");
    let found = rows(db, &sql, (account, now, status, kind, page.limit, page.offset), read)?;
    Ok((found, count(db, &format!("SELECT count(*) {narrowed}"), (account, now, status, kind))?))
}

/// How far it is at the time ?2.
const STATUS: &str = "CASE WHEN ?2 < running_at THEN 'pending' WHEN ?2 < ends_at THEN 'running'
    WHEN failure IS NULL THEN 'completed' ELSE 'failed' END";

const COLUMNS: &str = "generation.id, kind, hook_id, started_at, running_at, ends_at, failure, script.slug";

/// What account ?1 has started.
const MINE: &str = "FROM ai_generation AS generation
    LEFT JOIN reel_script AS script ON script.generation_id = generation.id
    WHERE generation.account_id = ?1";

/// The market profile is none of the kinds that tasks are known to have.
const IS_TASK: &str = "kind <> 'market_profile'";

const NEWEST: &str = "ORDER BY started_at DESC, generation.id DESC";

fn read(row: &Row<'_>) -> rusqlite::Result<Generation> {
    Ok(Generation {
        row: row.get(0)?,
        kind: row.get(1)?,
        hook: row.get(2)?,
        started_at: row.get(3)?,
        running_at: row.get(4)?,
        ends_at: row.get(5)?,
        failure: row.get(6)?,
        slug: row.get(7)?,
        status: row.get(8)?,
    })
}

impl Work {
    fn kind(self) -> &'static str {
        match self {
            Self::MarketProfile => "market_profile",
            Self::HookMenu => "hook_menu",
            Self::ReelScript => "reel_script",
        }
    }

    /// How long the writing takes, from the start to the end.
    pub(crate) fn milliseconds(self) -> i64 {
        match self {
            Self::MarketProfile => 30_000,
            Self::HookMenu => 15_000,
            Self::ReelScript => 20_000,
        }
    }
}

impl Generation {
    /// Whether it has come to an end, well or badly.
    pub(crate) fn is_final(&self) -> bool {
        self.is_completed() || self.status == "failed"
    }

    /// Whether it has ended well.
    pub(crate) fn is_completed(&self) -> bool {
        self.status == "completed"
    }

    /// When it ended.
    pub(crate) fn finished_at(&self) -> Option<i64> {
        self.is_final().then_some(self.ends_at)
    }

    /// When its status last changed.
    pub(crate) fn changed_at(&self) -> i64 {
        match self.status.as_str() {
            "pending" => self.started_at,
            "running" => self.running_at,
            _ => self.ends_at,
        }
    }

    /// Why it failed.
    pub(crate) fn failure(&self) -> Option<&str> {
        self.failure.as_deref().filter(|_| self.is_final())
    }

    /// The slug of the script that came of it.
    pub(crate) fn slug(&self) -> Option<&str> {
        self.slug.as_deref().filter(|_| self.is_completed())
    }
}
