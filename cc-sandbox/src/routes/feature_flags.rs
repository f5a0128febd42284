//! The feature flags, for everybody who names a tenant.

use cc_api::catalogue;

use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::flags;

pub(super) const HANDLERS: &[Handler] = &[on(&catalogue::LIST_FEATURE_FLAGS, list_feature_flags)];

/// By name, and the same for all accounts of a tenant.
fn list_feature_flags(call: &Call<'_>) -> Result<Reply, Refused> {
    Reply::page_of(&flags::list(call.db, call.tenant())?, call.page()?)
}
