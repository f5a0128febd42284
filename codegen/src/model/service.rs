//! What holds for the service as a whole.

use super::{Evidence, PagingStyleName, ScopeName, TagName, WireName};

/// A place where the API is served.
#[derive(Debug, Clone)]
pub struct Server {
    /// The address that paths are appended to: `https://api.coffeecontracts.com/api`.
    pub url: String,
    /// What distinguishes it: `The current host.`
    pub description: String,
    /// How it is known.
    pub evidence: Evidence,
}

/// Where a credential travels in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CredentialPlace {
    /// `Authorization: Bearer …`
    Bearer,
    /// The value of a header of its own: `X-API-Key`.
    Header(WireName),
    /// A query parameter: `api_key`.
    Query(WireName),
    /// The API takes none.
    None,
}

/// The header that says whose platform is meant.
#[derive(Debug, Clone)]
pub struct TenantHeader {
    /// Its name: `X-Tenant-Slug`.
    pub name: WireName,
    /// What is sent unless the caller says otherwise: `coffee-contracts`.
    pub default: Option<String>,
}

/// How many requests one key may make.
#[derive(Debug, Clone)]
pub struct RateLimits {
    /// Requests a minute: 30.
    pub minute: Option<u32>,
    /// Requests an hour: 500.
    pub hour: Option<u32>,
    /// Requests a day: 2,000.
    pub day: Option<u32>,
    /// The headers that report the state: `X-RateLimit-Limit` …
    pub headers: Vec<WireName>,
    /// How it is known.
    pub evidence: Evidence,
}

/// A permission that a key can hold.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Its name: `content:read`.
    pub name: ScopeName,
    /// What it allows: `Read posts, drops and the lists that sort them.`
    pub description: String,
    /// How the name is known.
    pub evidence: Evidence,
}

/// A way to cut a listing into pages.
#[derive(Debug, Clone)]
pub struct PagingStyle {
    /// Its name: `limit-offset`.
    pub name: PagingStyleName,
    /// The parameter for the size of a page: `limit`.
    pub limit: WireName,
    /// The parameter for the number of entries to skip: `offset`.
    pub offset: WireName,
    /// The property that holds the entries: `results`.
    pub items: WireName,
    /// The property that holds the number of all entries: `count`.
    pub total: Option<WireName>,
    /// The size of a page when nobody asks for another: 25.
    pub default_size: Option<u32>,
    /// How it is known.
    pub evidence: Evidence,
}

/// A group of operations: one module, one method group.
#[derive(Debug, Clone)]
pub struct Tag {
    /// Its name: `content`.
    pub name: TagName,
    /// What is in it.
    pub description: String,
    /// The spec files that it comes from: `spec/paths/content.yaml and spec/paths/content_lists.yaml`.
    pub source: String,
}
