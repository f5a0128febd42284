//! Operations.

use super::extension::Surfaces;
use super::{Address, Parameter, Removal, RequestBody, Response, SecurityAlternative, Tool, Waiter, ZapStep};
use crate::model::{Evidence, Method, Safety};
use crate::source::{Sourced, Span};

/// One operation as it was written.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The object.
    pub span: Span,
    /// Where it stands.
    pub address: Address,
    /// The path, where `paths` names it: `/user/content/posts-v2`.
    pub path: Sourced<String>,
    /// The method, where the path item names it.
    pub method: Sourced<Method>,
    /// `operationId`: `get_posts`.
    pub id: Option<Sourced<String>>,
    /// One line.
    pub summary: Option<Sourced<String>>,
    /// What it does.
    pub description: Option<Sourced<String>>,
    /// The groups it belongs to: one, in our own spec.
    pub tags: Vec<Sourced<String>>,
    /// How method, path and purpose are known.
    pub evidence: Option<Sourced<Evidence>>,
    /// `security`: the ways to be let in. None: what the root says holds. Empty: everybody is let in.
    pub security: Option<Vec<SecurityAlternative>>,
    /// Where `security` stands.
    pub security_span: Option<Span>,
    /// `x-scope-evidence`: how the required scopes are known.
    pub scope_evidence: Option<Sourced<Evidence>>,
    /// `x-scope-undocumented`: that nobody documents a scope.
    pub scope_undocumented: Option<Sourced<bool>>,
    /// `x-safety`, if it is said.
    pub safety: Option<Sourced<Safety>>,
    /// `x-destructive`, if it is said.
    pub destructive: Option<Sourced<bool>>,
    /// `x-sensitive`, if it is said.
    pub sensitive: Option<Sourced<bool>>,
    /// `x-pagination`: the name of a paging style.
    pub pagination: Option<Sourced<String>>,
    /// `x-waiter`.
    pub waiter: Option<Waiter>,
    /// `x-tool`.
    pub tool: Option<Tool>,
    /// `x-surfaces`.
    pub surfaces: Surfaces,
    /// `x-zapier`.
    pub zapier: Vec<ZapStep>,
    /// That it is going away.
    pub removal: Removal,
    /// The parameters: those of the path item, then its own; one of its own takes the place of the path
    /// item's with the same name and place.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub request_body: Option<RequestBody>,
    /// What may come back.
    pub responses: Vec<Response>,
    /// `callbacks`, `servers`, the `links` of responses: parts that the client has no use for, with what they are called.
    pub ignored: Vec<Sourced<String>>,
}

impl Operation {
    /// What repeating it may do: what `x-safety` says; else GET and HEAD read, and for the rest the safe
    /// assumption is that each sending costs something.
    pub fn effective_safety(&self) -> Safety {
        match (&self.safety, self.method.value) {
            (Some(safety), _) => safety.value,
            (None, Method::Get | Method::Head | Method::Options | Method::Trace) => Safety::Read,
            (None, Method::Post | Method::Put | Method::Patch | Method::Delete) => Safety::Costly,
        }
    }

    /// Whether it removes or overwrites something: what `x-destructive` says; else DELETE does.
    pub fn is_destructive(&self) -> bool {
        self.destructive.as_ref().map_or(self.method.value == Method::Delete, |mark| mark.value)
    }

    /// Whether it is kept off assistants.
    pub fn is_sensitive(&self) -> bool {
        self.sensitive.as_ref().is_some_and(|mark| mark.value)
    }

    /// How to call it in a message: its id, else method and path.
    pub fn display_name(&self) -> String {
        self.id.as_ref().map_or_else(
            || format!("{} {}", self.method.value.as_str(), self.path.value),
            |id| id.value.clone(),
        )
    }
}
