//! Path items and operations.

use super::Reader;
use super::root::ignored;
use crate::document::{Address, DefinitionKind, Entry, Node, Operation, Parameter};
use crate::model::{Method, Safety};
use crate::source::Sourced;

const PATH_ITEM_KEYS: [&str; 12] = [
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "summary",
    "description",
    "parameters",
    "servers",
];

pub(crate) const OPERATION_KEYS: [&str; 25] = [
    "operationId",
    "summary",
    "description",
    "tags",
    "externalDocs",
    "deprecated",
    "x-sunset",
    "x-notice-days",
    "x-evidence",
    "security",
    "x-scope-evidence",
    "x-scope-undocumented",
    "x-observed",
    "x-safety",
    "x-destructive",
    "x-sensitive",
    "x-pagination",
    "x-waiter",
    "x-tool",
    "x-surfaces",
    "x-zapier",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
];

impl Reader<'_, '_> {
    /// All operations of an entry of `paths`.
    pub(super) fn path_item(&mut self, entry: &Entry, at: &Address) -> Vec<Operation> {
        if entry.key.value.starts_with("x-") {
            return Vec::new();
        }
        let path = entry.key.clone();
        let read = self.with_target(&entry.value, at, DefinitionKind::PathItem, |reader, node, at, _| {
            Some(reader.path_item_object(&path, node, at))
        });
        read.unwrap_or_default()
    }

    pub(super) fn path_item_object(
        &mut self,
        path: &Sourced<String>,
        node: &Node,
        at: &Address,
    ) -> Vec<Operation> {
        if !self.object(node, "a path item", &PATH_ITEM_KEYS) {
            return Vec::new();
        }
        let shared = self.parameters(node, at, true);
        let mut operations = Vec::new();
        for entry in node.entries() {
            let method = Method::ALL
                .into_iter()
                .find(|method| method.as_str().to_ascii_lowercase() == entry.key.value);
            let Some(method) = method else { continue };
            let method = Sourced::new(method, entry.key.span);
            let read =
                self.operation(path.clone(), method, &entry.value, &at.child(&entry.key.value), &shared);
            operations.extend(read.map(|mut operation| {
                operation.ignored.extend(ignored(node, &["servers"]));
                operation
            }));
        }
        operations
    }

    fn operation(
        &mut self,
        path: Sourced<String>,
        method: Sourced<Method>,
        node: &Node,
        at: &Address,
        shared: &[Parameter],
    ) -> Option<Operation> {
        let known: Vec<&str> = OPERATION_KEYS.into_iter().chain(["servers"]).collect();
        if !self.object(node, "an operation", &known) {
            return None;
        }
        let own = self.parameters(node, at, false);
        let responses = self.responses(node, at);
        let mut ignored = ignored(node, &["callbacks", "servers"]);
        ignored.extend(responses.iter().flat_map(|response| response.ignored.clone()));
        Some(Operation {
            span: node.span,
            address: at.clone(),
            path,
            method,
            id: self.text(node, "operationId"),
            summary: self.text(node, "summary"),
            description: self.text(node, "description"),
            tags: self.texts(node, "tags"),
            evidence: self.evidence(node, "x-evidence"),
            security: self.security(node),
            security_span: node.get("security").map(|security| security.span),
            scope_evidence: self.evidence(node, "x-scope-evidence"),
            scope_undocumented: self.flag(node, "x-scope-undocumented"),
            safety: self.safety(node),
            destructive: self.flag(node, "x-destructive"),
            sensitive: self.flag(node, "x-sensitive"),
            pagination: self.text(node, "x-pagination"),
            waiter: self.waiter(node),
            tool: self.tool(node),
            surfaces: self.surfaces(node),
            zapier: self.zapier(node),
            removal: self.removal(node),
            parameters: joined(shared, own),
            request_body: self.request_body(node, at),
            responses,
            ignored,
        })
    }

    fn safety(&mut self, node: &Node) -> Option<Sourced<Safety>> {
        let words = [("idem", Safety::Idempotent), ("write", Safety::Write), ("costly", Safety::Costly)];
        self.word(node, "x-safety", &words)
    }
}

/// The path item's parameters, then the operation's; one of the operation's own takes the other's place.
fn joined(shared: &[Parameter], own: Vec<Parameter>) -> Vec<Parameter> {
    let mut parameters = shared.to_vec();
    for parameter in own {
        match parameters.iter_mut().find(|other| other.is_same(&parameter)) {
            Some(place) => *place = parameter,
            None => parameters.push(parameter),
        }
    }
    parameters
}
