//! Plans, coupons, checkout, and what is charged.

use cc_api::billing::{Invoice, Membership, MembershipPlan};
use cc_api::{Client, Timestamp};
use cc_e2e::{BEN, MAYA, NORA, TENANT, World};

/// The membership of a client.
pub(crate) async fn membership(client: &Client) -> Membership {
    client.billing().get_membership().await.unwrap()
}

/// How it stands, as the word that travels.
pub(crate) fn status(membership: &Membership) -> &str {
    membership.status.as_ref().unwrap().as_str()
}

/// Every invoice, the newest first.
pub(crate) async fn invoices(client: &Client) -> Vec<Invoice> {
    client.billing().list_invoices().limit(100).await.unwrap().items
}

/// The plan with this name.
pub(crate) async fn plan(client: &Client, name: &str) -> MembershipPlan {
    let plans = client.billing().list_membership_plans().await.unwrap().items;
    plans.into_iter().find(|plan| plan.name.as_deref() == Some(name)).unwrap()
}

/// Sets the clock to the end of the paid time; gives that instant.
pub(crate) async fn at_period_end(world: &World, client: &Client) -> Timestamp {
    let end = membership(client).await.current_period_end.unwrap();
    world.at(&end.to_string());
    end
}

#[tokio::test]
async fn plans_are_offered_in_their_order() {
    let world = World::new().await;
    let all = world.client().billing().list_membership_plans().await.unwrap();
    let names: Vec<_> = all.items.iter().filter_map(|plan| plan.name.as_deref()).collect();
    assert_eq!(names, ["Growth", "Growth, yearly", "Team"]);
    let second = world.client().billing().list_membership_plans().limit(1).offset(1).await.unwrap();
    assert_eq!((second.items[0].id.as_ref(), second.count), (all.items[1].id.as_ref(), Some(3)));
    let others = world.stranger().billing().list_membership_plans().await.unwrap().items;
    assert!(others.iter().all(|plan| plan.id != all.items[0].id), "another tenant has plans of its own");
}

#[tokio::test]
async fn a_membership_renews_itself_and_each_period_has_its_invoice() {
    let world = World::new().await;
    let client = world.client();
    let before = membership(&client).await;
    assert_eq!((status(&before), before.cancels_at_period_end), ("active", Some(false)));
    let known = invoices(&client).await;
    assert!(known.len() >= 12 && known[0].period_end == before.current_period_end);
    for pair in known.windows(2) {
        assert_eq!(pair[0].period_start, pair[1].period_end, "periods follow each other");
    }
    let end = at_period_end(&world, &client).await;
    let after = membership(&client).await;
    assert_eq!((status(&after), after.current_period_start), ("active", Some(end)));
    let more = invoices(&client).await;
    assert_eq!((more.len(), more[0].period_start), (known.len() + 1, Some(end)));
    assert_eq!(more[1].id, known[0].id, "the older ones stay as they are");
    client.billing().refresh_billing().await.unwrap();
    let kept = invoices(&client).await;
    assert_eq!((kept.len(), &kept[0].id), (more.len(), &more[0].id), "written down, it is the same one");
    let page = client.billing().list_invoices().limit(2).offset(1).await.unwrap();
    assert_eq!((&page.items[0].id, page.count), (&kept[1].id, Some(kept.len() as u64)));
}

#[tokio::test]
async fn an_invoice_has_a_receipt_for_its_owner_only() {
    let world = World::new().await;
    let client = world.client();
    let id = invoices(&client).await[0].id.clone().unwrap();
    let link = client.billing().get_invoice_url(id.clone()).await.unwrap();
    assert_eq!(link.invoice_id.as_ref(), Some(&id));
    assert!(link.url.unwrap().ends_with(id.as_str()));
    for client in [world.session_of(BEN), world.stranger()] {
        assert_eq!(client.billing().get_invoice_url(id.clone()).await.unwrap_err().status(), Some(404));
    }
    for id in ["invoice_1_0", "invoice_1_999", "invoice_1_01", "nothing"] {
        assert_eq!(client.billing().get_invoice_url(id).await.unwrap_err().status(), Some(404), "{id}");
    }
}

#[tokio::test]
async fn each_call_sends_another_list_of_invoices() {
    let world = World::new().await;
    let client = world.client();
    client.billing().email_invoice_csv().await.unwrap();
    client.billing().email_invoice_csv().await.unwrap();
    let outbox = world.sandbox.control().outbox(TENANT, MAYA).unwrap();
    assert_eq!((outbox.len(), outbox[0].recipient.as_str()), (2, MAYA));
    let known = invoices(&client).await;
    let lines: Vec<&str> = outbox[1].attachment.lines().collect();
    assert_eq!(lines.len(), known.len() + 1);
    assert!(lines[known.len()].starts_with(known[0].number.as_deref().unwrap()), "{}", lines[known.len()]);
    assert!(world.sandbox.control().outbox(TENANT, BEN).unwrap().is_empty());
}

#[tokio::test]
async fn a_coupon_lowers_charges_until_its_months_are_over() {
    let world = World::new().await;
    let client = world.client();
    assert_eq!(client.billing().get_coupon().await.unwrap_err().status(), Some(404));
    let applied = client.billing().apply_coupon("fall20").await.unwrap();
    assert_eq!((applied.code.as_deref(), applied.percent_off), (Some("FALL20"), Some(20.0)));
    assert_eq!(applied.ends_at.unwrap().to_string(), "2026-06-04T09:00:00Z");
    let shown = client.billing().get_coupon().await.unwrap();
    assert_eq!((&shown.id, shown.duration_months), (&applied.id, Some(3)));
    let before = invoices(&client).await;
    assert_eq!(before[0].amount_due_cents, Some(5_900), "what was paid stays");
    for amount in [4_720, 4_720, 4_720, 5_900] {
        at_period_end(&world, &client).await;
        assert_eq!(invoices(&client).await[0].amount_due_cents, Some(amount));
    }
    assert_eq!(membership(&client).await.coupon.map(|coupon| coupon.id), None);
    assert_eq!(client.billing().get_coupon().await.unwrap_err().status(), Some(404));
    client.billing().apply_coupon("WELCOME10").await.unwrap();
    for amount in [4_900, 5_900] {
        at_period_end(&world, &client).await;
        assert_eq!(invoices(&client).await[0].amount_due_cents, Some(amount), "once, and no more");
    }
}

#[tokio::test]
async fn a_coupon_that_does_not_fit_is_refused() {
    let world = World::new().await;
    let client = world.client();
    for code in ["NOTHING", "SPRING24", ""] {
        let refused = client.billing().apply_coupon(code).await.unwrap_err();
        assert_eq!((refused.status(), refused.fields()[0].field.as_str()), (Some(422), "code"), "{code}");
    }
    client.billing().apply_coupon("FRIENDS").await.unwrap();
    assert_eq!(client.billing().apply_coupon("FALL20").await.unwrap_err().status(), Some(409));
    assert_eq!(client.billing().get_coupon().await.unwrap().code.as_deref(), Some("FRIENDS"));
    let nora = world.session_of(NORA);
    assert_eq!(nora.billing().apply_coupon("FALL20").await.unwrap_err().status(), Some(404));
}

#[tokio::test]
async fn a_coupon_that_is_removed_lowers_nothing() {
    let world = World::new().await;
    let client = world.client();
    assert_eq!(client.billing().remove_coupon().await.unwrap_err().status(), Some(404));
    client.billing().apply_coupon("FRIENDS").await.unwrap();
    assert!(membership(&client).await.coupon.is_some());
    assert!(client.billing().remove_coupon().await.unwrap().coupon.is_none());
    at_period_end(&world, &client).await;
    assert_eq!(invoices(&client).await[0].amount_due_cents, Some(5_900));
    assert!(world.session_of(BEN).billing().get_coupon().await.is_err());
}

#[tokio::test]
async fn a_first_checkout_begins_with_the_free_days_of_the_plan() {
    let world = World::new().await;
    let nora = world.session_of(NORA);
    assert_eq!(nora.billing().get_membership().await.unwrap_err().status(), Some(404));
    assert!(invoices(&nora).await.is_empty());
    let growth = plan(&nora, "Growth").await.id.unwrap();
    let started = nora.billing().start_checkout(growth.clone()).coupon_code("WELCOME10");
    let started = started.return_url("https://app.example/billing").await.unwrap();
    assert_eq!((started.amount_due_cents, started.plan_id.as_ref()), (Some(0), Some(&growth)));
    assert!(
        started.client_secret.unwrap().expose().starts_with("sandbox_secret_"),
        "it must not look like a real one"
    );
    let trial = membership(&nora).await;
    assert_eq!(
        (status(&trial), trial.current_period_end.unwrap().to_string().as_str()),
        ("trialing", "2026-03-11T09:00:00Z")
    );
    assert!(trial.card.is_some() && invoices(&nora).await.is_empty());
    at_period_end(&world, &nora).await;
    assert_eq!(status(&membership(&nora).await), "active");
    let charged = invoices(&nora).await;
    assert_eq!((charged.len(), charged[0].amount_paid_cents), (1, Some(4_900)));
}

#[tokio::test]
async fn a_checkout_is_refused_where_it_does_not_fit() {
    let world = World::new().await;
    let client = world.client();
    let team = plan(&client, "Team").await.id.unwrap();
    assert_eq!(client.billing().start_checkout(team.clone()).await.unwrap_err().status(), Some(409));
    let nora = world.session_of(NORA);
    let foreign = plan(&world.stranger(), "Team").await.id.unwrap();
    for plan in ["plan_999", "team", foreign.as_str()] {
        let refused = nora.billing().start_checkout(plan).await.unwrap_err();
        assert_eq!((refused.status(), refused.fields()[0].field.as_str()), (Some(422), "planId"), "{plan}");
    }
    let refused = nora.billing().start_checkout(team.clone()).coupon_code("NOTHING").await.unwrap_err();
    assert_eq!((refused.status(), refused.fields()[0].field.as_str()), (Some(422), "couponCode"));
    assert_eq!(nora.billing().get_membership().await.unwrap_err().status(), Some(404), "nothing began");
    let started = nora.billing().start_checkout(team).coupon_code("FREEMONTH").await.unwrap();
    assert_eq!(started.amount_due_cents, Some(0));
    assert!(membership(&nora).await.coupon.is_none(), "it was for one charge");
}
