//! How much a key may ask for, how listings are cut, what this server adds, and what nobody documented.

use cc_api::API;
use cc_api::catalogue;
use serde_json::{Value, json};

use super::legend;
use crate::answer::LARGEST;
use crate::lookups::LIFE;
use crate::tools::schema::LIMIT;

/// All limits.
pub(super) fn all() -> Value {
    let requests = API.rate_limits.map(|limits| {
        json!({
            "minute": limits.minute, "hour": limits.hour, "day": limits.day, "counted": "for each key",
            "headers": limits.headers, "refusal": "429, with Retry-After", "evidence": limits.evidence.as_str(),
        })
    });
    json!({
        "requests": requests,
        "pages": pages(),
        "not_documented": [
            "the largest `limit`",
            "which of the three windows the headers are about",
            "whether X-RateLimit-Reset is a time or a number of seconds",
            "in which order listings come",
        ],
        "this_server": {
            "default_limit": LIMIT,
            "largest_answer_bytes": LARGEST,
            "lookup_lists_kept_seconds": LIFE.as_secs(),
            "quota": "All processes of this machine share the requests of a key; get_quota says what is left, and sends nothing.",
        },
        "evidence": legend(),
    })
}

/// How listings are cut, as the library's list of posts has it.
fn pages() -> Value {
    let operation = &catalogue::GET_POSTS;
    let Some(paging) = operation.paging else { return Value::Null };
    let limit = operation.params.get(usize::from(paging.limit));
    json!({
        "arguments": ["limit", "offset"],
        "default_limit": paging.default_size,
        "answer": { "entries": paging.items, "total": paging.total },
        "evidence": limit.map(|limit| limit.evidence.as_str()),
    })
}
