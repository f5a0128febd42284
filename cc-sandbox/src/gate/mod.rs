//! Who is calling, and whether they may: credential, rate limit, tenant, membership, scopes, in this order.

mod bearer;
mod caller;
mod scopes;

pub(crate) use bearer::bearer;
pub(crate) use caller::{Caller, Credential, Identity, identify, usage_of_key};
pub(crate) use scopes::{check_access, check_scope, names, parse_names};

use http::HeaderMap;
use rusqlite::Connection;

use crate::refused::Refused;
use crate::store::people;

/// The row of the tenant that the request names. Unknown, missing and doubled are refused alike: 403.
///
/// That the header is needed is documented; what happens without it is not.
pub(crate) fn tenant(db: &Connection, headers: &HeaderMap) -> Result<i64, Refused> {
    let name = cc_api::API.tenant.map_or("X-Tenant-Slug", |tenant| tenant.name);
    let mut slugs = headers.get_all(name).iter();
    let (Some(slug), None) = (slugs.next(), slugs.next()) else {
        let message = format!("The header {name} must be there once: it says whose platform is meant.");
        return Err(Refused::forbidden("tenant_required", message));
    };
    // A slug that is no text is nobody's.
    people::find_tenant(db, slug.to_str().unwrap_or_default())?.ok_or_else(|| {
        Refused::forbidden("tenant_unknown", format!("The header {name} names no tenant that you belong to."))
    })
}
