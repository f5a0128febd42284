//! The library.

use cc_e2e::{PRIYA, World};

#[tokio::test]
async fn a_mark_is_kept_for_the_one_who_set_it() {
    let world = World::new().await;
    let client = world.client();
    let post = client.content().get_posts().limit(1).await.unwrap().items.remove(0);
    let marked = client.content().update_post(post.slug.clone()).is_favorite(true).await.unwrap();
    assert_eq!((marked.is_favorite, marked.is_used), (Some(true), Some(false)));
    let again = client.content().get_post(post.slug.clone()).await.unwrap();
    assert_eq!(again.is_favorite, Some(true));
    let other = world.session_of(PRIYA).content().get_post(post.slug.clone()).await.unwrap();
    assert_eq!(other.is_favorite, Some(false));
}

#[tokio::test]
async fn filters_leave_out_what_does_not_fit() {
    let world = World::new().await;
    let client = world.client();
    let all = client.content().get_posts().await.unwrap();
    let reels = client.content().get_posts().content_type("Reel").limit(100).await.unwrap();
    assert!(reels.items.iter().all(|post| post.content_type.as_ref().is_some_and(|kind| kind == "Reel")));
    assert!(0 < reels.count.unwrap() && reels.count < all.count);
}
