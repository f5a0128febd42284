//! References: from a `$ref` to the node that it means, over files, in any number of steps.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Reader;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::document::{Address, DefinitionKind, Node, Reference, SourceTree, Value};
use crate::load::{PathError, resolve_path};
use crate::source::{FileId, Sourced};

/// What a reference leads to.
pub(super) struct Target {
    pub(super) tree: Arc<SourceTree>,
    pub(super) address: Address,
}

impl Target {
    pub(super) fn node(&self) -> Option<&Node> {
        self.tree.root.at(&self.address.pointer)
    }
}

impl Reader<'_, '_> {
    /// Reads what stands at a node, or what its reference leads to. Keys beside the reference are reported.
    pub(super) fn with_target<T>(
        &mut self,
        node: &Node,
        at: &Address,
        kind: DefinitionKind,
        read: impl FnOnce(&mut Self, &Node, &Address, Option<Reference>) -> Option<T>,
    ) -> Option<T> {
        let Some(reference) = node.get("$ref") else {
            return read(self, node, at, None);
        };
        self.beside_reference(node);
        let text = self.as_text(reference)?;
        let target = self.follow(&text, at.file, kind)?;
        let found = target.node()?;
        let reference = Reference { text, target: target.address.clone() };
        read(self, found, &target.address, Some(reference))
    }

    pub(super) fn beside_reference(&mut self, node: &Node) {
        for entry in node.entries().iter().filter(|entry| entry.key.value != "$ref") {
            self.findings.push(
                Diagnostic::new(
                    Code::BesideReference,
                    entry.key.span,
                    format!("`{}` stands beside a `$ref`", entry.key.value),
                )
                .label("some tools drop this")
                .help(
                    "say it where the reference leads to, or wrap the reference: `anyOf: [{ $ref: … }, …]`",
                ),
            );
        }
    }

    /// Follows a reference to its end. `None`: it leads nowhere, which has been reported.
    pub(super) fn follow(
        &mut self,
        text: &Sourced<String>,
        from: FileId,
        kind: DefinitionKind,
    ) -> Option<Target> {
        let mut visited = BTreeSet::new();
        let mut text = text.clone();
        let mut from = from;
        let first = text.span;
        loop {
            let target = self.one_step(&text, from)?;
            if !visited.insert(target.address.clone()) {
                self.findings.push(
                    Diagnostic::new(
                        Code::CyclicReference,
                        first,
                        format!("`{}` leads back to itself", text.value),
                    )
                    .label("following this never ends")
                    .help("let one of the references on the way lead to a statement"),
                );
                return None;
            }
            let found = target.node()?;
            self.note_use(&target.address, found, kind, &text)?;
            // A schema may say more beside its reference; then it is a schema, and not only a step on the way.
            let more = kind == DefinitionKind::Schema && found.entries().len() > 1;
            match found.get("$ref") {
                Some(Node { value: Value::Text(next), span }) if !more => {
                    from = target.address.file;
                    text = Sourced::new(next.clone(), *span);
                }
                _ => return Some(target),
            }
        }
    }

    fn one_step(&mut self, text: &Sourced<String>, from: FileId) -> Option<Target> {
        let (path, pointer) = text.value.split_once('#').unwrap_or((&text.value, ""));
        let tree = if path.is_empty() { self.library.tree(from)? } else { self.file(path, text, from)? };
        let pointer = percent_decoded(pointer);
        if tree.root.at(&pointer).is_none() {
            self.dangling(text, &tree, &pointer);
            return None;
        }
        let address = Address { file: tree.file, pointer };
        Some(Target { tree, address })
    }

    fn file(&mut self, path: &str, text: &Sourced<String>, from: FileId) -> Option<Arc<SourceTree>> {
        let from_path = self.library.path(from).to_owned();
        let path = match resolve_path(&self.root, &from_path, &percent_decoded(path)) {
            Ok(path) => path,
            Err(error) => {
                self.findings.push(refused_path(text, error));
                return None;
            }
        };
        match self.library.open(&path, self.findings) {
            Ok(tree) => Some(tree),
            Err(reason) => {
                if let Some(reason) = reason {
                    self.findings.push(
                        Diagnostic::new(
                            Code::UnreadableFile,
                            text.span,
                            format!("can't read `{path}`: {reason}"),
                        )
                        .label("referred to here")
                        .help(format!("paths are relative to the file that refers: `{from_path}`")),
                    );
                }
                None
            }
        }
    }

    fn dangling(&mut self, text: &Sourced<String>, tree: &SourceTree, pointer: &str) {
        let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        let last = pointer.rsplit_once('/').map_or(pointer, |(_, last)| last);
        let siblings = tree.root.at(parent).map_or(&[][..], Node::entries);
        let near = nearest(last, siblings.iter().map(|entry| entry.key.value.as_str()));
        let help = match near {
            Some(meant) => format!("did you mean `{parent}/{meant}`?"),
            None if !pointer.is_empty() && !pointer.starts_with('/') => {
                String::from("a pointer begins with `/`: `#/components/schemas/Name`")
            }
            None => format!("add it to `{}`, or correct the pointer", tree.path),
        };
        self.findings.push(
            Diagnostic::new(Code::DanglingReference, text.span, format!("`{}` leads nowhere", text.value))
                .label(format!("`{}` has nothing at `{pointer}`", tree.path))
                .help(help),
        );
    }

    /// Remembers that something is used, and as what. `None`: it was used as something else before.
    fn note_use(
        &mut self,
        address: &Address,
        found: &Node,
        kind: DefinitionKind,
        text: &Sourced<String>,
    ) -> Option<()> {
        let known = map_kind(&address.pointer).or_else(|| looks_like(found));
        let known = known.or_else(|| self.references.get(address).copied());
        if let Some(other) = known.filter(|known| *known != kind) {
            self.findings.push(
                Diagnostic::new(
                    Code::WrongKindOfReference,
                    text.span,
                    format!("`{}` leads to {}, not to {}", text.value, in_words(other), in_words(kind)),
                )
                .label(format!("{} is needed here", in_words(kind)))
                .help(format!("refer to {}", in_words(kind))),
            );
            return None;
        }
        self.references.insert(address.clone(), kind);
        Some(())
    }
}

fn refused_path(text: &Sourced<String>, error: PathError) -> Diagnostic {
    match error {
        PathError::Remote => Diagnostic::new(
            Code::RemoteReference,
            text.span,
            format!("`{}` is not a file of this document", text.value),
        )
        .label("an address elsewhere")
        .help("keep a copy of the file beside the root and refer to that"),
        PathError::Outside => Diagnostic::new(
            Code::ReferenceOutside,
            text.span,
            format!("`{}` leaves the document's folder", text.value),
        )
        .label("above the folder of the root file")
        .help("move the file into the folder of the root, and use a relative path with `/`"),
    }
}

/// What a node is by its keys, where these leave no doubt.
fn looks_like(node: &Node) -> Option<DefinitionKind> {
    let has = |key: &str| node.get(key).is_some();
    if has("in") && has("name") && (has("schema") || has("content")) {
        return Some(DefinitionKind::Parameter);
    }
    let schemes = ["http", "apiKey", "oauth2", "openIdConnect", "mutualTLS"];
    if node.get("type").and_then(Node::as_text).is_some_and(|kind| schemes.contains(&kind)) {
        return Some(DefinitionKind::SecurityScheme);
    }
    let of_schemas =
        ["type", "properties", "items", "allOf", "oneOf", "anyOf", "enum", "const", "x-known-values"];
    if of_schemas.into_iter().any(has) {
        return Some(DefinitionKind::Schema);
    }
    if ["get", "post", "put", "patch", "delete"].into_iter().any(has) {
        return Some(DefinitionKind::PathItem);
    }
    (has("value") || has("externalValue")).then_some(DefinitionKind::Example)
}

/// What an entry of `components` is, by the map it stands in.
pub(super) fn map_kind(pointer: &str) -> Option<DefinitionKind> {
    let (map, name) = pointer.strip_prefix("/components/")?.split_once('/')?;
    if name.contains('/') {
        return None;
    }
    component_maps().into_iter().find(|(key, _)| *key == map).map(|(_, kind)| kind)
}

/// The maps of `components`, with what they hold.
pub(super) fn component_maps() -> [(&'static str, DefinitionKind); 8] {
    [
        ("schemas", DefinitionKind::Schema),
        ("responses", DefinitionKind::Response),
        ("parameters", DefinitionKind::Parameter),
        ("examples", DefinitionKind::Example),
        ("requestBodies", DefinitionKind::RequestBody),
        ("headers", DefinitionKind::Header),
        ("securitySchemes", DefinitionKind::SecurityScheme),
        ("pathItems", DefinitionKind::PathItem),
    ]
}

/// A kind with its article: `a schema`.
pub(super) fn in_words(kind: DefinitionKind) -> &'static str {
    match kind {
        DefinitionKind::Schema => "a schema",
        DefinitionKind::Parameter => "a parameter",
        DefinitionKind::Response => "a response",
        DefinitionKind::RequestBody => "a request body",
        DefinitionKind::Header => "a header",
        DefinitionKind::Example => "an example",
        DefinitionKind::PathItem => "a path item",
        DefinitionKind::SecurityScheme => "a security scheme",
    }
}

/// `%7B` is `{`. What is no escape stays as it is.
fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let escape = text.get(at + 1..at + 3).filter(|_| *byte == b'%');
        if let Some(value) = escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            decoded.push(value);
            at += 3;
        } else {
            decoded.push(*byte);
            at += 1;
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::percent_decoded;

    #[test]
    fn escapes_are_undone_and_the_rest_stays() {
        for (text, decoded) in [
            ("/a%7Bb%7D", "/a{b}"),
            ("100%", "100%"),
            ("%zz", "%zz"),
            ("%C3%BC", "ü"),
            ("%ff", "%ff"),
            ("ü%20", "ü "),
        ] {
            assert_eq!(percent_decoded(text), decoded);
        }
    }
}
