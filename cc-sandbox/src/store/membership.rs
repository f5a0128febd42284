//! Memberships: how they were left, and whether one has lapsed.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};
use serde_json::value::RawValue;

use super::{billing, row};
use crate::billing::{Applied, Charge, Subscription};
use crate::refused::Refused;
use crate::reply::Json;

/// Whether the account's paid time is over and nothing renews it. Whoever has no membership has none to lapse.
///
/// This is asked at every call by a key, so it is one look at what the last change left behind: `lapses_at` is set while the
/// membership is cancelled, paused or past due, and a pause that has ended renews by itself.
pub(crate) fn has_lapsed(db: &Connection, account: i64, now: Timestamp) -> rusqlite::Result<bool> {
    let sql = "SELECT coalesce(lapses_at <= ?2 AND coalesce(resumes_at > ?2, 1), 0) FROM membership WHERE account_id = ?1";
    Ok(row(db, sql, (account, now.as_millisecond()), |row| row.get(0))?.unwrap_or(false))
}

/// The membership as it was left.
pub(crate) fn load(db: &Connection, account: i64) -> rusqlite::Result<Option<Subscription>> {
    let sql = format!(
        "SELECT membership.id, account_id, started_at, anchor, period_start, period_end, is_trial, is_past_due, cancelled_at,
            paused_at, resumes_at, coupon_ends_at, card, next_card, {}, {}
         FROM membership
         JOIN membership_plan AS plan ON plan.id = plan_id
         LEFT JOIN coupon ON coupon.id = coupon_id
         WHERE account_id = ?1",
        billing::PLAN_COLUMNS,
        billing::COUPON_COLUMNS,
    );
    row(db, &sql, [account], read)
}

/// The membership as it stands now, and the charges that it has come to since it was left.
pub(crate) fn settled(
    db: &Connection,
    account: i64,
    now: Timestamp,
) -> rusqlite::Result<Option<(Subscription, Vec<Charge>)>> {
    Ok(load(db, account)?.map(|mut membership| {
        let charges = membership.settle(now.as_millisecond());
        (membership, charges)
    }))
}

/// Keeps a membership, in the place of the account's last one, and its charges.
pub(crate) fn keep(db: &Connection, kept: &Subscription, charges: &[Charge]) -> rusqlite::Result<()> {
    let text = |json: &Option<Json>| json.as_ref().map(|json| json.get().to_owned());
    db.prepare_cached(
        "INSERT INTO membership (account_id, plan_id, started_at, anchor, period_start, period_end, is_trial, is_past_due,
            cancelled_at, paused_at, resumes_at, lapses_at, coupon_id, coupon_ends_at, card, next_card)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
         ON CONFLICT (account_id) DO UPDATE SET plan_id = ?2, started_at = ?3, anchor = ?4, period_start = ?5,
            period_end = ?6, is_trial = ?7, is_past_due = ?8, cancelled_at = ?9, paused_at = ?10, resumes_at = ?11,
            lapses_at = ?12, coupon_id = ?13, coupon_ends_at = ?14, card = ?15, next_card = ?16",
    )?
    .execute(params![
        kept.account,
        kept.plan.row,
        kept.started_at,
        kept.anchor,
        kept.period_start,
        kept.period_end,
        kept.is_trial,
        kept.is_past_due,
        kept.cancelled_at,
        kept.paused_at,
        kept.resumes_at,
        kept.lapses_at(),
        kept.coupon.as_ref().map(|applied| applied.coupon.row),
        kept.coupon.as_ref().and_then(|applied| applied.ends_at),
        text(&kept.card),
        text(&kept.next_card),
    ])?;
    billing::add_charges(db, kept.account, charges)
}

/// A membership with the first plan on offer, paid for since `since` by the sandbox's card.
pub(crate) fn create(db: &Connection, account: i64, since: Timestamp, now: Timestamp) -> Result<(), Refused> {
    let none = || Refused::failure(&"the tenant offers no plan");
    let plan = billing::first_plan(db, account)?.ok_or_else(none)?;
    let (mut new, mut charges) = Subscription::start(account, plan, None, false, since.as_millisecond());
    new.card = Some(billing::sandbox_card(now)?);
    charges.extend(new.settle(now.as_millisecond()));
    Ok(keep(db, &new, &charges)?)
}

/// Ends the paid time now, as if the card had been refused.
pub(crate) fn lapse(db: &Connection, account: i64, now: Timestamp) -> rusqlite::Result<()> {
    let Some((mut membership, mut charges)) = settled(db, account, now)? else { return Ok(()) };
    charges.extend(membership.lapse(now.as_millisecond()));
    keep(db, &membership, &charges)
}

/// Puts the membership into force for a whole period from now on.
pub(crate) fn renew(db: &Connection, account: i64, now: Timestamp) -> rusqlite::Result<()> {
    let Some((mut membership, mut charges)) = settled(db, account, now)? else { return Ok(()) };
    charges.push(membership.renew(now.as_millisecond()));
    billing::void_open(db, account)?;
    keep(db, &membership, &charges)
}

/// How many columns stand before those of the plan, and those of the plan before those of the coupon.
const OWN_COLUMNS: usize = 14;

fn read(row: &Row<'_>) -> rusqlite::Result<Subscription> {
    let json = |index| -> rusqlite::Result<Option<Json>> {
        let text: Option<String> = row.get(index)?;
        Ok(text.and_then(|text| RawValue::from_string(text).ok()))
    };
    let coupon = billing::read_coupon_after(row, OWN_COLUMNS + billing::PLAN_WIDTH)?;
    let ends_at = row.get(11)?;
    Ok(Subscription {
        row: row.get(0)?,
        account: row.get(1)?,
        plan: billing::read_plan_after(row, OWN_COLUMNS)?,
        started_at: row.get(2)?,
        anchor: row.get(3)?,
        period_start: row.get(4)?,
        period_end: row.get(5)?,
        is_trial: row.get(6)?,
        is_past_due: row.get(7)?,
        cancelled_at: row.get(8)?,
        paused_at: row.get(9)?,
        resumes_at: row.get(10)?,
        coupon: coupon.map(|coupon| Applied { coupon, ends_at }),
        card: json(12)?,
        next_card: json(13)?,
    })
}
