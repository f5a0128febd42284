//! Flags.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
