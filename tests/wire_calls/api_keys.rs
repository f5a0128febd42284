//! The calls of the tag `api_keys`, with everything that a caller can pass.

use super::{Entry, page, reply};

pub(super) const CALLS: [Entry; 4] = [
    ("list_api_keys", |client| page(client.api_keys().list_api_keys().limit(50).offset(100))),
    ("create_api_key", |client| {
        reply(client.api_keys().create_api_key("Weekly dashboard", "user").scopes([
            "content:read",
            "calendar:read",
            "instagram:read",
        ]))
    }),
    ("revoke_api_key", |client| {
        reply(client.api_keys().revoke_api_key("3f6c1a52-8f0e-4c57-9d0b-6f1f6a2b7c11"))
    }),
    ("list_available_scopes", |client| page(client.api_keys().list_available_scopes().limit(50).offset(100))),
];
