//! The tag `resources`.

use std::collections::BTreeSet;

use cc_api::Client;
use cc_api::resources::{ImageFilterChoice, KnowledgeHubVideo, KnowledgeHubVideoCategoryId, StockImage};
use cc_e2e::{PRIYA, World};
use cc_sandbox::Seed;
use jiff::SignedDuration;

async fn all_images(client: &Client) -> Vec<StockImage> {
    client.resources().list_stock_images().limit(100).items().try_collect().await.unwrap()
}

fn category_of(video: &KnowledgeHubVideo) -> Option<KnowledgeHubVideoCategoryId> {
    video.category.as_ref()?.id.clone()
}

#[tokio::test]
async fn pages_of_stock_images_hold_each_of_them_once() {
    let world = World::new().await;
    let all = all_images(&world.client()).await;
    assert!(all.len() >= 150, "{}", all.len());
    let ids: BTreeSet<_> = all.iter().map(|image| image.id.clone().unwrap()).collect();
    assert_eq!(ids.len(), all.len());
    assert!(all.is_sorted_by(|one, next| one.created_at >= next.created_at), "the newest first");
    for image in &all {
        let is_video = image.r#type.as_ref().is_some_and(|kind| *kind == "video");
        assert_eq!(image.duration_seconds.is_some(), is_video, "{image:?}");
        let (width, height) = (image.width.unwrap(), image.height.unwrap());
        let orientation = image.orientation.as_ref().unwrap().as_str();
        let seen = if width > height { "landscape" } else { "portrait" };
        assert_eq!(orientation, if width == height { "square" } else { seen });
    }
}

#[tokio::test]
async fn several_filters_of_stock_images_narrow_further() {
    let world = World::new().await;
    let client = world.client();
    let all = all_images(&client).await;
    let has = |image: &StockImage, tag: &str| image.tags.iter().flatten().any(|name| name == tag);
    let shoot =
        all.iter().filter(|image| has(image, "coffee")).find_map(|image| image.shoot.clone()).unwrap();
    let shoot_id = shoot.id.unwrap();

    let list = || client.resources().list_stock_images().limit(100);
    let of_shoot =
        |image: &&StockImage| image.shoot.as_ref().is_some_and(|s| s.id.as_ref() == Some(&shoot_id));
    let is_square = |image: &&StockImage| image.orientation.as_ref().is_some_and(|form| *form == "square");
    let is_video = |image: &&StockImage| image.r#type.as_ref().is_some_and(|kind| *kind == "video");
    let cases = [
        (list().shoot(&shoot_id), all.iter().filter(of_shoot).count()),
        (list().orientation("square"), all.iter().filter(is_square).count()),
        (list().r#type("video"), all.iter().filter(is_video).count()),
        (list().tags(["coffee"]), all.iter().filter(|image| has(image, "coffee")).count()),
        (
            list().tags(["coffee", "kitchen"]),
            all.iter().filter(|image| has(image, "coffee") && has(image, "kitchen")).count(),
        ),
        (
            list().shoot(&shoot_id).orientation("square").tags(["coffee"]),
            all.iter().filter(of_shoot).filter(is_square).filter(|image| has(image, "coffee")).count(),
        ),
    ];
    for (call, expected) in cases {
        let listed = call.clone().await.unwrap();
        assert_eq!((listed.items.len(), listed.count), (expected, Some(expected as u64)), "{call:?}");
        assert!(0 < expected && expected < all.len(), "{call:?}");
    }
    for call in [list().shoot("shoot_9999"), list().shoot("none of ours"), list().tags(["coffee", "volcano"])]
    {
        assert_eq!(call.clone().await.unwrap().count, Some(0), "{call:?}");
    }
}

#[tokio::test]
async fn a_filter_word_that_is_not_known_is_refused() {
    let world = World::new().await;
    let client = world.client();
    let refused = client.resources().list_stock_images().r#type("hologram").await.unwrap_err();
    assert_eq!(refused.status(), Some(422));
    let refused = client.resources().list_stock_images().orientation("diagonal").await.unwrap_err();
    assert_eq!(refused.status(), Some(422));
}

#[tokio::test]
async fn the_counts_of_the_filters_are_those_of_the_list() {
    let world = World::new().await;
    let client = world.client();
    let all = all_images(&client).await;
    let filters = client.resources().get_image_filters().await.unwrap();
    let total = |choices: &[ImageFilterChoice]| {
        let counts = choices.iter().map(|choice| usize::try_from(choice.count.unwrap()).unwrap());
        counts.sum::<usize>()
    };
    let (orientations, types) = (filters.orientations.unwrap(), filters.types.unwrap());
    assert_eq!((total(&orientations), total(&types)), (all.len(), all.len()));
    let (shoots, tags) = (filters.shoots.unwrap(), filters.tags.unwrap());
    let loose = all.iter().filter(|image| image.shoot.is_none()).count();
    assert_eq!(total(&shoots), all.len() - loose);

    let list = || client.resources().list_stock_images().limit(1);
    for choice in orientations {
        let left = list().orientation(choice.value.unwrap().as_str()).await.unwrap();
        assert_eq!(left.count, choice.count.map(i64::cast_unsigned));
    }
    for choice in types {
        let left = list().r#type(choice.value.unwrap().as_str()).await.unwrap();
        assert_eq!(left.count, choice.count.map(i64::cast_unsigned));
    }
    for choice in shoots {
        let left = list().shoot(choice.value.unwrap()).await.unwrap();
        assert_eq!(left.count, choice.count.map(i64::cast_unsigned));
    }
    for choice in tags {
        let left = list().tags([choice.value.unwrap()]).await.unwrap();
        assert_eq!(left.count, choice.count.map(i64::cast_unsigned));
    }
}

#[tokio::test]
async fn marks_are_those_of_the_one_who_looks() {
    let world = World::new().await;
    let marks = |images: Vec<StockImage>| -> Vec<_> {
        images.into_iter().map(|image| (image.id, image.is_favorite, image.is_used)).collect()
    };
    let maya = marks(all_images(&world.client()).await);
    let priya = marks(all_images(&world.session_of(PRIYA)).await);
    assert_eq!(maya.len(), priya.len());
    assert_ne!(maya, priya);
    assert!(maya.iter().any(|(_, favorite, _)| *favorite == Some(true)));
    assert!(maya.iter().any(|(_, _, used)| *used == Some(true)));
}

#[tokio::test]
async fn another_tenant_has_pictures_and_videos_of_its_own() {
    let world = World::new().await;
    let (ours, theirs) = (world.client(), world.stranger());
    let ids =
        |images: Vec<StockImage>| images.into_iter().map(|image| image.id.unwrap()).collect::<BTreeSet<_>>();
    let (our_ids, their_ids) = (ids(all_images(&ours).await), ids(all_images(&theirs).await));
    assert!(!their_ids.is_empty() && our_ids.is_disjoint(&their_ids));

    let shoots = theirs.resources().get_image_filters().await.unwrap().shoots.unwrap();
    let their_shoot = shoots[0].value.clone().unwrap();
    assert_eq!(ours.resources().list_stock_images().shoot(their_shoot).await.unwrap().count, Some(0));
    let categories = theirs.resources().list_knowledge_hub_video_categories().await.unwrap().items;
    let their_category = categories[0].id.clone().unwrap();
    assert_eq!(
        ours.resources().list_knowledge_hub_videos().category(their_category).await.unwrap().count,
        Some(0)
    );
}

#[tokio::test]
async fn videos_are_found_by_category_and_by_the_words_of_their_title() {
    let world = World::new().await;
    let client = world.client();
    let hub = client.resources();
    let all = hub.list_knowledge_hub_videos().limit(100).await.unwrap().items;
    assert!(all.is_sorted_by(|one, next| one.published_at >= next.published_at), "the newest first");
    let of_week: Vec<_> = hub.list_knowledge_hub_videos().title("WEEK first").await.unwrap().items;
    assert_eq!(of_week.len(), 1, "{of_week:?}");
    let category = of_week[0].category.clone().unwrap();
    let both = hub.list_knowledge_hub_videos().title("week").category(category.id.clone().unwrap());
    let both = both.await.unwrap();
    let fits = all.iter().filter(|video| {
        category_of(video) == category.id && video.title.as_ref().unwrap().to_lowercase().contains("week")
    });
    assert_eq!(both.count, Some(fits.count() as u64));
    for title in ["100%", "_", "\\", &"a".repeat(5000)] {
        assert_eq!(hub.list_knowledge_hub_videos().title(title).await.unwrap().count, Some(0), "{title}");
    }
}

#[tokio::test]
async fn the_counts_of_the_categories_are_those_of_the_videos() {
    let world = World::new().await;
    let client = world.client();
    let hub = client.resources();
    let categories = hub.list_knowledge_hub_video_categories().await.unwrap().items;
    for (order, category) in (0..).zip(&categories) {
        assert_eq!(category.order, Some(order));
        let videos = hub.list_knowledge_hub_videos().category(category.id.clone().unwrap()).await.unwrap();
        assert_eq!(videos.count, category.video_count.map(i64::cast_unsigned), "{category:?}");
        assert!(videos.items.iter().all(|video| category_of(video) == category.id));
    }
    let second = hub.list_knowledge_hub_video_categories().limit(1).offset(1).await.unwrap();
    assert_eq!((second.items.len(), second.count), (1, Some(categories.len() as u64)));
    assert_eq!(second.items[0].id, categories[1].id);
}

#[tokio::test]
async fn a_video_appears_when_its_time_has_come() {
    let world = World::new().await;
    let client = world.client();
    let count = || async {
        let videos = client.resources().list_knowledge_hub_videos().limit(1).await.unwrap().count.unwrap();
        let categories = client.resources().list_knowledge_hub_video_categories().await.unwrap().items;
        (videos.cast_signed(), categories.iter().map(|category| category.video_count.unwrap()).sum::<i64>())
    };
    let (videos, in_categories) = count().await;
    world.sandbox.control().advance(SignedDuration::from_hours(24 * 30));
    assert_eq!(count().await, (videos + 2, in_categories + 2));
}

#[tokio::test]
async fn an_empty_sandbox_has_only_choices() {
    let world = World::with(|options| options.seed = Seed::Empty).await;
    let client = world.client();
    assert_eq!(client.resources().list_stock_images().await.unwrap().count, Some(0));
    assert_eq!(client.resources().list_knowledge_hub_videos().await.unwrap().count, Some(0));
    let filters = client.resources().get_image_filters().await.unwrap();
    assert!(!filters.tags.unwrap().is_empty());
    let categories = client.resources().list_knowledge_hub_video_categories().await.unwrap().items;
    assert!(!categories.is_empty() && categories.iter().all(|category| category.video_count == Some(0)));
}
