//! One search over posts and events.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
