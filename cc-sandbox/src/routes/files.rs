//! Places to upload files to.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
