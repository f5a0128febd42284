//! The membership, the plans, and what was charged: everything that only looks.

use cc_api::catalogue;
use serde::Serialize;

use super::billing_shown::{ShownCoupon, ShownInvoice, ShownMembership, ShownPlan, invoice_id};
use crate::billing::{Charge, Subscription};
use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::{billing, membership};

pub(super) const HANDLERS: &[Handler] = &[
    on(&catalogue::GET_MEMBERSHIP, get_membership),
    on(&catalogue::GET_COUPON, get_coupon),
    on(&catalogue::LIST_MEMBERSHIP_PLANS, list_membership_plans),
    on(&catalogue::LIST_INVOICES, list_invoices),
    on(&catalogue::GET_INVOICE_URL, get_invoice_url),
    on(&catalogue::EMAIL_INVOICE_CSV, email_invoice_csv),
];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InvoiceLink {
    invoice_id: String,
    url: String,
}

fn get_membership(call: &Call<'_>) -> Result<Reply, Refused> {
    let (membership, _) = settled(call)?;
    Reply::ok(&ShownMembership::new(&membership, call.now_ms()))
}

/// Without a coupon in force there is none to show: 404.
fn get_coupon(call: &Call<'_>) -> Result<Reply, Refused> {
    let (membership, _) = settled(call)?;
    let applied = membership.coupon.ok_or_else(no_coupon)?;
    Reply::ok(&ShownCoupon::new(&applied))
}

fn list_membership_plans(call: &Call<'_>) -> Result<Reply, Refused> {
    let (plans, count) = billing::plans(call.db, call.tenant(), call.page()?)?;
    let shown: Vec<ShownPlan<'_>> = plans.iter().map(ShownPlan::new).collect();
    Reply::page(&shown, count)
}

/// The newest come first. An account makes one a month: the list is short enough to be made whole.
fn list_invoices(call: &Call<'_>) -> Result<Reply, Refused> {
    let mut shown = invoices(call)?;
    shown.reverse();
    Reply::page_of(&shown, call.page()?)
}

/// The address is made up, and leads nowhere.
fn get_invoice_url(call: &Call<'_>) -> Result<Reply, Refused> {
    let wanted: String = call.input.need("id")?;
    let mut known = (1..=all_charges(call)?.len()).map(|number| invoice_id(call.account(), number));
    let invoice_id = known.find(|id| *id == wanted).ok_or_else(|| Refused::not_found("invoice"))?;
    let url = format!("https://receipts.example/{invoice_id}");
    Reply::ok(&InvoiceLink { invoice_id, url })
}

/// The message goes into the outbox of the sandbox, and nowhere else.
fn email_invoice_csv(call: &Call<'_>) -> Result<Reply, Refused> {
    let mut file =
        "number,status,description,amount_due_cents,amount_paid_cents,currency,paid_at\n".to_owned();
    for invoice in invoices(call)? {
        file.push_str(&invoice.to_csv());
    }
    billing::mail(call.db, call.account(), "Your invoices", &file, call.now)?;
    Reply::done()
}

/// Every invoice of the account, in the order of the charges.
fn invoices(call: &Call<'_>) -> Result<Vec<ShownInvoice>, Refused> {
    let charges = all_charges(call)?;
    let numbered = charges.into_iter().zip(1..);
    Ok(numbered.map(|(charge, number)| ShownInvoice::new(call.account(), number, charge)).collect())
}

/// The charges that are written down, and those whose time has come since.
fn all_charges(call: &Call<'_>) -> Result<Vec<Charge>, Refused> {
    let mut charges = billing::charges(call.db, call.account())?;
    if let Some((_, due)) = membership::settled(call.db, call.account(), call.now)? {
        charges.extend(due);
    }
    Ok(charges)
}

/// The account's membership as it stands now, and the charges that it has come to since it was last kept.
pub(super) fn settled(call: &Call<'_>) -> Result<(Subscription, Vec<Charge>), Refused> {
    let settled = membership::settled(call.db, call.account(), call.now)?;
    settled.ok_or_else(|| Refused::not_found("membership"))
}

pub(super) fn no_coupon() -> Refused {
    let message = "No coupon is in force.";
    Refused { message: message.to_owned(), ..Refused::not_found("coupon") }
}
