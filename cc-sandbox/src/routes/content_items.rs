//! Posts and images in one list.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
