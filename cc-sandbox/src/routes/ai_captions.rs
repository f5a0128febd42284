//! Captions that are written for a post.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
