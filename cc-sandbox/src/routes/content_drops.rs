//! Drops by week and month, trending reels.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
