//! Plans, coupons, invoices, and what would have been sent by e-mail.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::{Connection, Row};
use serde::Serialize;
use serde_json::json;
use serde_json::value::{RawValue, to_raw_value};

use super::{count, row, rows};
use crate::billing::{Charge, ChargeStatus, Coupon, Duration, Interval, Plan};
use crate::clock::instant;
use crate::ident::Kind;
use crate::input::PageRequest;
use crate::refused::Refused;
use crate::reply::Json;

/// Plans: `plan_1`.
pub(crate) const PLAN: Kind = Kind("plan");
/// Coupons: `coupon_1`.
pub(crate) const COUPON: Kind = Kind("coupon");
/// Memberships: `membership_1`.
pub(crate) const MEMBERSHIP: Kind = Kind("membership");

/// What [`read_plan_after`] reads.
pub(super) const PLAN_COLUMNS: &str = "plan.id, plan.name, plan.description, plan.amount_cents, plan.currency, plan.billing_interval, plan.trial_days, plan.features";
/// How many columns these are.
pub(super) const PLAN_WIDTH: usize = 8;
/// What [`read_coupon_after`] reads.
pub(super) const COUPON_COLUMNS: &str = "coupon.id, coupon.code, coupon.name, coupon.percent_off, coupon.amount_off_cents, coupon.currency, coupon.duration, coupon.duration_months, coupon.redeem_by";

/// One page of the plans on offer, and how many there are.
pub(crate) fn plans(db: &Connection, tenant: i64, page: PageRequest) -> rusqlite::Result<(Vec<Plan>, i64)> {
    let sql = format!(
        "SELECT {PLAN_COLUMNS} FROM membership_plan AS plan WHERE tenant_id = ?1 ORDER BY position, id LIMIT ?2 OFFSET ?3"
    );
    let plans = rows(db, &sql, (tenant, page.limit, page.offset), |row| read_plan_after(row, 0))?;
    Ok((plans, count(db, "SELECT count(*) FROM membership_plan WHERE tenant_id = ?1", [tenant])?))
}

/// A plan of the tenant.
pub(crate) fn plan(db: &Connection, tenant: i64, plan: i64) -> rusqlite::Result<Option<Plan>> {
    let sql = format!("SELECT {PLAN_COLUMNS} FROM membership_plan AS plan WHERE tenant_id = ?1 AND id = ?2");
    row(db, &sql, (tenant, plan), |row| read_plan_after(row, 0))
}

/// The first plan that the account's tenant offers.
pub(crate) fn first_plan(db: &Connection, account: i64) -> rusqlite::Result<Option<Plan>> {
    let sql = format!(
        "SELECT {PLAN_COLUMNS} FROM membership_plan AS plan
         WHERE tenant_id = (SELECT tenant_id FROM account WHERE id = ?1) ORDER BY position, id LIMIT 1"
    );
    row(db, &sql, [account], |row| read_plan_after(row, 0))
}

/// The coupon with this code, in letters of either case.
pub(crate) fn coupon(db: &Connection, tenant: i64, code: &str) -> rusqlite::Result<Option<Coupon>> {
    let sql = format!("SELECT {COUPON_COLUMNS} FROM coupon WHERE tenant_id = ?1 AND code = ?2");
    Ok(row(db, &sql, (tenant, code), |row| read_coupon_after(row, 0))?.flatten())
}

/// The charges that are written down, in order.
pub(crate) fn charges(db: &Connection, account: i64) -> rusqlite::Result<Vec<Charge>> {
    let sql = "SELECT status, description, amount_cents, currency, period_start, period_end, created_at
               FROM invoice WHERE account_id = ?1 ORDER BY sequence";
    rows(db, sql, [account], |row| {
        Ok(Charge {
            status: ChargeStatus::named(row.get_ref(0)?.as_str()?),
            description: row.get(1)?,
            amount_cents: row.get(2)?,
            currency: row.get(3)?,
            period_start: row.get(4)?,
            period_end: row.get(5)?,
            created_at: row.get(6)?,
        })
    })
}

/// Writes charges down, after those that are.
pub(super) fn add_charges(db: &Connection, account: i64, charges: &[Charge]) -> rusqlite::Result<()> {
    let mut insert = db.prepare_cached(
        "INSERT INTO invoice (account_id, sequence, status, description, amount_cents, currency, period_start, period_end, created_at)
         VALUES (?1, (SELECT coalesce(max(sequence), 0) + 1 FROM invoice WHERE account_id = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for charge in charges {
        insert.execute((
            account,
            charge.status.name(),
            &charge.description,
            charge.amount_cents,
            &charge.currency,
            charge.period_start,
            charge.period_end,
            charge.created_at,
        ))?;
    }
    Ok(())
}

/// Takes back what was charged and not paid.
pub(crate) fn void_open(db: &Connection, account: i64) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE invoice SET status = 'void' WHERE account_id = ?1 AND status = 'open'")?
        .execute([account])?;
    Ok(())
}

/// The card with which everything in the sandbox is paid, as JSON.
pub(crate) fn sandbox_card(now: Timestamp) -> Result<Json, Refused> {
    card("visa", "4242", 12, i64::from(now.to_zoned(TimeZone::UTC).year()) + 3)
}

/// A card, as JSON.
pub(crate) fn card(brand: &str, last_four: &str, month: i64, year: i64) -> Result<Json, Refused> {
    let card = json!({ "brand": brand, "lastFour": last_four, "expiryMonth": month, "expiryYear": year });
    to_raw_value(&card).map_err(|error| Refused::failure(&error))
}

/// A message that would have been sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Mail {
    /// When: `2026-03-04T09:00:00Z`.
    pub at: String,
    /// To whom: `maya@torreshome.example`.
    pub recipient: String,
    /// What it is about.
    pub subject: String,
    /// The text of the file that goes with it.
    pub attachment: String,
}

/// Puts a message to the account's address into the outbox.
pub(crate) fn mail(
    db: &Connection,
    account: i64,
    subject: &str,
    attachment: &str,
    now: Timestamp,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO outbox (account_id, at, recipient, subject, attachment)
         SELECT id, ?2, email, ?3, ?4 FROM account WHERE id = ?1",
    )?
    .execute((account, now.as_millisecond(), subject, attachment))?;
    Ok(())
}

/// The messages to an account, in order.
pub(crate) fn outbox(db: &Connection, account: i64) -> rusqlite::Result<Vec<Mail>> {
    let sql = "SELECT at, recipient, subject, attachment FROM outbox WHERE account_id = ?1 ORDER BY id";
    rows(db, sql, [account], |row| {
        Ok(Mail {
            at: instant(row.get(0)?),
            recipient: row.get(1)?,
            subject: row.get(2)?,
            attachment: row.get(3)?,
        })
    })
}

/// Reads a plan whose columns begin after so many others.
pub(super) fn read_plan_after(row: &Row<'_>, before: usize) -> rusqlite::Result<Plan> {
    let features: String = row.get(before + 7)?;
    Ok(Plan {
        row: row.get(before)?,
        name: row.get(before + 1)?,
        description: row.get(before + 2)?,
        amount_cents: row.get(before + 3)?,
        currency: row.get(before + 4)?,
        interval: Interval::named(row.get_ref(before + 5)?.as_str()?),
        trial_days: row.get(before + 6)?,
        features: RawValue::from_string(features).unwrap_or_default(),
    })
}

/// Reads a coupon whose columns begin after so many others; none where no coupon was joined.
pub(super) fn read_coupon_after(row: &Row<'_>, before: usize) -> rusqlite::Result<Option<Coupon>> {
    let Some(id) = row.get(before)? else { return Ok(None) };
    let months: Option<i64> = row.get(before + 7)?;
    let duration = match row.get_ref(before + 6)?.as_str()? {
        "once" => Duration::Once,
        "forever" => Duration::Forever,
        _ => Duration::Months(months.unwrap_or(1)),
    };
    Ok(Some(Coupon {
        row: id,
        code: row.get(before + 1)?,
        name: row.get(before + 2)?,
        percent_off: row.get(before + 3)?,
        amount_off_cents: row.get(before + 4)?,
        currency: row.get(before + 5)?,
        duration,
        redeem_by: row.get(before + 8)?,
    }))
}
