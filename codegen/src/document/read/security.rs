//! Security schemes and requirements.

use super::Reader;
use crate::document::security::TenantMark;
use crate::document::{
    Address, DefinitionKind, Node, Requirement, SchemePlace, ScopeEntry, SecurityAlternative, SecurityKind,
    SecurityScheme,
};
use crate::source::Sourced;

const SCHEME_KEYS: [&str; 11] = [
    "type",
    "description",
    "name",
    "in",
    "scheme",
    "bearerFormat",
    "flows",
    "openIdConnectUrl",
    "x-evidence",
    "x-scopes",
    "x-tenant",
];

impl Reader<'_, '_> {
    /// `security` of the root or of an operation; `None` if there is none.
    pub(super) fn security(&mut self, node: &Node) -> Option<Vec<SecurityAlternative>> {
        node.get("security")?;
        let mut alternatives = Vec::new();
        for item in self.list(node, "security") {
            let Some(entries) = (match &item.value {
                crate::document::Value::Map(entries) => Some(entries),
                _ => None,
            }) else {
                self.wrong_type(item, "a map of security schemes");
                continue;
            };
            let requirements = entries
                .iter()
                .map(|entry| Requirement {
                    scheme: entry.key.clone(),
                    scopes: self.texts(item, &entry.key.value),
                })
                .collect();
            alternatives.push(SecurityAlternative { span: item.span, requirements });
        }
        Some(alternatives)
    }

    pub(super) fn security_schemes(&mut self, root: &Node, at: &Address) -> Vec<SecurityScheme> {
        let Some(components) = root.get("components") else { return Vec::new() };
        let at = at.child("components").child("securitySchemes");
        let entries = self.map(components, "securitySchemes");
        entries
            .iter()
            .filter_map(|entry| {
                let at = at.child(&entry.key.value);
                self.with_target(&entry.value, &at, DefinitionKind::SecurityScheme, |reader, node, _, _| {
                    reader.security_scheme(entry.key.clone(), node)
                })
            })
            .collect()
    }

    fn security_scheme(&mut self, name: Sourced<String>, node: &Node) -> Option<SecurityScheme> {
        if !self.object(node, "a security scheme", &SCHEME_KEYS) {
            return None;
        }
        let mut scopes = self.scopes(node);
        for flow in node.get("flows").map_or(&[][..], Node::entries) {
            for entry in self.map(&flow.value, "scopes") {
                let description = self.as_text(&entry.value);
                if !scopes.iter().any(|scope: &ScopeEntry| scope.name.value == entry.key.value) {
                    scopes.push(ScopeEntry { name: entry.key.clone(), description, evidence: None });
                }
            }
        }
        Some(SecurityScheme {
            span: node.span,
            name,
            kind: self.security_kind(node)?,
            description: self.text(node, "description"),
            evidence: self.evidence(node, "x-evidence"),
            scopes,
            tenant: self.tenant(node),
        })
    }

    fn security_kind(&mut self, node: &Node) -> Option<SecurityKind> {
        let words = [("http", 0), ("apiKey", 1), ("oauth2", 2), ("openIdConnect", 2), ("mutualTLS", 3)];
        if node.get("type").is_none() {
            self.missing(node.span, "a security scheme", "type");
        }
        let kind = self.word(node, "type", &words)?;
        Some(match kind.value {
            0 => {
                let scheme = self.required_text(node, "scheme", "a security scheme of type http")?;
                match scheme.value.to_ascii_lowercase().as_str() {
                    "bearer" => SecurityKind::Bearer,
                    "basic" => SecurityKind::Basic,
                    other => SecurityKind::Other(format!("http {other}")),
                }
            }
            1 => {
                let places = [
                    ("header", SchemePlace::Header),
                    ("query", SchemePlace::Query),
                    ("cookie", SchemePlace::Cookie),
                ];
                if node.get("in").is_none() {
                    self.missing(node.span, "a security scheme of type apiKey", "in");
                }
                let name = self.required_text(node, "name", "a security scheme of type apiKey")?;
                SecurityKind::ApiKey { place: self.word(node, "in", &places)?.value, name: name.value }
            }
            2 => SecurityKind::OAuth2,
            _ => SecurityKind::Other(String::from("mutualTLS")),
        })
    }

    fn scopes(&mut self, node: &Node) -> Vec<ScopeEntry> {
        let mut scopes = Vec::new();
        for entry in self.map(node, "x-scopes") {
            if self.object(&entry.value, "a scope", &["description", "x-scope-evidence"]) {
                scopes.push(ScopeEntry {
                    name: entry.key.clone(),
                    description: self.text(&entry.value, "description"),
                    evidence: self.evidence(&entry.value, "x-scope-evidence"),
                });
            }
        }
        scopes
    }

    fn tenant(&mut self, node: &Node) -> Option<TenantMark> {
        let mark = node.get("x-tenant")?;
        if !self.object(mark, "`x-tenant`", &["default"]) {
            return None;
        }
        Some(TenantMark { span: mark.span, default: self.text(mark, "default") })
    }
}
