//! Live events and places in them.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
