//! The library: posts, drops, items, pictures.

use cc_api::{Date, Week, YearMonth};
use cc_e2e::{PRIYA, World};

/// A thing of the API as text: the types have no equality of their own.
fn shown(thing: &impl std::fmt::Debug) -> String {
    format!("{thing:?}")
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[tokio::test]
async fn get_posts_shows_what_is_out_the_newest_first() {
    let world = World::new().await;
    let posts = world.client().content().get_posts().limit(100).await.unwrap();
    assert_eq!(posts.items.len(), 100);
    let days: Vec<Date> = posts.items.iter().map(|post| post.publish_date.unwrap()).collect();
    assert!(days.is_sorted_by(|newer, older| newer >= older));
    assert!(days.iter().all(|out| *out <= day("2026-03-04")));
    // A week later the next drop is out.
    world.at("2026-03-11T09:00:00Z");
    let later = world.client().content().get_posts().limit(1).await.unwrap();
    assert!(later.count > posts.count);
    assert_eq!(later.items[0].publish_date, Some(day("2026-03-09")));
}

#[tokio::test]
async fn pages_of_posts_neither_overlap_nor_leave_gaps() {
    let world = World::new().await;
    let client = world.client();
    let count = client.content().get_posts().limit(1).await.unwrap().count.unwrap();
    let mut slugs = Vec::new();
    for offset in (0..count).step_by(70) {
        let page =
            client.content().get_posts().limit(70).offset(i64::try_from(offset).unwrap()).await.unwrap();
        slugs.extend(page.items.into_iter().map(|post| post.slug));
    }
    slugs.sort();
    slugs.dedup();
    assert_eq!(slugs.len() as u64, count);
    let beyond = client.content().get_posts().offset(1_000_000).await.unwrap();
    assert_eq!((beyond.items.len(), beyond.count), (0, Some(count)));
}

#[tokio::test]
async fn filters_of_posts_leave_out_what_does_not_fit() {
    let world = World::new().await;
    let content = world.client();
    let content = content.content();
    let all = content.get_posts().await.unwrap().count.unwrap();

    let reels = content.get_posts().content_type("Reel").limit(100).await.unwrap();
    assert!(reels.items.iter().all(|post| post.content_type.as_ref().is_some_and(|kind| kind == "Reel")));
    assert!(0 < reels.count.unwrap() && reels.count.unwrap() < all);

    let trending = content.get_posts().trending(true).limit(100).await.unwrap();
    assert!(trending.items.iter().all(|post| post.is_trending == Some(true)));
    let others = content.get_posts().trending(false).await.unwrap();
    assert_eq!(trending.count.unwrap() + others.count.unwrap(), all);

    let pillar = content.list_content_pillars().await.unwrap().items.remove(0);
    let of_pillar = content.get_posts().pillar(pillar.id.clone().unwrap()).limit(100).await.unwrap();
    assert!(of_pillar.items.iter().all(|post| post.pillar.as_ref().unwrap().id == pillar.id));
    assert_eq!(of_pillar.count, pillar.post_count.map(|count| u64::try_from(count).unwrap()));

    let audience = content.list_target_audiences().await.unwrap().items.remove(0);
    let made_for = content.get_posts().audience(audience.id.clone().unwrap()).limit(100).await.unwrap();
    let names = |post: &cc_api::content::Post| post.audiences.clone().unwrap_or_default();
    assert!(made_for.items.iter().all(|post| names(post).iter().any(|made| made.id == audience.id)));

    let february = content
        .get_posts()
        .start_date(day("2026-02-01"))
        .end_date(day("2026-02-28"))
        .limit(100)
        .await
        .unwrap();
    assert!(february.items.iter().all(|post| post.publish_date.unwrap().month() == 2));
    let both = content.get_posts().content_type("Reel").start_date(day("2026-02-01")).await.unwrap();
    assert!(both.count < reels.count);
    assert_eq!(content.get_posts().pillar("pillar_999").await.unwrap().count, Some(0));
}

#[tokio::test]
async fn picked_for_you_is_what_has_a_picked_pillar_or_tag() {
    let world = World::new().await;
    for client in [world.client(), world.session_of(PRIYA)] {
        let content = client.content();
        let picked = content.get_picked_for_you().await.unwrap();
        let pillars: Vec<_> = picked.pillars.unwrap().into_iter().map(|pillar| pillar.id).collect();
        let tags: Vec<_> = picked.tags.unwrap().into_iter().map(|tag| tag.id).collect();
        let posts = content.get_posts().picked_for_you(true).limit(100).await.unwrap();
        for post in &posts.items {
            let by_pillar = pillars.contains(&post.pillar.as_ref().unwrap().id);
            let by_tag = post.tags.iter().flatten().any(|tag| tags.contains(&tag.id));
            assert!(by_pillar || by_tag, "{}", post.slug);
        }
        // Nothing chosen, nothing picked.
        assert_eq!(posts.count == Some(0), pillars.is_empty() && tags.is_empty());
        let others = content.get_posts().picked_for_you(false).await.unwrap().count.unwrap();
        let all = content.get_posts().await.unwrap().count.unwrap();
        assert_eq!(posts.count.unwrap() + others, all);
    }
}

#[tokio::test]
async fn get_post_takes_the_identifier_as_well_as_the_slug() {
    let world = World::new().await;
    let client = world.client();
    let listed = client.content().get_posts().limit(1).await.unwrap().items.remove(0);
    let by_slug = client.content().get_post(listed.slug.clone()).await.unwrap();
    let by_id = client.content().get_post(listed.id.clone().unwrap().to_string()).await.unwrap();
    assert_eq!(shown(&by_slug), shown(&listed));
    assert_eq!(shown(&by_id), shown(&listed));
    assert!(listed.instructions.is_some() && listed.pillar.is_some() && listed.tags.is_some());
    // The same post is nobody's in another tenant, and one that is not out yet is not there.
    let stranger = world.stranger().content().get_post(listed.id.unwrap().to_string()).await.unwrap_err();
    assert_eq!(stranger.status(), Some(404));
    for missing in ["post_420", "post_0", "no-such-post"] {
        let refused = client.content().get_post(missing).await.unwrap_err();
        assert_eq!(refused.status(), Some(404), "{missing}");
    }
}

#[tokio::test]
async fn a_mark_is_kept_for_the_one_who_set_it() {
    let world = World::new().await;
    let client = world.client();
    let slug = client.content().get_posts().limit(1).await.unwrap().items.remove(0).slug;
    let marked = client.content().update_post(slug.clone()).is_favorite(true).await.unwrap();
    assert_eq!((marked.is_favorite, marked.is_used), (Some(true), Some(false)));
    let marked = client.content().update_post(slug.clone()).is_used(true).await.unwrap();
    assert_eq!((marked.is_favorite, marked.is_used), (Some(true), Some(true)));
    client.content().update_post(slug.clone()).is_favorite(false).await.unwrap();
    let again = client.content().get_post(slug.clone()).await.unwrap();
    assert_eq!((again.is_favorite, again.is_used), (Some(false), Some(true)));
    let other = world.session_of(PRIYA).content().get_post(slug.clone()).await.unwrap();
    assert_eq!(other.is_used, Some(false));
    assert_eq!(
        world.stranger().content().update_post("post_1").is_used(true).await.unwrap_err().status(),
        Some(404)
    );
    assert_eq!(client.content().update_post(slug).await.unwrap_err().status(), Some(422));
}

#[tokio::test]
async fn get_trending_reels_lists_reels_while_they_trend() {
    let world = World::new().await;
    let reels = world.client().content().get_trending_reels().await.unwrap();
    assert!(!reels.items.is_empty());
    for post in &reels.items {
        assert_eq!(post.is_trending, Some(true));
        assert!(post.content_type.as_ref().is_some_and(|kind| kind == "Reel"));
    }
    world.at("2026-08-01T09:00:00Z");
    assert_eq!(world.client().content().get_trending_reels().await.unwrap().count, Some(0));
}

#[tokio::test]
async fn get_content_drops_lists_the_weeks_of_a_month() {
    let world = World::new().await;
    let client = world.client();
    let weeks = |drops: &[cc_api::content::ContentDrop]| -> Vec<String> {
        drops.iter().map(|drop| drop.week_of.unwrap().to_string()).collect()
    };
    // Weeks to come are not there yet.
    let current = client.content().get_content_drops().await.unwrap();
    assert_eq!((weeks(&current.items), current.count), (vec!["2026-03-02".to_owned()], Some(1)));
    let february =
        client.content().get_content_drops().month(YearMonth::new(2026, 2).unwrap()).await.unwrap();
    assert_eq!(weeks(&february.items), ["2026-02-23", "2026-02-16", "2026-02-09", "2026-02-02"]);
    for drop in &february.items {
        let posts = drop.posts.as_ref().unwrap();
        assert_eq!(i64::try_from(posts.len()).unwrap(), drop.post_count.unwrap());
        assert!(posts.iter().all(|post| post.publish_date == drop.week_of.map(Week::start)));
    }
    let bare = client.content().get_content_drops().include_posts(false).await.unwrap();
    assert!(bare.items.iter().all(|drop| drop.posts.is_none() && drop.post_count > Some(0)));
    world.at("2026-03-31T09:00:00Z");
    let later = world.client().content().get_content_drops().limit(2).await.unwrap();
    assert_eq!((later.items.len(), later.count), (2, Some(4)));
}

#[tokio::test]
async fn a_year_has_fifty_two_drops_with_all_posts_in_them() {
    let world = World::new().await;
    let client = world.client();
    let mut weeks = 0;
    let mut posts = 0;
    for month in (3..=12).map(|month| (2025, month)).chain((1..=3).map(|month| (2026, month))) {
        let month = YearMonth::new(month.0, month.1).unwrap();
        for drop in
            client.content().get_content_drops().month(month).include_posts(false).await.unwrap().items
        {
            weeks += 1;
            posts += drop.post_count.unwrap();
        }
    }
    assert_eq!(weeks, 52);
    assert_eq!(client.content().get_posts().await.unwrap().count, u64::try_from(posts).ok());
}

#[tokio::test]
async fn get_content_drop_takes_the_day_on_which_the_week_starts() {
    let world = World::new().await;
    let client = world.client();
    let drop = client.content().get_content_drop(Week::starting(day("2026-02-23"))).await.unwrap();
    assert_eq!(drop.post_count, drop.posts.as_ref().map(|posts| i64::try_from(posts.len()).unwrap()));
    assert!(drop.post_count > Some(0) && drop.title.is_some());
    // No Monday; not yet; long before the library began.
    for other in ["2026-02-24", "2026-03-09", "2001-01-01"] {
        let refused = client.content().get_content_drop(Week::starting(day(other))).await.unwrap_err();
        assert_eq!(refused.status(), Some(404), "{other}");
    }
    world.at("2026-03-09T00:00:00Z");
    client.content().get_content_drop(Week::starting(day("2026-03-09"))).await.unwrap();
}

#[tokio::test]
async fn list_content_items_counts_as_get_item_filters_does() {
    let world = World::new().await;
    let client = world.client();
    let counts = client.content().get_item_filters().await.unwrap();
    let all = client.content().list_content_items().await.unwrap();
    let numbers = [("post", counts.posts), ("image", counts.images), ("video", counts.videos)];
    let total: i64 = numbers.iter().map(|(_, count)| count.unwrap()).sum();
    assert_eq!(all.count, u64::try_from(total).ok());
    assert_eq!(
        client.content().get_posts().await.unwrap().count,
        counts.posts.map(|count| u64::try_from(count).unwrap())
    );
    for (kind, count) in numbers {
        let items = client.content().list_content_items().kind(kind).limit(100).await.unwrap();
        assert_eq!(items.count, count.map(|count| u64::try_from(count).unwrap()), "{kind}");
        assert!(items.items.iter().all(|item| item.kind.as_ref().is_some_and(|found| found == kind)));
        let times: Vec<_> = items.items.iter().map(|item| item.created_at).collect();
        assert!(times.is_sorted_by(|newer, older| newer >= older), "{kind}");
    }
    assert_eq!(client.content().list_content_items().kind("podcast").await.unwrap().count, Some(0));
}

#[tokio::test]
async fn update_content_item_marks_a_post_or_an_image() {
    let world = World::new().await;
    let client = world.client();
    let before = client.content().get_item_filters().is_favorite(true).await.unwrap();
    let unmarked = |kind| client.content().list_content_items().kind(kind).is_favorite(false).limit(1);
    let post = unmarked("post").await.unwrap().items.remove(0);
    let marked =
        client.content().update_content_item(post.id.clone().unwrap()).is_favorite(true).await.unwrap();
    assert_eq!((&marked.id, marked.is_favorite, marked.is_used), (&post.id, Some(true), post.is_used));
    // The mark is that of the post itself.
    let same = client.content().get_post(post.slug.clone().unwrap()).await.unwrap();
    assert_eq!(same.is_favorite, Some(true));
    let after = client.content().get_item_filters().is_favorite(true).await.unwrap();
    assert_eq!(after.posts.unwrap(), before.posts.unwrap() + 1);

    if let Some(image) = unmarked("image").await.unwrap().items.pop() {
        let id = image.id.unwrap();
        let marked = client.content().update_content_item(id.clone()).is_used(true).await.unwrap();
        assert_eq!((marked.is_favorite, marked.is_used), (Some(false), Some(true)));
        let used =
            client.content().list_content_items().kind("image").is_used(true).limit(100).await.unwrap();
        assert!(used.items.iter().any(|item| item.id.as_ref() == Some(&id)));
        let other = world.session_of(PRIYA);
        let other =
            other.content().list_content_items().kind("image").is_used(true).limit(100).await.unwrap();
        assert!(other.items.iter().all(|item| item.id.as_ref() != Some(&id)));
    }
    for missing in ["post_420", "image_99999", "reel_1"] {
        let refused = client.content().update_content_item(missing).is_used(true).await.unwrap_err();
        assert_eq!(refused.status(), Some(404), "{missing}");
    }
    let stranger = world.stranger();
    let refused =
        stranger.content().update_content_item(post.id.clone().unwrap()).is_used(true).await.unwrap_err();
    assert_eq!(refused.status(), Some(404));
    assert_eq!(client.content().update_content_item(post.id.unwrap()).await.unwrap_err().status(), Some(422));
}

#[tokio::test]
async fn list_post_photos_has_every_picture_once() {
    let world = World::new().await;
    let client = world.client();
    let count = client.content().list_post_photos().limit(1).await.unwrap().count.unwrap();
    let mut listed = Vec::new();
    // A page of 7 ends in the middle of posts.
    for offset in (0..count).step_by(7) {
        let page = client.content().list_post_photos().limit(7).offset(i64::try_from(offset).unwrap());
        listed.extend(page.await.unwrap().items);
    }
    assert_eq!(listed.len() as u64, count);
    let mut of_posts = Vec::new();
    for offset in (0..500).step_by(100) {
        for post in client.content().get_posts().limit(100).offset(offset).await.unwrap().items {
            of_posts.extend(post.photos.unwrap());
        }
    }
    assert_eq!(shown(&listed), shown(&of_posts));

    let wanted: Vec<_> = [&listed[4], &listed[40]].iter().map(|photo| photo.id.clone().unwrap()).collect();
    let named = client.content().list_post_photos().ids(wanted.clone()).await.unwrap();
    let found: Vec<_> = named.items.into_iter().map(|photo| photo.id.unwrap()).collect();
    assert_eq!((found, named.count), (wanted.clone(), Some(2)));
    assert_eq!(world.stranger().content().list_post_photos().ids(wanted).await.unwrap().count, Some(0));
}

#[tokio::test]
async fn get_post_photo_reads_one_picture_of_a_post_that_is_out() {
    let world = World::new().await;
    let client = world.client();
    let listed = client.content().list_post_photos().limit(1).await.unwrap().items.remove(0);
    let id = listed.id.clone().unwrap();
    assert_eq!(shown(&client.content().get_post_photo(id.clone()).await.unwrap()), shown(&listed));
    assert_eq!(world.stranger().content().get_post_photo(id).await.unwrap_err().status(), Some(404));
    // The first picture of the last post, which is not out; a place without a picture; no picture at all.
    for missing in ["photo_6720", "photo_31", "photo_x"] {
        assert_eq!(
            client.content().get_post_photo(missing).await.unwrap_err().status(),
            Some(404),
            "{missing}"
        );
    }
}
