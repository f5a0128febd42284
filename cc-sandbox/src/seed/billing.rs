//! Plans, coupons, and memberships with the invoices that follow from them.

use jiff::ToSpan as _;
use rusqlite::params;
use serde_json::json;

use super::{Seeder, TenantPlan};
use crate::billing::{Applied, Subscription};
use crate::clock::start_of;
use crate::store::{billing, membership};

/// A plan: name, description, cents, interval, free days, what is included.
type PlanSeed = (&'static str, &'static str, i64, &'static str, Option<i64>, &'static [&'static str]);

const PLANS: &[PlanSeed] = &[
    (
        "Growth",
        "The whole library, the calendar and the Instagram figures.",
        5_900,
        "month",
        Some(7),
        &["Weekly drops", "Content calendar", "Instagram figures"],
    ),
    (
        "Growth, yearly",
        "All of Growth, and two months of the twelve are free.",
        59_000,
        "year",
        None,
        &["Weekly drops", "Content calendar", "Instagram figures", "Two months free"],
    ),
    (
        "Team",
        "For a group that shares one look.",
        14_900,
        "month",
        None,
        &["Weekly drops", "Content calendar", "Instagram figures", "Five seats", "Page builder"],
    ),
];

/// A coupon: code, name, percent, cents, duration, months, whether its time is over.
type CouponSeed =
    (&'static str, Option<&'static str>, Option<f64>, Option<i64>, &'static str, Option<i64>, bool);

const COUPONS: &[CouponSeed] = &[
    ("FALL20", Some("Fall special"), Some(20.0), None, "repeating", Some(3), false),
    ("WELCOME10", None, None, Some(1_000), "once", None, false),
    ("FRIENDS", Some("For friends of the house"), Some(12.5), None, "forever", None, false),
    ("FREEMONTH", Some("A month on us"), Some(100.0), None, "once", None, false),
    ("SPRING24", Some("Spring of 2024"), Some(30.0), None, "repeating", Some(2), true),
];

/// Cards: brand, last four digits, month of expiry.
const CARDS: &[(&str, &str, i64)] = &[("visa", "4242", 8), ("mastercard", "4444", 11), ("amex", "0005", 3)];

pub(super) fn fill(seeder: &mut Seeder<'_>, plan: &TenantPlan) -> anyhow::Result<()> {
    fill_plans(seeder, plan.tenant)?;
    fill_coupons(seeder, plan.tenant)?;
    for (index, account) in plan.accounts.iter().enumerate() {
        if seeder.is_empty() {
            membership::create(seeder.db, *account, seeder.now, seeder.now)?;
        } else {
            fill_membership(seeder, plan.tenant, *account, index)?;
        }
    }
    Ok(())
}

fn fill_plans(seeder: &Seeder<'_>, tenant: i64) -> anyhow::Result<()> {
    let mut insert = seeder.db.prepare(
        "INSERT INTO membership_plan (tenant_id, name, description, amount_cents, currency, billing_interval, trial_days,
            features, position)
         VALUES (?1, ?2, ?3, ?4, 'usd', ?5, ?6, ?7, ?8)",
    )?;
    for (position, (name, description, cents, interval, trial, features)) in PLANS.iter().enumerate() {
        let features = json!(features).to_string();
        let position = i64::try_from(position)?;
        insert.execute(params![tenant, name, description, cents, interval, trial, features, position])?;
    }
    Ok(())
}

fn fill_coupons(seeder: &Seeder<'_>, tenant: i64) -> anyhow::Result<()> {
    let over = start_of(seeder.today().saturating_sub(1.month())).as_millisecond();
    let mut insert = seeder.db.prepare(
        "INSERT INTO coupon (tenant_id, code, name, percent_off, amount_off_cents, currency, duration, duration_months,
            redeem_by)
         VALUES (?1, ?2, ?3, ?4, ?5, 'usd', ?6, ?7, ?8)",
    )?;
    for (code, name, percent, cents, duration, months, is_over) in COUPONS {
        let redeem_by = is_over.then_some(over);
        insert.execute(params![tenant, code, name, percent, cents, duration, months, redeem_by])?;
    }
    Ok(())
}

/// A year of a membership, charged month by month; the first account came with a coupon for its first months.
fn fill_membership(seeder: &mut Seeder<'_>, tenant: i64, account: i64, index: usize) -> anyhow::Result<()> {
    let day = seeder.today().saturating_sub(1.year()).saturating_sub(seeder.rng.i64(5..20).days());
    let since = start_of(day).as_millisecond() + seeder.rng.i64(8 * 60..20 * 60) * 60_000;
    let Some(plan) = billing::first_plan(seeder.db, account)? else { return Ok(()) };
    let coupon = if index == 0 { billing::coupon(seeder.db, tenant, "FALL20")? } else { None };
    let coupon = coupon.map(|coupon| Applied::new(coupon, since));
    let (mut made, mut charges) = Subscription::start(account, plan, coupon, true, since);
    let (brand, last_four, month) = CARDS[index % CARDS.len()];
    made.card = Some(billing::card(brand, last_four, month, i64::from(seeder.today().year()) + 2)?);
    charges.extend(made.settle(seeder.now.as_millisecond()));
    Ok(membership::keep(seeder.db, &made, &charges)?)
}
