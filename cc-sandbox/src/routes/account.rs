//! Profile, password, activity, tour.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
