//! Stock images and the knowledge hub.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
