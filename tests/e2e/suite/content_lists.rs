//! What posts are sorted by: the counts add up, and follow what is out.

use cc_api::YearMonth;
use cc_e2e::World;

#[tokio::test]
async fn every_post_that_is_out_is_of_one_type_and_one_pillar() {
    let world = World::new().await;
    for now in ["2026-03-04T09:00:00Z", "2026-03-16T00:00:00Z"] {
        world.at(now);
        let client = world.client();
        let all = client.content().get_posts().await.unwrap().count.unwrap();
        let types = client.content().list_content_types().limit(100).await.unwrap();
        assert_eq!((types.items.len(), types.count), (11, Some(11)));
        let by_type: i64 = types.items.iter().map(|kind| kind.post_count.unwrap()).sum();
        assert_eq!(u64::try_from(by_type).unwrap(), all, "{now}");
        let pillars = client.content().list_content_pillars().limit(100).await.unwrap();
        let by_pillar: i64 = pillars.items.iter().map(|pillar| pillar.post_count.unwrap()).sum();
        assert_eq!(u64::try_from(by_pillar).unwrap(), all, "{now}");
    }
}

#[tokio::test]
async fn counts_are_what_the_filters_leave() {
    let world = World::new().await;
    let client = world.client();
    let content = client.content();
    for kind in content.list_content_types().await.unwrap().items {
        let posts = content.get_posts().content_type(kind.name.clone().unwrap()).await.unwrap();
        assert_eq!(posts.count, kind.post_count.map(|count| u64::try_from(count).unwrap()), "{kind:?}");
    }
    for audience in content.list_target_audiences().limit(100).await.unwrap().items {
        let posts = content.get_posts().audience(audience.id.clone().unwrap()).await.unwrap();
        assert_eq!(
            posts.count,
            audience.post_count.map(|count| u64::try_from(count).unwrap()),
            "{audience:?}"
        );
    }
    let mut posts = Vec::new();
    for offset in (0..500).step_by(100) {
        posts.extend(content.get_posts().limit(100).offset(offset).await.unwrap().items);
    }
    for tag in content.list_content_tags().limit(100).await.unwrap().items {
        let tagged = posts.iter().filter(|post| post.tags.iter().flatten().any(|found| found.id == tag.id));
        assert_eq!(i64::try_from(tagged.count()).ok(), tag.post_count, "{tag:?}");
    }
}

#[tokio::test]
async fn groups_hold_the_types_and_pillars_that_name_them() {
    let world = World::new().await;
    let client = world.client();
    let content = client.content();
    let groups = content.list_content_type_categories().await.unwrap().items;
    assert!(groups.is_sorted_by_key(|group| group.order) && groups.len() > 1);
    for kind in content.list_content_types().await.unwrap().items {
        let group = kind.category.unwrap();
        assert!(groups.iter().any(|known| known.id == group.id && known.name == group.name), "{group:?}");
    }
    let groups = content.list_content_pillar_categories().await.unwrap().items;
    assert!(groups.len() > 1);
    let pillars = content.list_content_pillars().await.unwrap().items;
    for pillar in &pillars {
        let group = pillar.category.as_ref();
        assert!(
            group.is_none_or(|group| groups.iter().any(|known| known.id == group.id)),
            "{:?}",
            pillar.name
        );
    }
    // One belongs to no group.
    assert!(pillars.iter().any(|pillar| pillar.category.is_none()));
}

#[tokio::test]
async fn short_lists_are_cut_into_pages_too() {
    let world = World::new().await;
    let client = world.client();
    let all = client.content().list_content_tags().limit(100).await.unwrap();
    let page = client.content().list_content_tags().limit(3).offset(4).await.unwrap();
    let ids =
        |tags: &[cc_api::content::ContentTag]| -> Vec<_> { tags.iter().map(|tag| tag.id.clone()).collect() };
    assert_eq!(ids(&page.items), ids(&all.items[4..7]));
    assert_eq!(page.count, all.count);
    assert!(client.content().list_content_tags().offset(1000).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn list_content_styles_leaves_out_other_months() {
    let world = World::new().await;
    let client = world.client();
    let all = client.content().list_content_styles().limit(100).await.unwrap();
    assert!(all.items.iter().any(|style| style.month.is_none()));
    let month = YearMonth::new(2026, 3).unwrap();
    let march = client.content().list_content_styles().date(month).await.unwrap();
    assert!(march.items.iter().all(|style| style.month == Some(month)));
    assert!(0 < march.count.unwrap() && march.count < all.count);
    let before = client.content().list_content_styles().date(YearMonth::new(1999, 1).unwrap()).await.unwrap();
    assert_eq!(before.count, Some(0));
}

#[tokio::test]
async fn get_picked_for_you_names_pillars_and_tags_of_the_lists() {
    let world = World::new().await;
    let client = world.client();
    let picked = client.content().get_picked_for_you().await.unwrap();
    let pillars = client.content().list_content_pillars().limit(100).await.unwrap().items;
    let tags = client.content().list_content_tags().limit(100).await.unwrap().items;
    assert!(picked.pillars.unwrap().iter().all(|pillar| {
        pillars.iter().any(|known| known.id == pillar.id && known.post_count == pillar.post_count)
    }));
    assert!(
        picked
            .tags
            .unwrap()
            .iter()
            .all(|tag| tags.iter().any(|known| known.id == tag.id && known.post_count == tag.post_count))
    );
}

#[tokio::test]
async fn another_tenant_has_lists_of_its_own() {
    let world = World::new().await;
    let (ours, theirs) = (world.client(), world.stranger());
    let ours = ours.content().list_content_pillars().limit(100).await.unwrap().items;
    let theirs = theirs.content().list_content_pillars().limit(100).await.unwrap().items;
    assert!(theirs.iter().all(|pillar| ours.iter().all(|own| own.id != pillar.id)));
    let count: i64 = theirs.iter().map(|pillar| pillar.post_count.unwrap()).sum();
    assert!(0 < count && count < 20, "{count}");
}
