//! The document as it was written: a typed view of the `OpenAPI` 3.1 profile, every statement with its place.
//!
//! `yaml` turns text into a tree of [`Node`]s, `read` turns trees into a [`SpecDocument`]. References are
//! resolved here, once; nothing is decided here. What a statement means for the client is `lower`'s to say,
//! and whether it is allowed is `check`'s.

mod action;
mod example;
mod extension;
mod node;
mod operation;
mod parameter;
mod read;
mod response;
mod schema;
mod security;
mod service;
mod workflow;
pub(crate) mod yaml;
mod zapier;

pub use action::{ActionMark, ActionSettings, ToolHint, WorkflowAction};
pub use example::Example;
pub use extension::{PagingStyle, RateLimits, Removal, Surfaces, Tool, Waiter, WaiterPass};
pub use node::{Address, Entry, Node, SourceTree, Value};
pub use operation::Operation;
pub use parameter::{Parameter, ParameterPlace, ParameterStyle};
pub(crate) use read::{OPERATION_KEYS, read};
pub use response::{Header, MediaType, RequestBody, Response, StatusKey};
pub use schema::{
    AdditionalProperties, Bounds, Discriminator, Property, Schema, SchemaId, SchemaType, SchemaUse, Schemas,
};
pub use security::{
    Requirement, SchemePlace, ScopeEntry, SecurityAlternative, SecurityKind, SecurityScheme, TenantMark,
};
pub use service::{Info, Server, Tag};
pub use workflow::{RuntimeValue, Workflow, WorkflowInput, WorkflowOutput, WorkflowPayload, WorkflowStep};
pub use zapier::{ZapField, ZapKind, ZapStep};

use std::sync::Arc;

use crate::model::Evidence;
use crate::source::{FileId, Sourced, Span};

/// A whole document, over as many files as it has, references resolved.
///
/// Lists are in the order of the document. What could not be read has been reported and is left out.
#[derive(Debug, Clone)]
pub struct SpecDocument {
    /// The file that everything starts from: `spec/openapi.yaml`.
    pub root: FileId,
    /// The version of the standard: `3.1.0`.
    pub openapi: Option<Sourced<String>>,
    /// What the API is called and what it is for.
    pub info: Info,
    /// `x-evidence` of the document: how what it says as a whole is known.
    pub evidence: Option<Sourced<Evidence>>,
    /// Where the API is served.
    pub servers: Vec<Server>,
    /// The declared groups of operations.
    pub tags: Vec<Tag>,
    /// `security` at the root: what holds for operations that have none of their own.
    pub security: Option<Vec<SecurityAlternative>>,
    /// `components.securitySchemes`.
    pub security_schemes: Vec<SecurityScheme>,
    /// `x-rate-limits`.
    pub rate_limits: Option<RateLimits>,
    /// `x-pagination-styles`.
    pub paging_styles: Vec<PagingStyle>,
    /// `x-surfaces`: what holds for all that `ChatGPT` may call.
    pub actions: Option<ActionSettings>,
    /// Every operation: by path in the order of `paths`, then in the order of the path item.
    pub operations: Vec<Operation>,
    /// Every schema that something refers to or that stands in a components map.
    pub schemas: Schemas,
    /// Everything that has a name of its own to be referred to by, used or not.
    pub definitions: Vec<Definition>,
    /// `webhooks` and other parts that the client has no use for, with what they are called.
    pub ignored: Vec<Sourced<String>>,
    /// The jobs of `workflows.arazzo.yaml`.
    pub workflows: Vec<Workflow>,
    /// Every file as it was parsed, the root first: for who needs the document word by word.
    pub trees: Vec<Arc<SourceTree>>,
}

/// Something with a name: an entry of a map under `components`, or of the flat map that a shared file is.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Its name: `Post`.
    pub name: Sourced<String>,
    /// Where it stands.
    pub address: Address,
    /// What it is, as far as that is known: the map it stands in, or what refers to it.
    pub kind: Option<DefinitionKind>,
    /// Whether a reference that is reached from the root leads to it.
    pub used: bool,
}

/// What a definition defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are those of the standard")]
pub enum DefinitionKind {
    Schema,
    Parameter,
    Response,
    RequestBody,
    Header,
    Example,
    PathItem,
    SecurityScheme,
}

/// A `$ref` as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The text: `../schemas/content.yaml#/Post`.
    pub text: Sourced<String>,
    /// What it leads to in the end, all further references followed.
    pub target: Address,
}

impl SpecDocument {
    /// The tree of a file.
    pub fn tree(&self, file: FileId) -> Option<&SourceTree> {
        self.trees.iter().find(|tree| tree.file == file).map(Arc::as_ref)
    }

    /// The node at an address.
    pub fn node(&self, address: &Address) -> Option<&Node> {
        self.tree(address.file)?.root.at(&address.pointer)
    }

    /// Who may call the operation: what it says itself, else what the root says. `None`: nobody said anything.
    pub fn security_of<'d>(&'d self, operation: &'d Operation) -> Option<&'d [SecurityAlternative]> {
        operation.security.as_deref().or(self.security.as_deref())
    }

    /// The security scheme with that name.
    pub fn security_scheme(&self, name: &str) -> Option<&SecurityScheme> {
        self.security_schemes.iter().find(|scheme| scheme.name.value == name)
    }

    /// The paging style with that name.
    pub fn paging_style(&self, name: &str) -> Option<&PagingStyle> {
        self.paging_styles.iter().find(|style| style.name.value == name)
    }

    /// What the service is called: the name of whom to contact about it, else the title.
    pub fn service_name(&self) -> Option<&str> {
        let info = self.tree(self.root)?.root.get("info")?;
        let named = info.get("contact").and_then(|contact| contact.get("name"));
        named.or_else(|| info.get("title"))?.as_text()
    }

    /// The operation with that `operationId`.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id.as_ref().is_some_and(|own| own.value == id))
    }

    /// The place of the root file's first byte: for what is missing altogether.
    pub fn root_span(&self) -> Span {
        Span { file: self.root, start: 0, end: 0 }
    }
}
