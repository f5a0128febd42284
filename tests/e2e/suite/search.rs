//! Search over posts and events.

use cc_api::search::{SearchFilterChoice, SearchHit};
use cc_e2e::World;

fn is_post(hit: &SearchHit) -> bool {
    hit.kind.as_ref().is_some_and(|kind| kind == "post")
}

#[tokio::test]
async fn search_content_finds_posts_with_all_words_in_any_form() {
    let world = World::new().await;
    let client = world.client();
    let found = client.search().search_content("offered").kind("post").limit(100).await.unwrap();
    assert!(!found.items.is_empty());
    for hit in found.items.iter().filter(|hit| is_post(hit)) {
        let post = client.content().get_post(hit.slug.clone().unwrap()).await.unwrap();
        let text = format!("{:?} {:?} {:?}", post.title, post.caption, post.instructions).to_lowercase();
        assert!(text.contains("offer"), "{text}");
        assert_eq!((&hit.title, &hit.content_type), (&post.title, &post.content_type));
        assert_eq!(hit.id.as_deref(), post.id.as_ref().map(cc_api::Id::as_str));
        assert!(hit.excerpt.is_some());
    }
    let narrower = client.search().search_content("the dates of offers").kind("post").await.unwrap();
    assert!(narrower.count < found.count && narrower.count > Some(0));
    // Words in the title come first.
    let first = found.items[0].title.as_deref().unwrap().to_lowercase();
    assert!(first.contains("offer"), "{first}");
    assert_eq!(client.search().search_content("xylophone offer").await.unwrap().count, Some(0));
}

#[tokio::test]
async fn search_content_finds_events_by_their_words() {
    let world = World::new().await;
    let client = world.client();
    let event = client.events().list_events().limit(1).await.unwrap().items.remove(0);
    let found = client.search().search_content(event.title.clone().unwrap()).kind("event").await.unwrap();
    let hit = found.items.iter().find(|hit| hit.slug == event.slug).unwrap();
    assert_eq!((&hit.title, hit.starts_at), (&event.title, event.starts_at));
    assert_eq!(hit.id.as_deref(), event.id.as_ref().map(cc_api::Id::as_str));
    assert!(hit.pillar.is_none() && hit.content_type.is_none());
    // Kinds of post, pillars and tags are those of posts.
    let reels = client.search().search_content(event.title.unwrap()).content_type("Reel").await.unwrap();
    assert!(reels.items.iter().all(is_post));
}

#[tokio::test]
async fn filters_of_a_search_leave_out_what_does_not_fit() {
    let world = World::new().await;
    let client = world.client();
    let search = client.search();
    let all = search.search_content("home").await.unwrap().count.unwrap();
    let posts = search.search_content("home").kind("post").limit(100).await.unwrap();
    assert!(posts.items.iter().all(is_post));
    let events = search.search_content("home").kind("event").limit(100).await.unwrap();
    assert!(events.items.iter().all(|hit| !is_post(hit) && hit.starts_at.is_some()));
    assert_eq!(posts.count.unwrap() + events.count.unwrap(), all);

    let reels = search.search_content("home").content_type("Reel").limit(100).await.unwrap();
    assert!(reels.items.iter().all(|hit| hit.content_type.as_ref().is_some_and(|kind| kind == "Reel")));
    assert!(0 < reels.count.unwrap() && reels.count < posts.count);
    let pillar = posts.items[0].pillar.clone().unwrap().id.unwrap();
    let of_pillar = search.search_content("home").pillar(pillar.clone()).limit(100).await.unwrap();
    assert!(of_pillar.items.iter().all(|hit| hit.pillar.as_ref().unwrap().id.as_ref() == Some(&pillar)));
    let tag = client.content().list_content_tags().await.unwrap().items.remove(0);
    let tagged = search.search_content("home").tag(tag.id.unwrap()).await.unwrap();
    assert!(tagged.count < posts.count);
    assert_eq!(search.search_content("home").kind("podcast").await.unwrap().count, Some(0));
}

#[tokio::test]
async fn get_search_filters_counts_what_a_search_would_leave() {
    let world = World::new().await;
    let client = world.client();
    let filters = client.search().get_search_filters().query("home").await.unwrap();
    let count = |choice: &SearchFilterChoice| choice.count.and_then(|count| u64::try_from(count).ok());
    for choice in filters.kinds.as_ref().unwrap() {
        let found = client.search().search_content("home").kind(choice.value.as_deref().unwrap());
        assert_eq!(found.await.unwrap().count, count(choice), "{choice:?}");
    }
    for choice in filters.content_types.as_ref().unwrap() {
        let found = client.search().search_content("home").content_type(choice.value.as_deref().unwrap());
        assert_eq!(found.await.unwrap().count, count(choice), "{choice:?}");
    }
    for choice in filters.pillars.as_ref().unwrap() {
        let found = client.search().search_content("home").pillar(choice.value.clone().unwrap());
        assert_eq!(found.await.unwrap().count, count(choice), "{choice:?}");
    }
    for choice in filters.tags.as_ref().unwrap() {
        let found = client.search().search_content("home").tag(choice.value.clone().unwrap());
        assert_eq!(found.await.unwrap().count, count(choice), "{choice:?}");
    }
    // Without words, everything counts.
    let all = client.search().get_search_filters().await.unwrap();
    let posts = all.kinds.unwrap().into_iter().find(|kind| kind.value.as_deref() == Some("post")).unwrap();
    assert_eq!(count(&posts), client.content().get_posts().await.unwrap().count);
}

#[tokio::test]
async fn any_text_is_a_search() {
    let world = World::new().await;
    let client = world.client();
    let long = "home ".repeat(4_000);
    let texts = [
        "\"",
        "\"\"",
        "home\"",
        "'; DROP TABLE post; --",
        "home AND",
        "OR",
        "NOT home",
        "NEAR(home house, 2)",
        "title:home",
        "title : home",
        "{title body} : home",
        "^home",
        "home*",
        "*",
        "(",
        "home + house",
        "-home",
        "!!!",
        "%",
        "_",
        "\\",
        "\u{1F3E1}",
        "caf\u{e9}",
        "\u{202e}home",
        "\n\t",
        &long,
    ];
    for text in texts {
        client.search().search_content(text).await.unwrap_or_else(|error| panic!("{text:?}: {error}"));
        client.search().get_search_filters().query(text).await.unwrap();
    }
    let plain = client.search().search_content("home").await.unwrap().count;
    for same in ["home*", "\"home\"", "^home!", "Home", "HOME home", &long] {
        assert_eq!(client.search().search_content(same).await.unwrap().count, plain, "{same:?}");
    }
    assert_eq!(client.search().search_content("!!!").await.unwrap().count, Some(0));
    let many: Vec<String> = (0..60).map(|word| format!("w{word}")).collect();
    assert_eq!(client.search().search_content(many.join(" ")).await.unwrap_err().status(), Some(422));
    assert_eq!(client.search().search_content("ho\0me").await.unwrap_err().status(), Some(422));
    assert_eq!(client.search().search_content("").await.unwrap_err().status(), Some(422));
}

#[tokio::test]
async fn what_is_not_out_yet_is_not_found() {
    let world = World::new().await;
    let mut counts = Vec::new();
    for now in
        ["2025-03-20T00:00:00Z", "2025-09-01T00:00:00Z", "2026-03-04T09:00:00Z", "2026-03-30T00:00:00Z"]
    {
        world.at(now);
        let client = world.client();
        let found = client.search().search_content("home").kind("post").await.unwrap();
        assert!(found.count < client.content().get_posts().await.unwrap().count);
        counts.push(found.count.unwrap());
    }
    assert!(counts.is_sorted_by(|earlier, later| earlier < later), "{counts:?}");
}

#[tokio::test]
async fn a_hit_shows_the_marks_of_the_one_who_searches_and_only_what_is_theirs() {
    let world = World::new().await;
    let client = world.client();
    let hit = client.search().search_content("home").kind("post").limit(1).await.unwrap().items.remove(0);
    client.content().update_post(hit.slug.clone().unwrap()).is_used(!hit.is_used.unwrap()).await.unwrap();
    let again = client.search().search_content("home").kind("post").limit(1).await.unwrap().items.remove(0);
    assert_eq!((&again.id, again.is_used), (&hit.id, hit.is_used.map(|used| !used)));
    let theirs = world.stranger().search().search_content("home").limit(100).await.unwrap();
    assert!(theirs.items.iter().all(|found| found.id != hit.id));
    assert!(theirs.count > Some(0));
}
