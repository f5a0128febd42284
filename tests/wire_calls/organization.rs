//! The calls of the tag `organization`, with everything that a caller can pass.

use super::{Entry, reply};

pub(super) const CALLS: [Entry; 3] = [
    ("get_organization", |client| reply(client.organization().get_organization())),
    ("save_organization", |client| reply(client.organization().save_organization("Brooks, Lane & Partners"))),
    ("leave_organization", |client| reply(client.organization().leave_organization())),
];
