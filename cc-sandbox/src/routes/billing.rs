//! Membership, plans, coupons, invoices, as they are read.

use crate::handler::Handler;

pub(super) const HANDLERS: &[Handler] = &[];
