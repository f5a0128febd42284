//! The connected Instagram account and its figures.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
