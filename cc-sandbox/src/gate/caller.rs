//! Finds out whose credential it is.

use cc_api::catalogue::{Access, Operation};
use jiff::Timestamp;
use rusqlite::Connection;

use super::scopes::parse_names;
use crate::refused::Refused;
use crate::secret;
use crate::store::credentials::{self, InForce};
use crate::store::membership;

/// Who is calling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    /// The tenant that the request names.
    pub(crate) tenant: i64,
    /// The account that the call acts as; 0, which nothing belongs to, for an anonymous call.
    pub(crate) account: i64,
    pub(crate) credential: Credential,
}

/// How the caller has shown who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Credential {
    /// Not at all.
    Anonymous,
    /// By the token of a login.
    Session,
    /// By a key with these scopes.
    Key(Vec<&'static str>),
}

/// What a credential in force stands for, whatever the request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The number under which its requests are counted: keys have even ones, sessions odd ones.
    pub(crate) usage: i64,
    pub(crate) tenant: i64,
    pub(crate) account: i64,
    pub(crate) credential: Credential,
}

/// The identity behind a secret; none if it is unknown or revoked.
pub(crate) fn identify(db: &Connection, raw: &str) -> Result<Option<Identity>, Refused> {
    let wanted = secret::digest(raw);
    let is_key = raw.starts_with(secret::KEY_START);
    let found = if is_key { credentials::key(db, &wanted)? } else { credentials::session(db, &wanted)? };
    let found = found.filter(|found| secret::same(&found.digest, &wanted));
    Ok(found.map(|InForce { row, account, tenant, scopes, .. }| Identity {
        usage: if is_key { usage_of_key(row) } else { row * 2 + 1 },
        tenant,
        account,
        credential: if is_key { Credential::Key(parse_names(&scopes)) } else { Credential::Session },
    }))
}

/// The number under which the requests of a key are counted.
pub(crate) fn usage_of_key(row: i64) -> i64 {
    row * 2
}

impl Identity {
    /// The caller, in the tenant that the request names.
    ///
    /// Another tenant's slug is refused with the words for an unknown one. Keys stop while the membership is lapsed;
    /// that session tokens do, too, is not documented, and whoever is to renew must get in.
    pub(crate) fn enter(
        self,
        db: &Connection,
        operation: &Operation,
        tenant: i64,
        now: Timestamp,
    ) -> Result<Caller, Refused> {
        if self.tenant != tenant {
            let message = "The header X-Tenant-Slug names no tenant that you belong to.";
            return Err(Refused::forbidden("tenant_unknown", message));
        }
        let is_key = matches!(self.credential, Credential::Key(_));
        // Where keys are refused as keys, that is the answer, whatever became of the membership.
        if is_key && operation.access != Access::Session && membership::has_lapsed(db, self.account, now)? {
            let message = "The membership has lapsed. Keys work again once it is renewed.";
            return Err(Refused::new(http::StatusCode::PAYMENT_REQUIRED, "membership_lapsed", message));
        }
        Ok(Caller { tenant, account: self.account, credential: self.credential })
    }
}
