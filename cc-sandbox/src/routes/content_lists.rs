//! The lists that sort the library, photos, styles, and what is picked for an account.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
