//! The calls of the tag `instagram`, with everything that a caller can pass.

use super::{Entry, page, reply};

pub(super) const CALLS: [Entry; 8] = [
    ("get_instagram_profile", |client| reply(client.instagram().get_instagram_profile())),
    ("disconnect_instagram", |client| reply(client.instagram().disconnect_instagram())),
    ("get_instagram_insights", |client| reply(client.instagram().get_instagram_insights())),
    ("get_instagram_posts", |client| {
        page(client.instagram().get_instagram_posts().limit(50).offset(100).sort_by("reach"))
    }),
    ("get_instagram_media_insights", |client| {
        reply(client.instagram().get_instagram_media_insights("instagram_media_3101"))
    }),
    ("get_instagram_posting_frequency", |client| reply(client.instagram().get_instagram_posting_frequency())),
    ("get_instagram_summary", |client| reply(client.instagram().get_instagram_summary())),
    ("delete_instagram_data", |client| reply(client.instagram().delete_instagram_data())),
];
