//! Request bodies, responses, and what they are made of.

use super::Reader;
use super::root::ignored;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{
    Address, DefinitionKind, Entry, Header, MediaType, Node, Reference, RequestBody, Response, StatusKey,
};
use crate::source::{Sourced, Span};

const HEADER_KEYS: [&str; 12] = [
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "example",
    "examples",
    "content",
    "x-evidence",
];

impl Reader<'_, '_> {
    pub(super) fn request_body(&mut self, operation: &Node, at: &Address) -> Option<RequestBody> {
        let node = operation.get("requestBody")?;
        let span = node.span;
        let at = at.child("requestBody");
        self.with_target(node, &at, DefinitionKind::RequestBody, |reader, node, at, reference| {
            reader.request_body_object(node, at, span, reference)
        })
    }

    pub(super) fn request_body_object(
        &mut self,
        node: &Node,
        at: &Address,
        span: Span,
        reference: Option<Reference>,
    ) -> Option<RequestBody> {
        if !self.object(node, "a request body", &["description", "required", "content", "x-evidence"]) {
            return None;
        }
        if node.get("content").is_none() {
            self.missing(node.span, "a request body", "content");
        }
        Some(RequestBody {
            span,
            address: at.clone(),
            reference,
            description: self.text(node, "description"),
            required: self.flag(node, "required"),
            evidence: self.evidence(node, "x-evidence"),
            content: self.content(node, at),
        })
    }

    pub(super) fn content(&mut self, node: &Node, at: &Address) -> Vec<MediaType> {
        let mut content = Vec::new();
        for entry in self.map(node, "content") {
            let node = &entry.value;
            let at = at.child("content").child(&entry.key.value);
            if !self.object(node, "a media type", &["schema", "example", "examples", "encoding"]) {
                continue;
            }
            content.push(MediaType {
                span: node.span,
                name: entry.key.clone(),
                schema: self.schema_under(node, &at, "schema"),
                examples: self.examples(node, &at),
            });
        }
        content
    }

    pub(super) fn responses(&mut self, operation: &Node, at: &Address) -> Vec<Response> {
        let at = at.child("responses");
        let entries = self.map(operation, "responses");
        entries.iter().filter_map(|entry| self.response_entry(entry, &at.child(&entry.key.value))).collect()
    }

    fn response_entry(&mut self, entry: &Entry, at: &Address) -> Option<Response> {
        if entry.key.value.starts_with("x-") {
            return None;
        }
        let Some(status) = StatusKey::parse(&entry.key.value) else {
            self.findings.push(
                Diagnostic::new(
                    Code::BrokenStatus,
                    entry.key.span,
                    format!("`{}` is no status", entry.key.value),
                )
                .label("a status, a range or `default` is needed")
                .help("write a code such as '200', a range such as '2XX', or `default`"),
            );
            return None;
        };
        let status = Sourced::new(status, entry.key.span);
        let span = entry.value.span;
        self.with_target(&entry.value, at, DefinitionKind::Response, |reader, node, at, reference| {
            reader.response(node, at, span, reference, status)
        })
    }

    pub(super) fn response(
        &mut self,
        node: &Node,
        at: &Address,
        span: Span,
        reference: Option<Reference>,
        status: Sourced<StatusKey>,
    ) -> Option<Response> {
        if !self.object(
            node,
            "a response",
            &["description", "headers", "content", "links", "x-evidence", "x-observed"],
        ) {
            return None;
        }
        Some(Response {
            span,
            address: at.clone(),
            reference,
            status,
            description: self.required_text(node, "description", "a response"),
            evidence: self.evidence(node, "x-evidence"),
            headers: self.headers(node, at),
            content: self.content(node, at),
            ignored: ignored(node, &["links"]),
        })
    }

    fn headers(&mut self, node: &Node, at: &Address) -> Vec<Header> {
        let mut headers = Vec::new();
        for entry in self.map(node, "headers") {
            let at = at.child("headers").child(&entry.key.value);
            let span = entry.value.span;
            let read =
                self.with_target(&entry.value, &at, DefinitionKind::Header, |reader, node, at, reference| {
                    reader.header(entry.key.clone(), node, at, span, reference)
                });
            headers.extend(read);
        }
        headers
    }

    pub(super) fn header(
        &mut self,
        name: Sourced<String>,
        node: &Node,
        at: &Address,
        span: Span,
        reference: Option<Reference>,
    ) -> Option<Header> {
        if !self.object(node, "a header", &HEADER_KEYS) {
            return None;
        }
        Some(Header {
            span,
            name,
            reference,
            description: self.text(node, "description"),
            required: self.flag(node, "required"),
            schema: self.schema_under(node, at, "schema"),
        })
    }
}
