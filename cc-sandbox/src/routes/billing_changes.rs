//! What changes a membership: checkout, coupons, plans, pauses, cancellation, the card.
//!
//! There is no Stripe behind the sandbox and no form to fill in, so that what a form would finish is finished at once, and
//! the secrets in the answers are made up and open nothing.

use cc_api::catalogue;
use serde::Serialize;

use super::billing::{no_coupon, settled};
use super::billing_shown::{ShownCoupon, ShownMembership};
use crate::billing::{Applied, Charge, Plan, Status, Subscription};
use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::{Json, Reply};
use crate::secret;
use crate::store::billing::{self, PLAN};
use crate::store::membership;

pub(super) const HANDLERS: &[Handler] = &[
    on(&catalogue::START_CHECKOUT, start_checkout),
    on(&catalogue::APPLY_COUPON, apply_coupon),
    on(&catalogue::REMOVE_COUPON, remove_coupon),
    on(&catalogue::CANCEL_MEMBERSHIP, cancel_membership),
    on(&catalogue::REACTIVATE_MEMBERSHIP, reactivate_membership),
    on(&catalogue::CHANGE_PLAN, change_plan),
    on(&catalogue::PAUSE_MEMBERSHIP, pause_membership),
    on(&catalogue::UNPAUSE_MEMBERSHIP, unpause_membership),
    on(&catalogue::REFRESH_BILLING, refresh_billing),
    on(&catalogue::UPDATE_BILLING, update_billing),
];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CheckoutSession {
    client_secret: String,
    plan_id: String,
    amount_due_cents: i64,
    currency: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PaymentSetup<'a> {
    client_secret: String,
    card: &'a Option<Json>,
}

/// The membership begins at once, paid by the sandbox's card: there is no form to pay in. An account's first one begins
/// with the free days of its plan. Whoever has a membership in force is to change its plan instead, and is refused.
fn start_checkout(call: &Call<'_>) -> Result<Reply, Refused> {
    let plan = wanted_plan(call)?;
    let before = membership::settled(call.db, call.account(), call.now)?;
    let (before, mut charges) = before.map_or((None, Vec::new()), |(before, due)| (Some(before), due));
    let has_ended =
        |before: &Subscription| matches!(before.status(call.now_ms()), Status::Cancelled | Status::PastDue);
    if before.as_ref().is_some_and(|before| !has_ended(before)) {
        let message = "There is a membership already: change its plan, or take back its cancellation.";
        return Err(Refused::conflict("already_subscribed", message));
    }
    let may_try = before.is_none();
    let mut coupon = before.and_then(|before| before.coupon);
    if let Some(code) = call.input.get::<String>("couponCode")? {
        refuse_second(coupon.as_ref())?;
        coupon = Some(wanted_coupon(call, "couponCode", &code)?);
    }
    let amount_due_cents = Subscription::price_now(&plan, coupon.as_ref(), may_try);
    let session = CheckoutSession {
        client_secret: made_up_secret("checkout")?,
        plan_id: PLAN.id(plan.row),
        amount_due_cents,
        currency: plan.currency.clone(),
    };
    let (mut new, due) = Subscription::start(call.account(), plan, coupon, may_try, call.now_ms());
    new.card = Some(billing::sandbox_card(call.now)?);
    charges.extend(due);
    billing::void_open(call.db, call.account())?;
    membership::keep(call.db, &new, &charges)?;
    Reply::ok(&session)
}

/// It lowers the charges that come, not the one that was paid. One coupon at a time: a second one is refused.
fn apply_coupon(call: &Call<'_>) -> Result<Reply, Refused> {
    let code: String = call.input.need("code")?;
    let (mut membership, charges) = settled(call)?;
    refuse_second(membership.coupon.as_ref())?;
    let applied = wanted_coupon(call, "code", &code)?;
    membership.coupon = Some(applied.clone());
    membership::keep(call.db, &membership, &charges)?;
    Reply::ok(&ShownCoupon::new(&applied))
}

fn remove_coupon(call: &Call<'_>) -> Result<Reply, Refused> {
    change(call, |membership| {
        membership.coupon.take().ok_or_else(no_coupon)?;
        Ok(Vec::new())
    })
}

/// The paid time goes on to its end; keys stop then.
fn cancel_membership(call: &Call<'_>) -> Result<Reply, Refused> {
    let reply = change(call, |membership| {
        membership.cancel(call.now_ms())?;
        Ok(Vec::new())
    })?;
    billing::void_open(call.db, call.account())?;
    Ok(reply)
}

/// Within the paid time nothing is charged; after it, a new period begins now.
fn reactivate_membership(call: &Call<'_>) -> Result<Reply, Refused> {
    change(call, |membership| membership.reactivate(call.now_ms()))
}

/// The new plan's price counts from the next charge on; nothing is paid back or charged for the time between.
fn change_plan(call: &Call<'_>) -> Result<Reply, Refused> {
    let plan = wanted_plan(call)?;
    change(call, |membership| {
        membership.change_plan(plan, call.now_ms())?;
        Ok(Vec::new())
    })
}

/// The paid time goes on to its end, and is not renewed until the pause is over: keys stop in between.
fn pause_membership(call: &Call<'_>) -> Result<Reply, Refused> {
    let resumes_at: Option<cc_api::Timestamp> = call.input.get("resumesAt")?;
    let resumes_at = resumes_at.map(cc_api::Timestamp::as_millisecond);
    if resumes_at.is_some_and(|at| at <= call.now_ms()) {
        return Err(Refused::invalid("resumesAt", "must lie in the future"));
    }
    change(call, |membership| {
        membership.pause(resumes_at, call.now_ms())?;
        Ok(Vec::new())
    })
}

fn unpause_membership(call: &Call<'_>) -> Result<Reply, Refused> {
    change(call, |membership| membership.unpause(call.now_ms()))
}

/// What is due is written down, and a change of the card that was begun is finished: here is where Stripe would say so.
fn refresh_billing(call: &Call<'_>) -> Result<Reply, Refused> {
    change(call, |membership| {
        if let Some(card) = membership.next_card.take() {
            membership.card = Some(card);
        }
        Ok(Vec::new())
    })
}

/// The card stays the one that is charged until [`refresh_billing`] learns of the new one, which the sandbox makes up.
fn update_billing(call: &Call<'_>) -> Result<Reply, Refused> {
    let (mut membership, charges) = settled(call)?;
    let year = i64::from(call.today().year()) + 4;
    membership.next_card = Some(billing::card("mastercard", "5454", 6, year)?);
    membership::keep(call.db, &membership, &charges)?;
    Reply::ok(&PaymentSetup { client_secret: made_up_secret("setup")?, card: &membership.card })
}

/// Changes the membership as it stands now; keeps it, with the charges that it has come to.
fn change(
    call: &Call<'_>,
    change: impl FnOnce(&mut Subscription) -> Result<Vec<Charge>, Refused>,
) -> Result<Reply, Refused> {
    let (mut membership, mut charges) = settled(call)?;
    charges.extend(change(&mut membership)?);
    membership::keep(call.db, &membership, &charges)?;
    Reply::ok(&ShownMembership::new(&membership, call.now_ms()))
}

fn wanted_plan(call: &Call<'_>) -> Result<Plan, Refused> {
    let id: String = call.input.need("planId")?;
    let plan = match PLAN.row(&id) {
        Some(row) => billing::plan(call.db, call.tenant(), row)?,
        None => None,
    };
    plan.ok_or_else(|| Refused::invalid("planId", "is not a plan on offer"))
}

fn wanted_coupon(call: &Call<'_>, field: &str, code: &str) -> Result<Applied, Refused> {
    let coupon = billing::coupon(call.db, call.tenant(), code.trim())?;
    let coupon = coupon.ok_or_else(|| Refused::invalid(field, "is not the code of a coupon"))?;
    if coupon.redeem_by.is_some_and(|end| end <= call.now_ms()) {
        return Err(Refused::invalid(field, "is the code of a coupon whose time is over"));
    }
    Ok(Applied::new(coupon, call.now_ms()))
}

fn refuse_second(coupon: Option<&Applied>) -> Result<(), Refused> {
    if coupon.is_none() {
        return Ok(());
    }
    let message = "A coupon is in force already: remove it first.";
    Err(Refused::conflict("has_coupon", message))
}

/// Nothing that Stripe would take: it has neither its form nor any use.
fn made_up_secret(what: &str) -> Result<String, Refused> {
    Ok(format!("sandbox_secret_{what}_{}", secret::new_uuid()?))
}
