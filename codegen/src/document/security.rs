//! Who may call what: security schemes, their scopes, and the requirements of operations.

use crate::model::Evidence;
use crate::source::{Sourced, Span};

/// An entry of `components.securitySchemes`.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// The object.
    pub span: Span,
    /// The name: `apiKey`.
    pub name: Sourced<String>,
    /// How the credential travels.
    pub kind: SecurityKind,
    /// What it is.
    pub description: Option<Sourced<String>>,
    /// How it is known.
    pub evidence: Option<Sourced<Evidence>>,
    /// The catalogue of scopes: `x-scopes`, or the scopes of all `OAuth2` flows.
    pub scopes: Vec<ScopeEntry>,
    /// `x-tenant`: this header says whose platform is meant. Only on a header of its own.
    pub tenant: Option<TenantMark>,
}

/// How a credential travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecurityKind {
    /// `type: http, scheme: bearer`.
    Bearer,
    /// `type: http, scheme: basic`.
    Basic,
    /// `type: apiKey`.
    ApiKey {
        /// Where.
        place: SchemePlace,
        /// The name of the header, the query parameter or the cookie: `X-Tenant-Slug`.
        name: String,
    },
    /// `type: oauth2` or `type: openIdConnect`: a bearer token, however it was come by.
    OAuth2,
    /// Anything else, in its own words: `mutualTLS`, `http digest`.
    Other(String),
}

/// Where an API key travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the standard")]
pub enum SchemePlace {
    Header,
    Query,
    Cookie,
}

/// `x-tenant` on a security scheme.
#[derive(Debug, Clone)]
pub struct TenantMark {
    /// The object.
    pub span: Span,
    /// What is sent unless the caller says otherwise: `coffee-contracts`.
    pub default: Option<Sourced<String>>,
}

/// A scope that a credential can hold.
#[derive(Debug, Clone)]
pub struct ScopeEntry {
    /// The name: `content:read`.
    pub name: Sourced<String>,
    /// What it allows.
    pub description: Option<Sourced<String>>,
    /// `x-scope-evidence`: how the name is known.
    pub evidence: Option<Sourced<Evidence>>,
}

/// One way to be let in: all of its requirements together.
#[derive(Debug, Clone)]
pub struct SecurityAlternative {
    /// The object; an empty one lets everybody in.
    pub span: Span,
    /// What is asked for.
    pub requirements: Vec<Requirement>,
}

/// A scheme that has to be used, with the scopes that have to be held.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// The name of the scheme: `apiKey`.
    pub scheme: Sourced<String>,
    /// The scopes, all of them: `content:read`.
    pub scopes: Vec<Sourced<String>>,
}
