//! The connected Instagram account and its figures.

#![expect(
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    reason = "the figures of a made-up account are small"
)]

use cc_api::instagram::{InstagramMedia, InstagramSortField};
use cc_api::{Client, ErrorKind};
use cc_e2e::{PRIYA, World};
use jiff::SignedDuration;

async fn media(client: &Client) -> Vec<InstagramMedia> {
    let first = client.instagram().get_instagram_posts().limit(50).await.unwrap();
    let rest = client.instagram().get_instagram_posts().limit(50).offset(50).await.unwrap();
    let all: Vec<InstagramMedia> = first.items.into_iter().chain(rest.items).collect();
    assert_eq!(first.count, Some(all.len() as u64));
    all
}

fn ids(posts: &[InstagramMedia]) -> Vec<String> {
    posts.iter().map(|post| post.id.clone().unwrap().to_string()).collect()
}

/// A figure of a post.
type Figure = fn(&InstagramMedia) -> Option<i64>;

fn days(number: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * number)
}

#[tokio::test]
async fn the_profile_counts_what_has_been_published() {
    let world = World::new().await;
    let client = world.client();
    let profile = client.instagram().get_instagram_profile().await.unwrap();
    assert_eq!(profile.username.as_deref(), Some("mayatorreshomes"));
    let before = media(&client).await.len();
    assert_eq!(profile.media_count, Some(before as i64));
    assert!((50..75).contains(&before), "{before} posts in 90 days");

    world.sandbox.control().advance(days(14));
    let later = client.instagram().get_instagram_profile().await.unwrap();
    assert!(later.media_count > profile.media_count && later.followers > profile.followers);
    let other = world.stranger().instagram().get_instagram_profile().await.unwrap();
    assert_eq!(other.username.as_deref(), Some("luisatharbor"));
}

#[tokio::test]
async fn figures_grow_from_publishing_on_and_fit_each_other() {
    let world = World::new().await;
    let client = world.client();
    let before = media(&client).await;
    let now = world.sandbox.control().now();
    assert!(before.iter().all(|post| post.published_at.unwrap() <= now), "something is published already");
    world.sandbox.control().advance(days(1));
    let after = media(&client).await;
    let recent = now - SignedDuration::from_hours(10 * 24);
    for post in &before {
        let later = after.iter().find(|later| later.id == post.id).unwrap();
        assert!(later.reach >= post.reach && later.views >= post.views, "{post:?} has shrunk: {later:?}");
        if post.published_at.unwrap() > recent {
            assert!(later.reach > post.reach, "{post:?} has not grown: {later:?}");
        }
    }
    for post in &after {
        assert!(
            post.views >= post.reach && post.reach >= post.likes && post.likes >= post.comments,
            "{post:?}"
        );
    }
}

#[tokio::test]
async fn the_days_add_up_to_the_span() {
    let world = World::new().await;
    let insights = world.client().instagram().get_instagram_insights().await.unwrap();
    let days = insights.days.unwrap();
    assert_eq!(days.len(), 30);
    assert_eq!(insights.start_date.unwrap().to_string(), "2026-02-03");
    assert_eq!(insights.end_date.unwrap().to_string(), "2026-03-04");
    assert_eq!((days[0].date, days[29].date), (insights.start_date, insights.end_date));
    let reach: i64 = days.iter().map(|day| day.reach.unwrap()).sum();
    let interactions: i64 = days.iter().map(|day| day.interactions.unwrap()).sum();
    assert_eq!((Some(reach), Some(interactions)), (insights.reach, insights.interactions));
    assert_eq!(days[29].followers, insights.followers);
    assert!(insights.views > insights.reach && insights.profile_views > insights.website_clicks);
}

#[tokio::test]
async fn the_summary_compares_with_the_thirty_days_before() {
    let world = World::new().await;
    let client = world.client();
    let end_of = |day: &str| world.at(&format!("{day}T23:59:59Z"));
    end_of("2026-02-02");
    let before = client.instagram().get_instagram_insights().await.unwrap();
    end_of("2026-03-04");
    let now = client.instagram().get_instagram_insights().await.unwrap();
    let summary = client.instagram().get_instagram_summary().await.unwrap();
    assert_eq!((summary.reach, summary.interactions), (now.reach, now.interactions));
    assert_eq!((summary.followers, summary.period_days), (now.followers, Some(30)));
    let figures = [
        (summary.reach_change_percent, now.reach, before.reach),
        (summary.interactions_change_percent, now.interactions, before.interactions),
        (summary.followers_change_percent, now.followers, before.followers),
    ];
    for (percent, now, before) in figures {
        let (now, before) = (now.unwrap() as f64, before.unwrap() as f64);
        // The clock stood one second short of midnight when the days before were read.
        assert!(
            (percent.unwrap() - (now - before) / before * 100.0).abs() < 0.2,
            "{percent:?}: {now}, {before}"
        );
    }
}

#[tokio::test]
async fn the_posting_frequency_counts_the_posts_of_thirty_days() {
    let world = World::new().await;
    let client = world.client();
    let first: cc_api::Timestamp = "2026-02-03T00:00:00Z".parse().unwrap();
    let posts = media(&client).await;
    let recent = posts.iter().filter(|post| post.published_at.unwrap() >= first).count();
    let frequency = client.instagram().get_instagram_posting_frequency().await.unwrap();
    assert_eq!((frequency.total_posts, frequency.period_days), (Some(recent as i64), Some(30)));
    let a_week = frequency.average_posts_per_week.unwrap();
    assert!((a_week - recent as f64 * 7.0 / 30.0).abs() <= 0.05, "{a_week} of {recent}");

    world.sandbox.control().advance(days(200));
    let later = client.instagram().get_instagram_posting_frequency().await.unwrap();
    assert_eq!(
        (later.total_posts, later.average_posts_per_week),
        (Some(0), Some(0.0)),
        "nothing more was made up"
    );
    let summary = client.instagram().get_instagram_summary().await.unwrap();
    assert!(summary.reach < Some(500), "{summary:?}");
}

#[tokio::test]
async fn posts_are_sorted_by_the_figure_that_is_asked_for() {
    let world = World::new().await;
    let client = world.client();
    let figures: [(&str, Figure); 6] = [
        ("reach", |post| post.reach),
        ("views", |post| post.views),
        ("likes", |post| post.likes),
        ("comments", |post| post.comments),
        ("shares", |post| post.shares),
        ("saves", |post| post.saves),
    ];
    for (word, figure) in figures {
        let sorted = client.instagram().get_instagram_posts().sort_by(word).limit(50).await.unwrap().items;
        assert!(sorted.is_sorted_by(|a, b| figure(a) >= figure(b)), "by {word}");
    }
    let default = client.instagram().get_instagram_posts().limit(5).await.unwrap();
    let by_reach = client.instagram().get_instagram_posts().sort_by(InstagramSortField::Reach).limit(5);
    assert_eq!(ids(&default.items), ids(&by_reach.await.unwrap().items));
    let refused = client.instagram().get_instagram_posts().sort_by("follows").await.unwrap_err();
    assert_eq!((refused.status(), refused.kind()), (Some(422), ErrorKind::Validation));
}

#[tokio::test]
async fn fifty_posts_are_listed_at_most_and_pages_do_not_overlap() {
    let world = World::new().await;
    let client = world.client();
    assert_eq!(client.instagram().get_instagram_posts().limit(100).await.unwrap().items.len(), 50);
    let all = media(&client).await;
    let mut ids = ids(&all);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all.len());
}

#[tokio::test]
async fn the_figures_of_one_post_are_those_of_the_list() {
    let world = World::new().await;
    let client = world.client();
    let posts = media(&client).await;
    let video =
        posts.iter().find(|post| post.media_type.as_ref().is_some_and(|kind| kind == "VIDEO")).unwrap();
    let figures = client.instagram().get_instagram_media_insights(video.id.clone().unwrap()).await.unwrap();
    assert_eq!((figures.reach, figures.views, figures.saves), (video.reach, video.views, video.saves));
    let sum =
        [video.likes, video.comments, video.shares, video.saves].iter().map(|figure| figure.unwrap()).sum();
    assert_eq!(figures.interactions, Some(sum));
    assert!(figures.average_watch_seconds > Some(0.0));

    let theirs = media(&world.stranger()).await.remove(0).id.unwrap();
    for id in [theirs.to_string(), "ig_99999".to_owned(), "reel".to_owned()] {
        let refused = client.instagram().get_instagram_media_insights(id.clone()).await.unwrap_err();
        assert_eq!(refused.status(), Some(404), "{id}");
    }
}

/// What every reading operation answers.
async fn statuses(client: &Client) -> Vec<Option<u16>> {
    let instagram = client.instagram();
    vec![
        instagram.get_instagram_profile().await.err().and_then(|error| error.status()),
        instagram.get_instagram_insights().await.err().and_then(|error| error.status()),
        instagram.get_instagram_summary().await.err().and_then(|error| error.status()),
        instagram.get_instagram_posting_frequency().await.err().and_then(|error| error.status()),
        instagram.get_instagram_posts().await.err().and_then(|error| error.status()),
        instagram.get_instagram_media_insights("ig_1").await.err().and_then(|error| error.status()),
    ]
}

#[tokio::test]
async fn nothing_is_read_without_a_connected_account() {
    let world = World::new().await;
    let priya = world.session_of(PRIYA);
    assert_eq!(statuses(&priya).await, [Some(404); 6]);
    assert_eq!(priya.instagram().disconnect_instagram().await.unwrap_err().status(), Some(404));
    assert_eq!(priya.instagram().delete_instagram_data().await.unwrap_err().status(), Some(404));
    assert_eq!(statuses(&world.session()).await, [None; 6], "somebody else's stays as it was");
}

#[tokio::test]
async fn a_cut_link_leaves_figures_that_can_still_be_deleted() {
    let world = World::new().await;
    let client = world.session();
    client.instagram().disconnect_instagram().await.unwrap();
    assert_eq!(statuses(&client).await, [Some(404); 6]);
    assert_eq!(client.instagram().disconnect_instagram().await.unwrap_err().status(), Some(404));
    client.instagram().delete_instagram_data().await.unwrap();
    assert_eq!(client.instagram().delete_instagram_data().await.unwrap_err().status(), Some(404));
    world.stranger().instagram().get_instagram_summary().await.unwrap();
}

#[tokio::test]
async fn deleting_the_figures_cuts_the_link_as_well() {
    let world = World::new().await;
    let client = world.session();
    client.instagram().delete_instagram_data().await.unwrap();
    assert_eq!(statuses(&client).await, [Some(404); 6]);
    assert_eq!(client.instagram().disconnect_instagram().await.unwrap_err().status(), Some(404));
}
