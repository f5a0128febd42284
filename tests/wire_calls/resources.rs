//! The calls of the tag `resources`, with everything that a caller can pass.

use super::{Entry, page, reply};

pub(super) const CALLS: [Entry; 4] = [
    ("list_stock_images", |client| {
        page(
            client
                .resources()
                .list_stock_images()
                .limit(50)
                .offset(100)
                .shoot("photo_shoot_3101")
                .tags(["open house & café", "first-time buyers, 50% off?"])
                .r#type("image")
                .orientation("portrait"),
        )
    }),
    ("get_image_filters", |client| reply(client.resources().get_image_filters())),
    ("list_knowledge_hub_videos", |client| {
        page(
            client
                .resources()
                .list_knowledge_hub_videos()
                .limit(50)
                .offset(100)
                .category("knowledge_hub_video_category_3101")
                .title("open house & café"),
        )
    }),
    ("list_knowledge_hub_video_categories", |client| {
        page(client.resources().list_knowledge_hub_video_categories().limit(50).offset(100))
    }),
];
