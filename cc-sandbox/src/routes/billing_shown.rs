//! Memberships, plans, coupons and invoices as the API answers them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::billing::{Applied, Charge, ChargeStatus, Duration, Interval, Plan, Status, Subscription};
use crate::clock::instant;
use crate::reply::Json;
use crate::store::billing::{COUPON, MEMBERSHIP, PLAN};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ShownMembership<'a> {
    id: String,
    status: Status,
    plan: ShownPlan<'a>,
    started_at: String,
    current_period_start: String,
    current_period_end: String,
    cancels_at_period_end: bool,
    cancelled_at: Option<String>,
    paused_at: Option<String>,
    resumes_at: Option<String>,
    coupon: Option<ShownCoupon<'a>>,
    card: &'a Option<Json>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ShownPlan<'a> {
    id: String,
    name: &'a str,
    description: &'a Option<String>,
    amount_cents: i64,
    currency: &'a str,
    interval: Interval,
    trial_days: Option<i64>,
    features: &'a Json,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ShownCoupon<'a> {
    id: String,
    code: &'a str,
    name: &'a Option<String>,
    percent_off: Option<f64>,
    amount_off_cents: Option<i64>,
    currency: &'a str,
    duration: &'static str,
    duration_months: Option<i64>,
    ends_at: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ShownInvoice {
    id: String,
    number: String,
    status: ChargeStatus,
    description: String,
    amount_due_cents: i64,
    amount_paid_cents: i64,
    currency: String,
    period_start: String,
    period_end: String,
    created_at: String,
    paid_at: Option<String>,
}

impl<'a> ShownMembership<'a> {
    /// A membership that is settled.
    pub(super) fn new(membership: &'a Subscription, now: i64) -> Self {
        Self {
            id: MEMBERSHIP.id(membership.row),
            status: membership.status(now),
            plan: ShownPlan::new(&membership.plan),
            started_at: instant(membership.started_at),
            current_period_start: instant(membership.period_start),
            current_period_end: instant(membership.period_end),
            cancels_at_period_end: membership.cancelled_at.is_some() && now < membership.period_end,
            cancelled_at: membership.cancelled_at.map(instant),
            paused_at: membership.paused_at.map(instant),
            resumes_at: membership.resumes_at.map(instant),
            coupon: membership.coupon.as_ref().map(ShownCoupon::new),
            card: &membership.card,
        }
    }
}

impl<'a> ShownPlan<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self {
            id: PLAN.id(plan.row),
            name: &plan.name,
            description: &plan.description,
            amount_cents: plan.amount_cents,
            currency: &plan.currency,
            interval: plan.interval,
            trial_days: plan.trial_days,
            features: &plan.features,
        }
    }
}

impl<'a> ShownCoupon<'a> {
    pub(super) fn new(applied: &'a Applied) -> Self {
        let coupon = &applied.coupon;
        let (duration, duration_months) = match coupon.duration {
            Duration::Once => ("once", None),
            Duration::Months(months) => ("repeating", Some(months)),
            Duration::Forever => ("forever", None),
        };
        Self {
            id: COUPON.id(coupon.row),
            code: &coupon.code,
            name: &coupon.name,
            percent_off: coupon.percent_off,
            amount_off_cents: coupon.amount_off_cents,
            currency: &coupon.currency,
            duration,
            duration_months,
            ends_at: applied.ends_at.map(instant),
        }
    }
}

impl ShownInvoice {
    /// The charge with this number among those of the account.
    pub(super) fn new(account: i64, number: usize, charge: Charge) -> Self {
        let is_paid = charge.status == ChargeStatus::Paid;
        let created = Timestamp::from_millisecond(charge.created_at).unwrap_or_default();
        let year = created.to_zoned(TimeZone::UTC).year();
        Self {
            id: invoice_id(account, number),
            number: format!("CC-{year}-{account:04}-{number:04}"),
            status: charge.status,
            description: charge.description,
            amount_due_cents: charge.amount_cents,
            amount_paid_cents: if is_paid { charge.amount_cents } else { 0 },
            currency: charge.currency,
            period_start: instant(charge.period_start),
            period_end: instant(charge.period_end),
            created_at: instant(charge.created_at),
            paid_at: is_paid.then(|| instant(charge.created_at)),
        }
    }

    /// A line of a CSV file. Names of plans may hold commas.
    pub(super) fn to_csv(&self) -> String {
        let status = self.status.name();
        format!(
            "{},{status},\"{}\",{},{},{},{}\n",
            self.number,
            self.description.replace('"', "\"\""),
            self.amount_due_cents,
            self.amount_paid_cents,
            self.currency,
            self.paid_at.as_deref().unwrap_or(""),
        )
    }
}

/// Invoices: `invoice_1_12` is the twelfth of account 1. Reads know it before it is written down.
pub(super) fn invoice_id(account: i64, number: usize) -> String {
    format!("invoice_{account}_{number}")
}
