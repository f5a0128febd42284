//! The organization of an account.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
