//! Everything with a name of its own, and whether anything refers to it.

use super::Reader;
use super::resolve::component_maps;
use crate::document::{Address, Definition, DefinitionKind, Node, SourceTree, StatusKey};
use crate::source::Sourced;

impl Reader<'_, '_> {
    /// The entries of `components` in every file, and of the flat maps that shared files are.
    pub(super) fn definitions(&self) -> Vec<Definition> {
        let mut definitions = Vec::new();
        for tree in self.library.trees() {
            let whole = Address { file: tree.file, pointer: String::new() };
            if tree.path == self.root || tree.root.get("components").is_some() {
                for (map, kind) in component_maps() {
                    let at = whole.child("components").child(map);
                    definitions.extend(self.entries_of(tree, &at, Some(kind)));
                }
            } else if !self.references.contains_key(&whole) {
                definitions.extend(self.entries_of(tree, &whole, None));
            }
        }
        definitions
    }

    fn entries_of(&self, tree: &SourceTree, at: &Address, kind: Option<DefinitionKind>) -> Vec<Definition> {
        let entries = tree.root.at(&at.pointer).map_or(&[][..], Node::entries);
        let definition = |name: &Sourced<String>| {
            let address = at.child(&name.value);
            Definition {
                name: name.clone(),
                kind: kind.or_else(|| self.references.get(&address).copied()),
                used: kind == Some(DefinitionKind::SecurityScheme) || self.is_used(&address),
                address,
            }
        };
        entries.iter().map(|entry| definition(&entry.key)).collect()
    }

    /// Whether a reference leads there, or to something within.
    fn is_used(&self, address: &Address) -> bool {
        let below = Address { file: address.file, pointer: format!("{}/", address.pointer) };
        let first_below = self.references.range(&below..).next();
        self.references.contains_key(address)
            || first_below.is_some_and(|(found, _)| {
                found.file == below.file && found.pointer.starts_with(&below.pointer)
            })
    }

    /// Reads what nothing refers to, only to find its mistakes.
    pub(super) fn read_unused(&mut self, definitions: &[Definition]) {
        for definition in definitions.iter().filter(|definition| !definition.used) {
            let Some(tree) = self.library.tree(definition.address.file) else { continue };
            let Some(node) = tree.root.at(&definition.address.pointer) else { continue };
            self.read_definition(definition, node);
        }
    }

    fn read_definition(&mut self, definition: &Definition, node: &Node) {
        let Some(kind) = definition.kind else { return };
        let at = &definition.address;
        if kind == DefinitionKind::Schema {
            self.schema_use(node, at);
            return;
        }
        self.with_target(node, at, kind, |reader, node, at, reference| {
            let span = node.span;
            match kind {
                DefinitionKind::Parameter => {
                    reader.parameter(node, at, span, reference, false);
                }
                DefinitionKind::Response => {
                    let status = Sourced::new(StatusKey::Default, span);
                    reader.response(node, at, span, reference, status);
                }
                DefinitionKind::RequestBody => {
                    reader.request_body_object(node, at, span, reference);
                }
                DefinitionKind::Header => {
                    reader.header(definition.name.clone(), node, at, span, reference);
                }
                DefinitionKind::PathItem => {
                    reader.path_item_object(&definition.name, node, at);
                }
                DefinitionKind::Example | DefinitionKind::Schema | DefinitionKind::SecurityScheme => {}
            }
            Some(())
        });
    }
}
