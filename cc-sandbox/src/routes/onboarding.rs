//! The traits to choose from.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
