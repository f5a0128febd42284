//! The market profile, hook menus, reel scripts, and the tasks that write them.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
