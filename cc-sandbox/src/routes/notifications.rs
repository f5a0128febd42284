//! What the platform has told its members.

use cc_api::catalogue;

use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::notices;

pub(super) const HANDLERS: &[Handler] = &[on(&catalogue::LIST_NOTIFICATIONS, list_notifications)];

/// The newest first.
fn list_notifications(call: &Call<'_>) -> Result<Reply, Refused> {
    let (results, count) = notices::list(call.db, call.account(), call.now_ms(), call.page()?)?;
    Reply::page(&results, count)
}
