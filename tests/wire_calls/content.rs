//! The calls of the tag `content`, with everything that a caller can pass.

use cc_api::Week;

use super::{DAY, Entry, month, page, reply};

pub(super) const CALLS: [Entry; 19] = [
    ("get_posts", |client| {
        page(
            client
                .content()
                .get_posts()
                .limit(50)
                .offset(100)
                .content_type("Reel")
                .trending(true)
                .pillar("content_pillar_3101")
                .audience("target_audience_3101")
                .start_date(DAY)
                .end_date(DAY)
                .picked_for_you(true),
        )
    }),
    ("get_post", |client| reply(client.content().get_post("spring/market update & café"))),
    ("update_post", |client| {
        reply(client.content().update_post("spring/market update & café").is_favorite(true).is_used(false))
    }),
    ("list_content_types", |client| page(client.content().list_content_types().limit(50).offset(100))),
    ("list_content_type_categories", |client| {
        page(client.content().list_content_type_categories().limit(50).offset(100))
    }),
    ("list_content_pillars", |client| page(client.content().list_content_pillars().limit(50).offset(100))),
    ("list_content_pillar_categories", |client| {
        page(client.content().list_content_pillar_categories().limit(50).offset(100))
    }),
    ("list_content_tags", |client| page(client.content().list_content_tags().limit(50).offset(100))),
    ("list_target_audiences", |client| page(client.content().list_target_audiences().limit(50).offset(100))),
    ("list_post_photos", |client| {
        page(
            client
                .content()
                .list_post_photos()
                .limit(50)
                .offset(100)
                .ids(["post_photo_3101", "post_photo_3102"]),
        )
    }),
    ("get_post_photo", |client| reply(client.content().get_post_photo("post_photo_3101"))),
    ("list_content_styles", |client| {
        page(client.content().list_content_styles().limit(50).offset(100).date(month("2026-11")))
    }),
    ("get_content_drops", |client| {
        page(
            client
                .content()
                .get_content_drops()
                .limit(50)
                .offset(100)
                .month(month("2026-11"))
                .include_posts(true),
        )
    }),
    ("get_content_drop", |client| reply(client.content().get_content_drop(Week::from(DAY)))),
    ("get_trending_reels", |client| page(client.content().get_trending_reels().limit(50).offset(100))),
    ("get_picked_for_you", |client| reply(client.content().get_picked_for_you())),
    ("get_item_filters", |client| reply(client.content().get_item_filters().is_favorite(true).is_used(true))),
    ("list_content_items", |client| {
        page(
            client
                .content()
                .list_content_items()
                .limit(50)
                .offset(100)
                .kind("post")
                .is_favorite(true)
                .is_used(true),
        )
    }),
    ("update_content_item", |client| {
        reply(client.content().update_content_item("content_item_3101").is_favorite(true).is_used(false))
    }),
];
