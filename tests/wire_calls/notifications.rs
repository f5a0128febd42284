//! The calls of the tag `notifications`, with everything that a caller can pass.

use super::{Entry, page};

pub(super) const CALLS: [Entry; 1] = [("list_notifications", |client| {
    page(client.notifications().list_notifications().limit(50).offset(100))
})];
