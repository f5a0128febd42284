//! Live events.

use std::collections::BTreeMap;

use cc_api::events::LiveEvent;
use cc_api::{Client, Timestamp};
use cc_e2e::{BEN, NOW, PRIYA, World, shown};

/// Has room for everybody, and Maya has a place.
const NEXT: &str = "a-month-in-an-hour";
/// Nobody with an account has a place yet.
const ROOMY: &str = "reels-without-a-crew";
/// One place is left.
const TIGHT: &str = "small-markets-round-table";
/// Every place is taken.
const FULL: &str = "listing-photos-clinic";

async fn event(client: &Client, slug: &str) -> LiveEvent {
    client.events().get_event(slug).await.unwrap()
}

async fn id(client: &Client, slug: &str) -> String {
    event(client, slug).await.id.unwrap().to_string()
}

#[tokio::test]
async fn filters_leave_out_what_does_not_fit() {
    let world = World::new().await;
    let client = world.client();
    let now: Timestamp = NOW.parse().unwrap();
    let all = client.events().list_events().limit(100).await.unwrap();
    let ahead = client.events().list_events().upcoming(true).limit(100).await.unwrap();
    let past = client.events().list_events().upcoming(false).limit(100).await.unwrap();
    assert_eq!(ahead.count.unwrap() + past.count.unwrap(), all.count.unwrap());
    assert!(ahead.items.iter().all(|event| event.starts_at > Some(now)));
    assert!(past.items.iter().all(|event| event.starts_at < Some(now)));
    assert!(ahead.items.is_sorted_by_key(|event| event.starts_at), "the next one first");
    assert!(past.items.iter().rev().is_sorted_by_key(|event| event.starts_at), "the latest first");

    let video = client.events().list_events().category("Video").await.unwrap();
    assert!(video.items.iter().all(|event| event.category.as_deref() == Some("Video")));
    let tagged = client.events().list_events().tags(["video", "photos"]).await.unwrap();
    let slugs: Vec<&str> = tagged.items.iter().filter_map(|event| event.slug.as_deref()).collect();
    assert_eq!(slugs, [ROOMY, FULL]);
    let both = client.events().list_events().tags(["video", "photos"]).category("Video").await.unwrap();
    assert_eq!((video.count, both.count), (Some(1), Some(1)));
    for nothing in [client.events().list_events().category("%"), client.events().list_events().r#type("none")]
    {
        assert_eq!(nothing.await.unwrap().count, Some(0));
    }
}

#[tokio::test]
async fn types_count_their_events_and_filter_by_slug_or_identifier() {
    let world = World::new().await;
    let client = world.client();
    let all = client.events().list_events().limit(100).await.unwrap();
    let mut found: BTreeMap<String, i64> = BTreeMap::new();
    for event in &all.items {
        *found.entry(event.r#type.as_ref().unwrap().slug.clone().unwrap()).or_default() += 1;
    }
    let types = client.events().list_event_types().await.unwrap();
    let counted: BTreeMap<String, i64> =
        types.items.iter().map(|kind| (kind.slug.clone().unwrap(), kind.live_event_count.unwrap())).collect();
    assert_eq!(found, counted);
    for kind in &types.items {
        let by_slug = client.events().list_events().r#type(kind.slug.clone().unwrap()).await.unwrap();
        let by_id = client.events().list_events().r#type(kind.id.as_ref().unwrap().as_str()).await.unwrap();
        let number = kind.live_event_count.map(i64::cast_unsigned);
        assert_eq!((by_slug.count, by_id.count), (number, number));
        assert!(by_id.items.iter().all(|event| shown(&event.r#type) == shown(&Some(kind))));
    }
}

#[tokio::test]
async fn an_event_is_found_by_identifier_and_by_slug() {
    let world = World::new().await;
    let client = world.client();
    let by_slug = event(&client, ROOMY).await;
    assert_eq!(shown(&event(&client, by_slug.id.as_ref().unwrap().as_str()).await), shown(&by_slug));
    for unknown in ["event_999999", "no-such-event"] {
        assert_eq!(client.events().get_event(unknown).await.unwrap_err().status(), Some(404));
    }
}

#[tokio::test]
async fn a_place_is_taken_and_given_back() {
    let world = World::new().await;
    let client = world.client();
    let before = event(&client, ROOMY).await;
    assert_eq!((&before.attendee_status, &before.join_url), (&None, &None));
    let id = before.id.clone().unwrap();
    let taken = client.events().register_for_event(&id).is_registered(true).await.unwrap();
    assert_eq!(taken.attendee_status.as_ref().unwrap(), "registered");
    assert_eq!(taken.registered_at, Some(NOW.parse().unwrap()));
    let seen = event(&client, ROOMY).await;
    assert_eq!((seen.attendee_status, &seen.join_url), (taken.attendee_status.clone(), &taken.join_url));
    assert!(seen.join_url.is_some());
    assert_eq!(
        shown(&event(&world.session_of(PRIYA), ROOMY).await),
        shown(&before),
        "nobody else has a place by that"
    );

    world.at("2026-03-04T10:00:00Z");
    let again = client.events().register_for_event(&id).is_registered(true).await.unwrap();
    assert_eq!(shown(&again), shown(&taken), "sent twice, nothing changes");
    let given_back = client.events().register_for_event(&id).is_registered(false).await.unwrap();
    assert_eq!(given_back.attendee_status.unwrap(), "unregistered");
    assert_eq!((given_back.registered_at, given_back.join_url), (None, None));
    assert_eq!(shown(&event(&client, ROOMY).await), shown(&before));
    // Left open, the call switches.
    for expected in ["registered", "unregistered"] {
        let switched = client.events().register_for_event(&id).await.unwrap();
        assert_eq!(switched.attendee_status.unwrap(), expected);
    }
}

#[tokio::test]
async fn the_last_place_is_taken_once() {
    let world = World::new().await;
    let (maya, ben) = (world.client(), world.session_of(BEN));
    let tight = id(&maya, TIGHT).await;
    ben.events().register_for_event(tight.as_str()).is_registered(true).await.unwrap();
    ben.events().register_for_event(tight.as_str()).is_registered(true).await.unwrap();
    let refused = maya.events().register_for_event(tight.as_str()).is_registered(true).await.unwrap_err();
    assert_eq!(refused.status(), Some(409));
    assert_eq!(event(&maya, TIGHT).await.attendee_status, None);
    ben.events().register_for_event(tight.as_str()).is_registered(false).await.unwrap();
    maya.events().register_for_event(tight.as_str()).is_registered(true).await.unwrap();
    let full = id(&maya, FULL).await;
    assert_eq!(maya.events().register_for_event(full).await.unwrap_err().status(), Some(409));
}

#[tokio::test]
async fn whoever_had_a_place_has_taken_part_once_the_event_is_over() {
    let world = World::new().await;
    let (client, other) = (world.client(), world.session_of(PRIYA));
    let next = event(&client, NEXT).await;
    assert_eq!(next.attendee_status.as_ref().unwrap(), "registered");
    assert!(next.join_url.is_some() && next.recording_url.is_none());
    world.sandbox.control().set_clock(next.ends_at.unwrap(), true);
    let over = event(&client, NEXT).await;
    assert_eq!(over.attendee_status.unwrap(), "attended");
    assert!(over.join_url.is_none() && over.recording_url.is_some());
    assert_eq!(event(&other, NEXT).await.attendee_status, None);

    let id = next.id.unwrap();
    let late = other.events().register_for_event(&id).is_registered(true).await.unwrap_err();
    let undone = client.events().register_for_event(&id).is_registered(false).await.unwrap_err();
    assert_eq!((late.status(), undone.status()), (Some(409), Some(409)));
    let same = client.events().register_for_event(&id).is_registered(true).await.unwrap();
    assert_eq!(same.attendee_status.unwrap(), "attended");
}

#[tokio::test]
async fn events_of_another_tenant_are_not_there() {
    let world = World::new().await;
    let (client, stranger) = (world.client(), world.stranger());
    let mine = id(&client, ROOMY).await;
    let theirs = id(&stranger, ROOMY).await;
    assert_ne!(mine, theirs, "each tenant has its own");
    for (somebody, foreign) in [(&client, &theirs), (&stranger, &mine)] {
        assert_eq!(somebody.events().get_event(foreign.as_str()).await.unwrap_err().status(), Some(404));
        let refused = somebody.events().register_for_event(foreign.as_str()).await.unwrap_err();
        assert_eq!(refused.status(), Some(404));
    }
    let types = client.events().list_event_types().await.unwrap().items;
    let foreign =
        stranger.events().list_events().r#type(types[0].id.as_ref().unwrap().as_str()).await.unwrap();
    assert_eq!(foreign.count, Some(0));
    assert!(event(&stranger, ROOMY).await.attendee_status.is_none());
}
