//! Notifications.

use cc_api::Timestamp;
use cc_e2e::{NOW, PRIYA, World, shown};

#[tokio::test]
async fn the_newest_notification_comes_first() {
    let world = World::new().await;
    let client = world.client();
    let all = client.notifications().list_notifications().limit(100).await.unwrap();
    let now: Timestamp = NOW.parse().unwrap();
    assert!(all.items.iter().rev().is_sorted_by_key(|notice| notice.created_at));
    for notice in &all.items {
        assert!(notice.created_at <= Some(now), "{notice:?}");
        assert_eq!(notice.is_read, Some(notice.read_at.is_some()));
        assert!(notice.read_at.is_none_or(|read_at| Some(read_at) > notice.created_at && read_at <= now));
    }
    for kind in ["content", "feature", "billing"] {
        assert!(
            all.items.iter().any(|notice| notice.kind.as_ref().is_some_and(|other| other == kind)),
            "{kind}"
        );
    }
    assert!(all.items.iter().any(|notice| notice.is_read == Some(true)));
    assert_eq!(all.items[0].is_read, Some(false));
    let second = client.notifications().list_notifications().limit(5).offset(5).await.unwrap();
    assert_eq!((shown(&second.items), second.count), (shown(&all.items[5..10]), all.count));
}

#[tokio::test]
async fn the_news_of_a_week_arrives_on_its_monday() {
    let world = World::new().await;
    let client = world.client();
    let before = client.notifications().list_notifications().await.unwrap();
    world.at("2026-03-09T08:59:59Z");
    assert_eq!(client.notifications().list_notifications().await.unwrap().count, before.count);
    world.at("2026-03-09T09:00:00Z");
    let after = client.notifications().list_notifications().await.unwrap();
    assert_eq!(after.count.unwrap(), before.count.unwrap() + 1);
    let newest = &after.items[0];
    assert_eq!((newest.kind.as_ref().unwrap().as_str(), newest.is_read), ("content", Some(false)));
}

#[tokio::test]
async fn whoever_takes_a_place_is_told_so_and_nobody_else() {
    let world = World::new().await;
    let (client, other, stranger) = (world.client(), world.session_of(PRIYA), world.stranger());
    let theirs = [&other, &stranger].map(|somebody| somebody.notifications().list_notifications().limit(100));
    let mut before = Vec::new();
    for listing in theirs {
        before.push(shown(&listing.await.unwrap().items));
    }
    let event = client.events().get_event("reels-without-a-crew").await.unwrap();
    client.events().register_for_event(event.id.unwrap()).is_registered(true).await.unwrap();
    let newest = client.notifications().list_notifications().await.unwrap().items.remove(0);
    assert_eq!(newest.kind.as_ref().unwrap(), "event");
    assert!(newest.title.unwrap().ends_with(&event.title.unwrap()));
    for (somebody, before) in [&other, &stranger].into_iter().zip(before) {
        let now = somebody.notifications().list_notifications().limit(100).await.unwrap().items;
        assert_eq!(shown(&now), before);
    }
}
