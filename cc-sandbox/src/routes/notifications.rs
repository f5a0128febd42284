//! What the platform has told its members.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
