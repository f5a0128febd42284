//! Memberships, as far as everybody is concerned: whether one has lapsed.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use rusqlite::{Connection, OptionalExtension as _};

/// Whether the account's paid time is over and nothing renews it. Whoever has no membership has none to lapse.
///
/// A membership that is neither cancelled nor paused renews itself at the end of its time.
pub(crate) fn has_lapsed(db: &Connection, account: i64, now: Timestamp) -> rusqlite::Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT status IN ('cancelled', 'paused', 'past_due') AND period_end <= ?2 FROM membership WHERE account_id = ?1",
    )?;
    let lapsed = query.query_row((account, now.as_millisecond()), |row| row.get(0)).optional()?;
    Ok(lapsed.unwrap_or(false))
}

/// A membership in force that began at `since` and is paid for a month from `now` on.
pub(crate) fn create(
    db: &Connection,
    account: i64,
    since: Timestamp,
    now: Timestamp,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO membership (account_id, status, period_start, period_end, started_at)
         VALUES (?1, 'active', ?2, ?3, ?4)",
    )?
    .execute((
        account,
        now.as_millisecond(),
        a_month_after(now).as_millisecond(),
        since.as_millisecond(),
    ))?;
    Ok(())
}

/// Ends the paid time now, as if the card had been refused.
pub(crate) fn lapse(db: &Connection, account: i64, now: Timestamp) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE membership SET status = 'past_due', period_end = ?2 WHERE account_id = ?1")?
        .execute((account, now.as_millisecond()))?;
    Ok(())
}

/// Puts the membership into force for a month from now on.
pub(crate) fn renew(db: &Connection, account: i64, now: Timestamp) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE membership SET status = 'active', period_start = ?2, period_end = ?3 WHERE account_id = ?1",
    )?
    .execute((account, now.as_millisecond(), a_month_after(now).as_millisecond()))?;
    Ok(())
}

/// The same instant of the next month, or of its last day.
fn a_month_after(at: Timestamp) -> Timestamp {
    let next = at.to_zoned(TimeZone::UTC).checked_add(1.month());
    next.map_or(at, |next| next.timestamp())
}
