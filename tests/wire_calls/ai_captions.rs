//! The calls of the tag `ai_captions`, with everything that a caller can pass.

use super::{Entry, reply};

pub(super) const CALLS: [Entry; 2] = [
    ("generate_caption", |client| reply(client.ai_captions().generate_caption("p_3102"))),
    ("react_to_caption", |client| reply(client.ai_captions().react_to_caption("cap_611", "thumbs_up"))),
];
