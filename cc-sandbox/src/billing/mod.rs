//! How a membership moves with time: pure, without a database.
//!
//! A membership is kept as it was left by whoever last changed it. [`Subscription::settle`] moves it on to now: periods that
//! have ended are renewed and charged, a pause whose end has come is over, a coupon that has run out is gone. Writes keep
//! what that gives; reads only look at it, so both see the same.

mod changes;
mod periods;
#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::reply::Json;

/// A plan that can be subscribed to.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) row: i64,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) amount_cents: i64,
    pub(crate) currency: String,
    pub(crate) interval: Interval,
    pub(crate) trial_days: Option<i64>,
    /// A JSON list of texts.
    pub(crate) features: Json,
}

/// How often a plan is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Interval {
    Month,
    Year,
}

/// A discount that can be applied.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Coupon {
    pub(crate) row: i64,
    pub(crate) code: String,
    pub(crate) name: Option<String>,
    pub(crate) percent_off: Option<f64>,
    pub(crate) amount_off_cents: Option<i64>,
    pub(crate) currency: String,
    pub(crate) duration: Duration,
    pub(crate) redeem_by: Option<i64>,
}

/// How long a coupon lasts once it is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Duration {
    /// Until the next charge, which it lowers.
    Once,
    /// For so many months.
    Months(i64),
    Forever,
}

/// A coupon that is applied.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Applied {
    pub(crate) coupon: Coupon,
    /// When it ends, if that is known.
    pub(crate) ends_at: Option<i64>,
}

/// A membership, as it was left or as it stands. Instants are milliseconds.
#[derive(Debug, Clone)]
pub(crate) struct Subscription {
    pub(crate) row: i64,
    pub(crate) account: i64,
    pub(crate) plan: Plan,
    pub(crate) started_at: i64,
    /// What periods are counted from: the 31st stays the 31st after a February.
    pub(crate) anchor: i64,
    pub(crate) period_start: i64,
    pub(crate) period_end: i64,
    /// Whether the present period is free, at first.
    pub(crate) is_trial: bool,
    /// Whether the last charge was refused.
    pub(crate) is_past_due: bool,
    pub(crate) cancelled_at: Option<i64>,
    pub(crate) paused_at: Option<i64>,
    pub(crate) resumes_at: Option<i64>,
    pub(crate) coupon: Option<Applied>,
    /// The card that is charged, as JSON.
    pub(crate) card: Option<Json>,
    /// The card that an unfinished change of the payment method leads to, as JSON.
    pub(crate) next_card: Option<Json>,
}

/// How a membership stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Trialing,
    Active,
    PastDue,
    Paused,
    Cancelled,
}

/// What is charged for a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Charge {
    pub(crate) status: ChargeStatus,
    pub(crate) description: String,
    pub(crate) amount_cents: i64,
    pub(crate) currency: String,
    pub(crate) period_start: i64,
    pub(crate) period_end: i64,
    pub(crate) created_at: i64,
}

/// What became of a charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ChargeStatus {
    /// Not paid, because the card was refused.
    Open,
    Paid,
    /// Not paid, and not wanted any more.
    Void,
}

impl Interval {
    /// The interval that a text of the database names.
    pub(crate) fn named(name: &str) -> Self {
        if name == "year" { Self::Year } else { Self::Month }
    }

    /// How many months it has.
    fn months(self) -> i64 {
        if self == Self::Year { 12 } else { 1 }
    }
}

impl ChargeStatus {
    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Void => "void",
        }
    }

    /// The status that a text of the database names.
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "open" => Self::Open,
            "void" => Self::Void,
            _ => Self::Paid,
        }
    }
}

impl Coupon {
    /// What is left of an amount, to the nearest cent.
    pub(crate) fn lower(&self, amount_cents: i64) -> i64 {
        if let Some(percent) = self.percent_off {
            // In ten-thousandths, so that a share such as 12.5 percent is exact.
            #[expect(clippy::cast_possible_truncation, reason = "a share is between 0 and 100")]
            let share = (percent * 100.0).round() as i64;
            return (amount_cents * (10_000 - share) + 5_000) / 10_000;
        }
        (amount_cents - self.amount_off_cents.unwrap_or(0)).max(0)
    }
}
