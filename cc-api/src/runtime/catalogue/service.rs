//! What holds for the service as a whole.

use super::Evidence;

/// What the runtime has to know about an API. Made by the generator, one static a crate.
#[derive(Debug, Clone, Copy)]
pub struct ApiInfo {
    /// The name of the crate, which is sent as the program's name: `cc-api`.
    pub crate_name: &'static str,
    /// The version of the crate.
    pub crate_version: &'static str,
    /// The title: `Coffee & Contracts API`.
    pub title: &'static str,
    /// Where it is served, the current host first.
    pub servers: &'static [Server],
    /// How a credential travels.
    pub credential: CredentialPlace,
    /// How an API key begins, if all keys begin alike: `cc_`. Other credentials are session tokens.
    pub key_prefix: Option<&'static str>,
    /// How the names of environment variables begin: `CC` for `CC_API_KEY`.
    pub env_prefix: &'static str,
    /// The header that names the tenant, if there is one.
    pub tenant: Option<TenantHeader>,
    /// How many requests a key may make, if that is known.
    pub rate_limits: Option<RateLimits>,
    /// Every permission that a key can hold, by name.
    pub scopes: &'static [ScopeInfo],
    /// How the statements of the types in answers are known, for errors: the name of a type, then a JSON object with the
    /// mark of the type under `""`, and the fields that have another mark or lead to another type: `connector>Post`. A type
    /// that is not among them is a guess. None if the description doesn't say how it is known.
    pub marks: Option<&'static [(&'static str, &'static str)]>,
}

/// A place where the API is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Server {
    /// The address that paths are appended to.
    pub url: &'static str,
    /// What distinguishes it: `The current host.`
    pub description: &'static str,
    /// How it is known.
    pub evidence: Evidence,
}

/// Where a credential travels in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialPlace {
    /// `Authorization: Bearer …`
    Bearer,
    /// The value of a header of its own: `X-API-Key`.
    Header(&'static str),
    /// A query parameter: `api_key`.
    Query(&'static str),
    /// The API takes none.
    None,
}

/// The header that says whose platform is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TenantHeader {
    /// Its name: `X-Tenant-Slug`.
    pub name: &'static str,
    /// What is sent unless the caller says otherwise: `coffee-contracts`.
    pub default: Option<&'static str>,
}

/// How many requests one key may make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimits {
    /// Requests a minute.
    pub minute: Option<u32>,
    /// Requests an hour.
    pub hour: Option<u32>,
    /// Requests a day.
    pub day: Option<u32>,
    /// The headers that report the state.
    pub headers: &'static [&'static str],
    /// How it is known.
    pub evidence: Evidence,
}

/// A permission that a key can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeInfo {
    /// Its name: `content:read`.
    pub name: &'static str,
    /// What it allows.
    pub description: &'static str,
    /// How the name is known.
    pub evidence: Evidence,
}
