//! The calls of the tag `files`, with everything that a caller can pass.

use super::{Entry, reply};

pub(super) const CALLS: [Entry; 1] = [("create_signed_file", |client| {
    reply(client.files().create_signed_file("maya-portrait.jpg", "image/jpeg").size_bytes(284_112))
})];
