//! Periods: when they end, what they cost, and how one follows another.

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan as _};

use super::{Applied, Charge, ChargeStatus, Coupon, Duration, Plan, Status, Subscription};

impl Subscription {
    /// Moves the membership on to now; gives the charges that fell due on the way, in order.
    pub(crate) fn settle(&mut self, now: i64) -> Vec<Charge> {
        let mut charges = Vec::new();
        while let Some(at) = self.next_step().filter(|at| *at <= now) {
            if self.paused_at.is_some() {
                self.resume(at, &mut charges);
            } else {
                charges.push(self.begin_period(at));
            }
        }
        self.drop_ended_coupon(now);
        charges
    }

    /// How it stands, once it is settled.
    pub(crate) fn status(&self, now: i64) -> Status {
        if self.is_past_due {
            Status::PastDue
        } else if self.paused_at.is_some() {
            Status::Paused
        } else if self.cancelled_at.is_some() && self.period_end <= now {
            Status::Cancelled
        } else if self.is_trial {
            Status::Trialing
        } else {
            Status::Active
        }
    }

    /// From when on keys stop, unless a pause has ended before then; never, where it renews itself.
    pub(crate) fn lapses_at(&self) -> Option<i64> {
        let ends = self.is_past_due || self.cancelled_at.is_some() || self.paused_at.is_some();
        ends.then_some(self.period_end)
    }

    /// When something happens by itself the next time.
    fn next_step(&self) -> Option<i64> {
        if self.is_past_due || self.cancelled_at.is_some() {
            None
        } else if self.paused_at.is_some() {
            self.resumes_at
        } else {
            Some(self.period_end)
        }
    }

    /// Ends a pause. Paid time that is left goes on; after it, a new period begins.
    pub(super) fn resume(&mut self, at: i64, charges: &mut Vec<Charge>) {
        self.paused_at = None;
        self.resumes_at = None;
        if self.period_end <= at {
            charges.push(self.begin_period(at));
        }
    }

    /// Begins the period that follows, or a new run of periods where there was none until now, and charges it.
    pub(super) fn begin_period(&mut self, at: i64) -> Charge {
        if at != self.period_end {
            self.anchor = at;
        }
        self.drop_ended_coupon(at);
        self.is_trial = false;
        self.period_start = at;
        self.period_end = self.end_of_period(at);
        let charge = self.charge(ChargeStatus::Paid);
        self.coupon.take_if(|applied| applied.coupon.duration == Duration::Once);
        charge
    }

    /// The charge for the present period.
    pub(super) fn charge(&self, status: ChargeStatus) -> Charge {
        let coupon = self.coupon.as_ref().map(|applied| &applied.coupon);
        Charge {
            status,
            description: format!("{}, {}", self.plan.name, month_of(self.period_start)),
            amount_cents: price(&self.plan, coupon),
            currency: self.plan.currency.clone(),
            period_start: self.period_start,
            period_end: self.period_end,
            created_at: self.period_start,
        }
    }

    /// When a period that begins at `start` ends: whole intervals after the anchor.
    pub(super) fn end_of_period(&self, start: i64) -> i64 {
        let interval = self.plan.interval.months();
        // The whole intervals up to the month of the start cannot be too many; the end is at most two further.
        let mut months = (month_number(start) - month_number(self.anchor)) / interval * interval;
        months = months.max(interval);
        loop {
            let end = add(self.anchor, months.months());
            if end > start {
                return end;
            }
            months += interval;
        }
    }

    fn drop_ended_coupon(&mut self, at: i64) {
        self.coupon.take_if(|applied| applied.ends_at.is_some_and(|end| end <= at));
    }
}

impl Applied {
    /// The coupon, applied now.
    pub(crate) fn new(coupon: Coupon, now: i64) -> Self {
        let ends_at = match coupon.duration {
            Duration::Months(months) => Some(add(now, months.months())),
            Duration::Once | Duration::Forever => None,
        };
        Self { coupon, ends_at }
    }
}

/// What a period of a plan costs.
pub(super) fn price(plan: &Plan, coupon: Option<&Coupon>) -> i64 {
    coupon.map_or(plan.amount_cents, |coupon| coupon.lower(plan.amount_cents))
}

/// The same time of day a while later, in UTC; the end of time if the calendar does not go that far.
pub(super) fn add(at: i64, span: Span) -> i64 {
    let later = Timestamp::from_millisecond(at)
        .and_then(|at| at.to_zoned(TimeZone::UTC).checked_add(span))
        .map(|later| later.timestamp().as_millisecond());
    later.unwrap_or(i64::MAX)
}

/// How many months there were before the month of an instant.
fn month_number(at: i64) -> i64 {
    let day = Timestamp::from_millisecond(at).unwrap_or_default().to_zoned(TimeZone::UTC).date();
    i64::from(day.year()) * 12 + i64::from(day.month())
}

/// `November 2026`.
fn month_of(at: i64) -> String {
    let at = Timestamp::from_millisecond(at).unwrap_or_default();
    at.to_zoned(TimeZone::UTC).strftime("%B %Y").to_string()
}
