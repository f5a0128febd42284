//! The language between the spec and the outputs: what an API is, in no words of `OpenAPI`.
//!
//! `lower` builds an [`ApiModel`] and decides everything; the emitters only write it down. Names are
//! ready for Rust, lists are in the order in which they are to appear, and nothing needs to be looked
//! up in the spec again.

mod evidence;
mod names;
mod operation;
mod path_template;
mod service;
mod types;
mod workflow;

pub use evidence::Evidence;
pub(crate) use names::is_keyword;
pub use names::{FieldName, OperationId, PagingStyleName, ScopeName, TagName, TypeName, WireName};
pub use operation::{
    Access, Answer, Argument, BodyShape, Deprecation, Method, Operation, Paging, Place, QueryStyle, Refusal,
    Safety, ToolMark, Waiter,
};
pub use path_template::{PathPiece, PathTemplate, PathTemplateError};
pub use service::{CredentialPlace, PagingStyle, RateLimits, Scope, Server, Tag, TenantHeader};
pub use types::{EnumValue, Field, Presence, Shape, TypeDef, TypeHome, TypeRef, UnionMember};
pub use workflow::{Expression, Payload, Workflow, WorkflowInput, WorkflowOutput, WorkflowStep};

/// A whole API, ready to be written down.
#[derive(Debug, Clone)]
pub struct ApiModel {
    /// The title: `Coffee & Contracts API`.
    pub title: String,
    /// The version of the document: `0.1.0`.
    pub version: String,
    /// What the API is for, in Markdown.
    pub description: String,
    /// The file that everything starts from: `spec/openapi.yaml`.
    pub source: String,
    /// Whether the document says how its statements are known. One that doesn't speaks for itself: its
    /// statements count as published, and no mark is shown, since nobody made it.
    pub has_marks: bool,
    /// Where it is served, the current host first.
    pub servers: Vec<Server>,
    /// How a credential travels: as a bearer token.
    pub credential: CredentialPlace,
    /// How a key begins, if all keys begin alike: `cc_`. Other credentials are session tokens.
    pub key_prefix: Option<String>,
    /// The header that names the tenant, if there is one: `X-Tenant-Slug`.
    pub tenant: Option<TenantHeader>,
    /// How many requests a key may make, if that is known: 30 a minute, 500 an hour, 2,000 a day.
    pub rate_limits: Option<RateLimits>,
    /// Every permission a key can hold, by name: `account:read`, `account:write`, `calendar:read` …
    pub scopes: Vec<Scope>,
    /// The ways in which listings are cut into pages, by name: `limit-offset`.
    pub paging_styles: Vec<PagingStyle>,
    /// The groups of operations, in the order of the document: `content`, `calendar` …
    pub tags: Vec<Tag>,
    /// Every operation: by tag, in the tags' order; within a tag by path, then method.
    pub operations: Vec<Operation>,
    /// Every named type, by name.
    pub types: Vec<TypeDef>,
    /// The jobs of several calls, by name: `weekly_dashboard`.
    pub workflows: Vec<Workflow>,
}
