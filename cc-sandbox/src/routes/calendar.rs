//! The schedule and the daily tasks.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
