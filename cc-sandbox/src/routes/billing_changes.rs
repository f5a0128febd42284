//! Membership and plan, as they are changed.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
