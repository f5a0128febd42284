//! The root file: what holds for the document as a whole, and the index of paths.

use std::sync::Arc;

use super::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Address, Info, Node, Schemas, Server, SourceTree, SpecDocument, Tag};
use crate::source::{Sourced, Span};

const ROOT_KEYS: [&str; 14] = [
    "openapi",
    "info",
    "jsonSchemaDialect",
    "servers",
    "paths",
    "webhooks",
    "components",
    "security",
    "tags",
    "externalDocs",
    "x-evidence",
    "x-rate-limits",
    "x-pagination-styles",
    "x-surfaces",
];

impl Reader<'_, '_> {
    pub(super) fn root_object(&mut self, tree: &Arc<SourceTree>) -> Option<SpecDocument> {
        let node = &tree.root;
        if !self.object(node, "the document", &ROOT_KEYS) {
            return None;
        }
        let at = Address { file: tree.file, pointer: String::new() };
        let start = Span { file: tree.file, start: 0, end: 0 };
        let openapi = self.version(node, start);
        let mut operations = Vec::new();
        let paths = self.map(node, "paths");
        for entry in paths {
            operations.extend(self.path_item(entry, &at.child("paths").child(&entry.key.value)));
        }
        if node.get("paths").is_none() && node.get("webhooks").is_none() && node.get("components").is_none() {
            self.missing(start, "the document", "paths");
        }
        Some(SpecDocument {
            root: tree.file,
            openapi,
            info: self.info(node, start),
            evidence: self.evidence(node, "x-evidence"),
            servers: self.servers(node),
            tags: self.tags(node),
            security: self.security(node),
            security_schemes: self.security_schemes(node, &at),
            rate_limits: self.rate_limits(node),
            paging_styles: self.paging_styles(node),
            actions: self.action_settings(node),
            operations,
            schemas: Schemas::default(),
            definitions: Vec::new(),
            ignored: ignored(node, &["webhooks"]),
            workflows: Vec::new(),
            trees: Vec::new(),
        })
    }

    fn version(&mut self, node: &Node, start: Span) -> Option<Sourced<String>> {
        let finding = |span, message: String| {
            Diagnostic::new(Code::NotOpenApi31, span, message)
                .label("`openapi: 3.1.0` is needed")
                .help("convert the document to OpenAPI 3.1 first")
        };
        let Some(version) = node.get("openapi") else {
            self.findings
                .push(finding(start, String::from("the document does not say that it is OpenAPI 3.1")));
            return None;
        };
        let version = self.as_text(version)?;
        let is_3_1 = version.value == "3.1" || version.value.starts_with("3.1.");
        if !is_3_1 {
            self.findings.push(finding(version.span, format!("OpenAPI {} is another format", version.value)));
        }
        Some(version)
    }

    fn info(&mut self, root: &Node, start: Span) -> Info {
        let Some(node) = root.get("info") else {
            self.missing(start, "the document", "info");
            return Info { span: start, title: None, version: None, summary: None, description: None };
        };
        let known = ["title", "version", "summary", "description", "termsOfService", "contact", "license"];
        if !self.object(node, "`info`", &known) {
            return Info { span: node.span, title: None, version: None, summary: None, description: None };
        }
        Info {
            span: node.span,
            title: self.required_text(node, "title", "`info`"),
            version: self.required_text(node, "version", "`info`"),
            summary: self.text(node, "summary"),
            description: self.text(node, "description"),
        }
    }

    fn servers(&mut self, root: &Node) -> Vec<Server> {
        let mut servers = Vec::new();
        for node in self.list(root, "servers") {
            if !self.object(node, "a server", &["url", "description", "variables", "x-evidence"]) {
                continue;
            }
            let Some(mut url) = self.required_text(node, "url", "a server") else { continue };
            for variable in self.map(node, "variables") {
                if let Some(default) = self.text(&variable.value, "default") {
                    url.value = url.value.replace(&format!("{{{}}}", variable.key.value), &default.value);
                }
            }
            servers.push(Server {
                span: node.span,
                url,
                description: self.text(node, "description"),
                evidence: self.evidence(node, "x-evidence"),
            });
        }
        servers
    }

    fn tags(&mut self, root: &Node) -> Vec<Tag> {
        let mut tags = Vec::new();
        for node in self.list(root, "tags") {
            if !self.object(node, "a tag", &["name", "description", "externalDocs"]) {
                continue;
            }
            if let Some(name) = self.required_text(node, "name", "a tag") {
                tags.push(Tag { span: node.span, name, description: self.text(node, "description") });
            }
        }
        tags
    }
}

/// The keys that are there, but that the client has no use for.
pub(super) fn ignored(node: &Node, keys: &[&str]) -> Vec<Sourced<String>> {
    keys.iter().filter_map(|key| node.entry(key)).map(|entry| entry.key.clone()).collect()
}
