//! The root of the generated code: `generated/mod.rs`, or `lib.rs` of a crate of its own.

use cc_api::Client;
use cc_api::catalogue::{ApiInfo, CredentialPlace, Evidence, RateLimits, ScopeInfo, Server, TenantHeader};
use cc_api::internal::call_with;

pub mod catalogue;
pub mod library;
pub mod scopes;

call_with! {
    /// A call with optional arguments; it has a name for each operation that takes some.
    pub struct CallWith;
}

/// What the runtime has to know about the API.
pub static API: ApiInfo = ApiInfo {
    crate_name: "mini",
    crate_version: env!("CARGO_PKG_VERSION"),
    title: "Mini API",
    servers: &[Server {
        url: "https://api.example.com/api",
        description: "The current host.",
        evidence: Evidence::Page,
    }],
    credential: CredentialPlace::Bearer,
    key_prefix: Some("cc_"),
    env_prefix: "CC",
    tenant: Some(TenantHeader { name: "X-Tenant-Slug", default: Some("coffee-contracts") }),
    rate_limits: Some(RateLimits {
        minute: Some(30),
        hour: Some(500),
        day: Some(2000),
        headers: &["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"],
        evidence: Evidence::Page,
    }),
    scopes: &[
        ScopeInfo { name: "content:read", description: "Read posts.", evidence: Evidence::Page },
        ScopeInfo { name: "content:write", description: "Mark posts.", evidence: Evidence::Inferred },
    ],
    marks: Some(catalogue::MARKS),
};

/// A key type with the scopes it holds: `key_scopes! { pub Reader: ContentRead }`.
#[macro_export]
macro_rules! key_scopes {
    ($($declaration:tt)*) => { cc_api::__key_scopes! { [$crate::api::scopes] $($declaration)* } };
}

/// The groups of methods. In `cc-api` itself this is an `impl<K> Client<K>`; a crate of its own needs a trait.
pub trait Api<K> {
    /// The library: posts and their marks.
    fn library(&self) -> library::Library<'_, K>;
}

impl<K> Api<K> for Client<K> {
    #[inline]
    fn library(&self) -> library::Library<'_, K> {
        library::Library::new(self)
    }
}
