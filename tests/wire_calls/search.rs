//! The calls of the tag `search`, with everything that a caller can pass.

use super::{Entry, page, reply};

pub(super) const CALLS: [Entry; 2] = [
    ("search_content", |client| {
        page(
            client
                .search()
                .search_content("open house & café")
                .limit(50)
                .offset(100)
                .kind("post")
                .content_type("Reel")
                .pillar("content_pillar_3101")
                .tag("content_tag_3101"),
        )
    }),
    ("get_search_filters", |client| reply(client.search().get_search_filters().query("open house & café"))),
];
