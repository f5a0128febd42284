//! What changes a membership, and what that does to keys.

use cc_api::Timestamp;
use cc_e2e::{BEN, MAYA, NORA, TENANT, World};

use super::billing::{at_period_end, invoices, membership, plan, status};

/// What a key meets: 200, or the status of its refusal.
async fn by_key(world: &World) -> u16 {
    let answer = world.client().content().get_posts().limit(1).await;
    answer.map_or_else(|refused| refused.status().unwrap(), |_| 200)
}

fn day(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_cancelled_membership_ends_with_the_paid_time_and_keys_stop_with_it() {
    let world = World::new().await;
    let session = world.session();
    let cancelled = session.billing().cancel_membership().await.unwrap();
    assert_eq!((status(&cancelled), cancelled.cancels_at_period_end), ("active", Some(true)));
    assert_eq!(cancelled.cancelled_at.unwrap().to_string(), cc_e2e::NOW);
    assert_eq!(session.billing().cancel_membership().await.unwrap_err().status(), Some(409));
    assert_eq!(by_key(&world).await, 200, "what is paid for goes on");
    let charged = invoices(&session).await.len();
    at_period_end(&world, &session).await;
    let ended = membership(&session).await;
    assert_eq!((status(&ended), ended.cancels_at_period_end), ("cancelled", Some(false)));
    assert_eq!(by_key(&world).await, 402);
    assert_eq!(invoices(&session).await.len(), charged);
    assert_eq!(status(&membership(&world.session_of(BEN)).await), "active", "nobody else's ends");
}

#[tokio::test]
async fn a_cancellation_is_taken_back_free_of_charge_within_the_paid_time() {
    let world = World::new().await;
    let session = world.session();
    assert_eq!(session.billing().reactivate_membership().await.unwrap_err().status(), Some(409));
    let before = invoices(&session).await.len();
    session.billing().cancel_membership().await.unwrap();
    let back = session.billing().reactivate_membership().await.unwrap();
    assert_eq!((back.cancels_at_period_end, back.cancelled_at), (Some(false), None));
    assert_eq!(invoices(&session).await.len(), before);
    at_period_end(&world, &session).await;
    assert_eq!((status(&membership(&session).await), by_key(&world).await), ("active", 200));
}

#[tokio::test]
async fn a_cancellation_taken_back_later_begins_a_new_period() {
    let world = World::new().await;
    let session = world.session();
    session.billing().cancel_membership().await.unwrap();
    let charged = invoices(&session).await.len();
    world.at("2026-08-01T12:00:00Z");
    assert_eq!(by_key(&world).await, 402);
    let back = session.billing().reactivate_membership().await.unwrap();
    assert_eq!((status(&back), back.current_period_end), ("active", Some(day("2026-09-01T12:00:00Z"))));
    assert_eq!((invoices(&session).await.len(), by_key(&world).await), (charged + 1, 200));
}

#[tokio::test]
async fn a_lapsed_membership_is_begun_anew_by_a_checkout() {
    let world = World::new().await;
    let session = world.session();
    world.sandbox.control().lapse(TENANT, MAYA).unwrap();
    assert_eq!((status(&membership(&session).await), by_key(&world).await), ("past_due", 402));
    let open = invoices(&session).await.remove(0);
    assert_eq!(
        (open.status.unwrap().as_str(), open.amount_paid_cents, open.paid_at),
        ("open", Some(0), None)
    );
    let team = plan(&session, "Team").await.id.unwrap();
    let started = session.billing().start_checkout(team.clone()).await.unwrap();
    assert_eq!(started.amount_due_cents, Some(14_900));
    let now = membership(&session).await;
    assert_eq!((status(&now), now.plan.clone().unwrap().id), ("active", Some(team)));
    let charged = invoices(&session).await;
    assert_eq!(charged[0].amount_paid_cents, Some(14_900));
    assert_eq!(charged[1].status.as_ref().unwrap().as_str(), "void");
    assert_eq!(by_key(&world).await, 200);
}

#[tokio::test]
async fn a_membership_that_is_past_due_can_be_cancelled_and_owes_nothing() {
    let world = World::new().await;
    let session = world.session();
    world.sandbox.control().lapse(TENANT, MAYA).unwrap();
    let team = plan(&session, "Team").await.id.unwrap();
    assert_eq!(session.billing().change_plan(team).await.unwrap_err().status(), Some(409));
    assert_eq!(session.billing().pause_membership().await.unwrap_err().status(), Some(409));
    let cancelled = session.billing().cancel_membership().await.unwrap();
    assert_eq!((status(&cancelled), by_key(&world).await), ("cancelled", 402));
    assert_eq!(invoices(&session).await[0].status.as_ref().unwrap().as_str(), "void");
    let back = session.billing().reactivate_membership().await.unwrap();
    assert_eq!((status(&back), by_key(&world).await), ("active", 200));
}

#[tokio::test]
async fn another_plan_counts_from_the_next_charge_on() {
    let world = World::new().await;
    let client = world.client();
    let yearly = plan(&client, "Growth, yearly").await.id.unwrap();
    let before = membership(&client).await;
    let charged = invoices(&client).await.len();
    let switched = client.billing().change_plan(yearly.clone()).await.unwrap();
    assert_eq!(switched.plan.unwrap().id, Some(yearly.clone()));
    assert_eq!(switched.current_period_end, before.current_period_end);
    assert_eq!(invoices(&client).await.len(), charged);
    let end = at_period_end(&world, &client).await;
    assert_eq!(invoices(&client).await[0].amount_due_cents, Some(59_000));
    let year = membership(&client).await.current_period_end.unwrap().duration_since(end);
    assert_eq!(year.as_hours(), 365 * 24);

    let again = client.billing().change_plan(yearly.clone()).await.unwrap_err();
    assert_eq!(again.status(), Some(409), "the same plan");
    let unknown = client.billing().change_plan("plan_999").await.unwrap_err();
    assert_eq!((unknown.status(), unknown.fields()[0].field.as_str()), (Some(422), "planId"));
    let none = world.session_of(NORA).billing().change_plan(yearly).await.unwrap_err();
    assert_eq!(none.status(), Some(404));
    let team = plan(&client, "Team").await.id.unwrap();
    client.billing().cancel_membership().await.unwrap();
    assert_eq!(client.billing().change_plan(team).await.unwrap_err().status(), Some(409), "it is cancelled");
}

#[tokio::test]
async fn a_pause_with_an_end_ends_by_itself() {
    let world = World::new().await;
    let session = world.session();
    let resumes_at = day("2026-06-01T08:00:00Z");
    let paused = session.billing().pause_membership().resumes_at(resumes_at).await.unwrap();
    assert_eq!((status(&paused), paused.resumes_at), ("paused", Some(resumes_at)));
    assert_eq!(paused.paused_at.unwrap().to_string(), cc_e2e::NOW);
    assert_eq!((session.billing().pause_membership().await.unwrap_err().status()), Some(409));
    assert_eq!(by_key(&world).await, 200, "what is paid for goes on");
    let charged = invoices(&session).await.len();
    at_period_end(&world, &session).await;
    assert_eq!((status(&membership(&session).await), by_key(&world).await), ("paused", 402));
    world.at("2026-06-01T08:00:00Z");
    let back = membership(&session).await;
    assert_eq!(
        (status(&back), back.resumes_at, back.current_period_start),
        ("active", None, Some(resumes_at))
    );
    assert_eq!((by_key(&world).await, invoices(&session).await.len()), (200, charged + 1));
}

#[tokio::test]
async fn a_pause_without_an_end_lasts_until_it_is_ended() {
    let world = World::new().await;
    let session = world.session();
    assert_eq!(session.billing().unpause_membership().await.unwrap_err().status(), Some(409));
    session.billing().pause_membership().await.unwrap();
    world.at("2027-01-01T00:00:00Z");
    assert_eq!((status(&membership(&session).await), by_key(&world).await), ("paused", 402));
    let charged = invoices(&session).await.len();
    let back = session.billing().unpause_membership().await.unwrap();
    assert_eq!((status(&back), back.paused_at), ("active", None));
    assert_eq!((by_key(&world).await, invoices(&session).await.len()), (200, charged + 1));
}

#[tokio::test]
async fn a_pause_that_does_not_fit_is_refused() {
    let world = World::new().await;
    let client = world.client();
    let refused = client.billing().pause_membership().resumes_at(day(cc_e2e::NOW)).await.unwrap_err();
    assert_eq!((refused.status(), refused.fields()[0].field.as_str()), (Some(422), "resumesAt"));
    client.billing().cancel_membership().await.unwrap();
    assert_eq!(client.billing().pause_membership().await.unwrap_err().status(), Some(409));
    assert!(membership(&client).await.paused_at.is_none());
}

#[tokio::test]
async fn a_new_card_is_charged_once_the_change_is_known() {
    let world = World::new().await;
    let client = world.client();
    let last_four = |membership: cc_api::billing::Membership| membership.card.unwrap().last_four.unwrap();
    let before = last_four(membership(&client).await);
    let setup = client.billing().update_billing().await.unwrap();
    let secret = setup.client_secret.unwrap();
    assert!(secret.expose().starts_with("sandbox_secret_"), "it must not look like a real one");
    assert_eq!(setup.card.unwrap().last_four.as_ref(), Some(&before));
    assert_eq!(last_four(membership(&client).await), before);
    let after = last_four(client.billing().refresh_billing().await.unwrap());
    assert_ne!(after, before);
    assert_eq!(last_four(membership(&client).await), after);
    assert_eq!(last_four(client.billing().refresh_billing().await.unwrap()), after, "there is nothing newer");
}

#[tokio::test]
async fn without_a_membership_there_is_nothing_to_change() {
    let world = World::new().await;
    let nora = world.session_of(NORA);
    let billing = nora.billing();
    let refused = [
        billing.cancel_membership().await.unwrap_err(),
        billing.reactivate_membership().await.unwrap_err(),
        billing.pause_membership().await.unwrap_err(),
        billing.unpause_membership().await.unwrap_err(),
        billing.remove_coupon().await.unwrap_err(),
        billing.refresh_billing().await.unwrap_err(),
        billing.update_billing().await.unwrap_err(),
    ];
    assert!(refused.iter().all(|refused| refused.status() == Some(404)), "{refused:?}");
    let made = nora.api_keys().create_api_key("Early", "user").await.unwrap();
    let key = world.client_with(made.raw_key.expose());
    key.content().get_posts().limit(1).await.unwrap();
}
