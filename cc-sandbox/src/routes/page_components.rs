//! What stands on a web page: components, pictures, links.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
