//! The calls of the tag `billing`, with everything that a caller can pass.

use super::{Entry, instant, page, reply};

pub(super) const CALLS: [Entry; 16] = [
    ("get_membership", |client| reply(client.billing().get_membership())),
    ("get_coupon", |client| reply(client.billing().get_coupon())),
    ("list_membership_plans", |client| page(client.billing().list_membership_plans().limit(50).offset(100))),
    ("list_invoices", |client| page(client.billing().list_invoices().limit(50).offset(100))),
    ("get_invoice_url", |client| reply(client.billing().get_invoice_url("invoice_3101"))),
    ("email_invoice_csv", |client| reply(client.billing().email_invoice_csv())),
    ("start_checkout", |client| {
        reply(
            client
                .billing()
                .start_checkout("pl_growth")
                .coupon_code("FALL20")
                .return_url("https://app.example.com/billing"),
        )
    }),
    ("apply_coupon", |client| reply(client.billing().apply_coupon("WELCOME10"))),
    ("remove_coupon", |client| reply(client.billing().remove_coupon())),
    ("cancel_membership", |client| reply(client.billing().cancel_membership())),
    ("reactivate_membership", |client| reply(client.billing().reactivate_membership())),
    ("change_plan", |client| reply(client.billing().change_plan("pl_growth_year"))),
    ("pause_membership", |client| {
        reply(client.billing().pause_membership().resumes_at(instant("2027-01-23T14:05:00Z")))
    }),
    ("unpause_membership", |client| reply(client.billing().unpause_membership())),
    ("refresh_billing", |client| reply(client.billing().refresh_billing())),
    ("update_billing", |client| reply(client.billing().update_billing())),
];
