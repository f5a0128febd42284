//! The calls of the tag `events`, with everything that a caller can pass.

use super::{Entry, page, reply};

pub(super) const CALLS: [Entry; 4] = [
    ("list_events", |client| {
        page(
            client
                .events()
                .list_events()
                .limit(50)
                .offset(100)
                .category("open house & café")
                .r#type("open house & café")
                .tags(["open house & café", "first-time buyers, 50% off?"])
                .upcoming(true),
        )
    }),
    ("get_event", |client| reply(client.events().get_event("spring/market update & café"))),
    ("list_event_types", |client| page(client.events().list_event_types().limit(50).offset(100))),
    ("register_for_event", |client| reply(client.events().register_for_event("ev_502").is_registered(true))),
];
