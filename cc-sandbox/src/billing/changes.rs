//! What is done to a membership: by its owner through the API, or by the sandbox's back door.
//!
//! Each is called on a membership that is settled, and gives the charges that it makes.

use jiff::ToSpan as _;

use super::periods::{add, price};
use super::{Applied, Charge, ChargeStatus, Plan, Status, Subscription};
use crate::refused::Refused;

impl Subscription {
    /// A membership that begins now: with the plan's free days if it is the account's first, else with a charge.
    pub(crate) fn start(
        account: i64,
        plan: Plan,
        coupon: Option<Applied>,
        may_try: bool,
        now: i64,
    ) -> (Self, Vec<Charge>) {
        let free_days = plan.trial_days.filter(|days| may_try && *days > 0);
        let mut new = Self {
            row: 0,
            account,
            plan,
            started_at: now,
            anchor: now,
            period_start: now,
            period_end: now,
            is_trial: false,
            is_past_due: false,
            cancelled_at: None,
            paused_at: None,
            resumes_at: None,
            coupon,
            card: None,
            next_card: None,
        };
        if let Some(days) = free_days {
            new.is_trial = true;
            new.period_end = add(now, days.days());
            new.anchor = new.period_end;
            return (new, Vec::new());
        }
        let charge = new.begin_period(now);
        (new, vec![charge])
    }

    /// What a checkout would ask for now.
    pub(crate) fn price_now(plan: &Plan, coupon: Option<&Applied>, may_try: bool) -> i64 {
        if may_try && plan.trial_days.is_some_and(|days| days > 0) {
            return 0;
        }
        price(plan, coupon.map(|applied| &applied.coupon))
    }

    /// Ends it with the paid time. One that is paused or past due ends, too: nothing of it is renewed.
    pub(crate) fn cancel(&mut self, now: i64) -> Result<(), Refused> {
        if self.cancelled_at.is_some() {
            return Err(Refused::conflict("already_cancelled", "The membership is cancelled already."));
        }
        self.cancelled_at = Some(now);
        self.is_past_due = false;
        self.paused_at = None;
        self.resumes_at = None;
        Ok(())
    }

    /// Takes a cancellation back. Once the paid time is over, a new period begins and is charged.
    pub(crate) fn reactivate(&mut self, now: i64) -> Result<Vec<Charge>, Refused> {
        if self.cancelled_at.is_none() {
            return Err(Refused::conflict("not_cancelled", "The membership is not cancelled."));
        }
        self.cancelled_at = None;
        if now < self.period_end {
            return Ok(Vec::new());
        }
        Ok(vec![self.renew(now)])
    }

    /// Stops renewing until `resumes_at`, or until it is unpaused.
    pub(crate) fn pause(&mut self, resumes_at: Option<i64>, now: i64) -> Result<(), Refused> {
        if self.status(now) != Status::Active || self.cancelled_at.is_some() {
            let message = "Only a membership that is active, and not cancelled, can be paused.";
            return Err(Refused::conflict("not_active", message));
        }
        self.paused_at = Some(now);
        self.resumes_at = resumes_at;
        Ok(())
    }

    /// Ends a pause now.
    pub(crate) fn unpause(&mut self, now: i64) -> Result<Vec<Charge>, Refused> {
        if self.paused_at.is_none() {
            return Err(Refused::conflict("not_paused", "The membership is not paused."));
        }
        let mut charges = Vec::new();
        self.resume(now, &mut charges);
        Ok(charges)
    }

    /// Switches the plan. The paid time goes on; the next charge is the new plan's.
    pub(crate) fn change_plan(&mut self, plan: Plan, now: i64) -> Result<(), Refused> {
        if plan.row == self.plan.row {
            return Err(Refused::conflict("same_plan", "The membership has this plan already."));
        }
        let status = self.status(now);
        if self.cancelled_at.is_some() || status == Status::PastDue {
            let message = "The plan of a membership that is cancelled or past due cannot be changed.";
            return Err(Refused::conflict("not_in_force", message));
        }
        self.plan = plan;
        self.anchor = self.period_end;
        Ok(())
    }

    /// Begins a new period now, whatever was before.
    pub(crate) fn renew(&mut self, now: i64) -> Charge {
        self.cancelled_at = None;
        self.paused_at = None;
        self.resumes_at = None;
        self.is_past_due = false;
        self.anchor = now;
        self.begin_period(now)
    }

    /// Ends the paid time now, because the card was refused; gives the charge that stays open.
    pub(crate) fn lapse(&mut self, now: i64) -> Option<Charge> {
        if self.is_past_due {
            return None;
        }
        let open = self.clone().begin_period(now);
        self.cancelled_at = None;
        self.paused_at = None;
        self.resumes_at = None;
        self.is_trial = false;
        self.is_past_due = true;
        self.period_end = self.period_end.min(now);
        Some(Charge { status: ChargeStatus::Open, ..open })
    }
}
