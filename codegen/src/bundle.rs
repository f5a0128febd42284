//! The document in one file, `dist/openapi.json`, for tools that want it so.
//!
//! It is made from the document as it was written, not from the model: nothing is lost and nothing added but the
//! headers that `x-rate-limits` promises on every response. What stands in another file becomes a component under its
//! name; path items stand in `paths`. Keys keep the order of the sources.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use crate::document::{Address, DefinitionKind, Node, SourceTree, SpecDocument, Value};
use crate::fileset::GeneratedFile;
use crate::load::resolve_path;
use crate::source::FileId;

/// Where the bundle goes.
const PATH: &str = "dist/openapi.json";

/// Writes the document into one file.
pub fn bundle(document: &SpecDocument) -> GeneratedFile {
    let mut bundler = Bundler { document, wanted: Vec::new(), known: BTreeSet::new() };
    let mut root = match document.tree(document.root) {
        Some(tree) => bundler.json(&tree.root, tree, Position::Root),
        None => json!({}),
    };
    let mut sections: BTreeMap<&str, Vec<(Address, String, Json)>> = BTreeMap::new();
    while let Some(address) = bundler.wanted.pop() {
        if let Some((section, name, value)) = bundler.component(&address) {
            sections.entry(section).or_default().push((address, name, value));
        }
    }
    let components = root.as_object_mut().map(|root| root.entry("components").or_insert_with(|| json!({})));
    if let Some(components) = components.and_then(Json::as_object_mut) {
        for (section, mut entries) in sections {
            let place = |address: &Address| document.node(address).map(|node| node.span);
            let path = |address: &Address| document.tree(address.file).map(|tree| tree.path.clone());
            entries.sort_by_key(|(address, ..)| (path(address), place(address)));
            let map = components.entry(section).or_insert_with(|| json!({}));
            if let Some(map) = map.as_object_mut() {
                map.extend(entries.into_iter().map(|(_, name, value)| (name, value)));
            }
        }
    }
    promise_headers(&mut root, document);
    let text = serde_json::to_string_pretty(&root).unwrap_or_default();
    GeneratedFile { path: PATH.to_owned(), content: format!("{text}\n") }
}

struct Bundler<'d> {
    document: &'d SpecDocument,
    /// What has to become a component, and has not yet.
    wanted: Vec<Address>,
    /// What has become one, or will.
    known: BTreeSet<Address>,
}

/// Where a node stands, as far as that decides what `$ref` means there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Position {
    /// The document itself.
    Root,
    /// `paths`: references are replaced by the path items they mean.
    Paths,
    /// A map of names: a key `$ref` would be a name like any other.
    Names,
    /// `mapping` of a discriminator: texts are references.
    Mapping,
    /// Anywhere else.
    Plain,
    /// A value of somebody: references in it mean nothing.
    Data,
}

impl Bundler<'_> {
    fn json(&mut self, node: &Node, tree: &SourceTree, position: Position) -> Json {
        match &node.value {
            Value::Map(entries) => {
                let mut out = Map::new();
                for entry in entries {
                    let key = entry.key.value.as_str();
                    let value = match (key, position, entry.value.as_text()) {
                        ("$ref", Position::Plain, Some(text)) | (_, Position::Mapping, Some(text)) => {
                            Json::String(self.reference(text, tree))
                        }
                        (_, Position::Paths, _) => self.path_item(&entry.value, tree),
                        _ => self.json(&entry.value, tree, below(key, position)),
                    };
                    out.insert(key.to_owned(), value);
                }
                Json::Object(out)
            }
            Value::List(items) => {
                let position = if position == Position::Data { position } else { Position::Plain };
                items.iter().map(|item| self.json(item, tree, position)).collect()
            }
            _ => node.to_json(),
        }
    }

    /// The path item itself, wherever it stands.
    fn path_item(&mut self, node: &Node, tree: &SourceTree) -> Json {
        let document = self.document;
        let target = node.get("$ref").and_then(Node::as_text).and_then(|text| self.target(text, tree));
        let found = target.and_then(|address| Some((document.node(&address)?, document.tree(address.file)?)));
        match found {
            Some((node, tree)) => self.json(node, tree, Position::Plain),
            None => self.json(node, tree, Position::Plain),
        }
    }

    /// The reference as the bundle writes it.
    fn reference(&mut self, text: &str, tree: &SourceTree) -> String {
        let Some(address) = self.target(text, tree) else { return text.to_owned() };
        if address.file == self.document.root {
            return format!("#{}", address.pointer);
        }
        let Some((section, name)) = self.name_of(&address) else { return text.to_owned() };
        if self.known.insert(address.clone()) {
            self.wanted.push(address);
        }
        format!("#/components/{section}/{}", name.replace('~', "~0").replace('/', "~1"))
    }

    fn target(&self, text: &str, tree: &SourceTree) -> Option<Address> {
        let (path, pointer) = text.split_once('#').unwrap_or((text, ""));
        let file: FileId = if path.is_empty() {
            tree.file
        } else {
            let root = &self.document.tree(self.document.root)?.path;
            let path = resolve_path(root, &tree.path, path).ok()?;
            self.document.trees.iter().find(|tree| tree.path == path)?.file
        };
        Some(Address { file, pointer: pointer.to_owned() })
    }

    /// The section and the name of a component.
    fn name_of(&self, address: &Address) -> Option<(&'static str, String)> {
        let definition = self.document.definitions.iter().find(|definition| definition.address == *address);
        let kind = definition.and_then(|definition| definition.kind);
        let name = if let Some(definition) = definition {
            definition.name.value.clone()
        } else {
            // A file that is one thing as a whole is called as the file.
            let path = &self.document.tree(address.file)?.path;
            let file = path.rsplit('/').next()?;
            let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
            address.last_segment().unwrap_or_else(|| stem.to_owned())
        };
        let section = match kind {
            Some(DefinitionKind::Schema) => "schemas",
            Some(DefinitionKind::Parameter) => "parameters",
            Some(DefinitionKind::Response) => "responses",
            Some(DefinitionKind::RequestBody) => "requestBodies",
            Some(DefinitionKind::Header) => "headers",
            Some(DefinitionKind::PathItem) => "pathItems",
            Some(DefinitionKind::SecurityScheme) => "securitySchemes",
            Some(DefinitionKind::Example) | None => "examples",
        };
        Some((section, name))
    }

    fn component(&mut self, address: &Address) -> Option<(&'static str, String, Json)> {
        let document = self.document;
        let (section, name) = self.name_of(address)?;
        let position = if section == "examples" { Position::Names } else { Position::Plain };
        let value = match section {
            "examples" => document.node(address)?.to_json(),
            _ => self.json(document.node(address)?, document.tree(address.file)?, position),
        };
        Some((section, name, value))
    }
}

/// What stands below a key.
fn below(key: &str, position: Position) -> Position {
    match (position, key) {
        (Position::Data, _) => Position::Data,
        (Position::Root, "paths") => Position::Paths,
        (Position::Names, _) => Position::Plain,
        (_, "properties" | "responses" | "schemas" | "parameters" | "headers" | "examples" | "mapping") => {
            match key {
                "mapping" => Position::Mapping,
                _ => Position::Names,
            }
        }
        (_, "example" | "default" | "const" | "enum" | "value") => Position::Data,
        _ => Position::Plain,
    }
}

/// Writes the headers that every response carries onto every response.
fn promise_headers(root: &mut Json, document: &SpecDocument) {
    let Some(limits) = &document.rate_limits else { return };
    let names: Vec<&str> = limits.headers.iter().map(|name| name.value.as_str()).collect();
    if names.is_empty() {
        return;
    }
    let spelt_out: Map<String, Json> =
        names.iter().map(|name| ((*name).to_owned(), definition(root, name))).collect();
    let promise = |response: &mut Json| {
        let Some(response) = response.as_object_mut().filter(|response| !response.contains_key("$ref"))
        else {
            return;
        };
        let headers = response.entry("headers").or_insert_with(|| json!({}));
        let Some(headers) = headers.as_object_mut() else { return };
        for name in &names {
            headers.insert((*name).to_owned(), json!({ "$ref": format!("#/components/headers/{name}") }));
        }
    };
    each_response(root, promise);
    if let Some(components) = root.get_mut("components").and_then(Json::as_object_mut) {
        let headers = components.entry("headers").or_insert_with(|| json!({}));
        headers.as_object_mut().into_iter().for_each(|headers| headers.extend(spelt_out.clone()));
    }
}

/// What the document says about a header where it spells it out.
fn definition(root: &mut Json, name: &str) -> Json {
    let mut found = None;
    each_response(root, |response| {
        let header = response.get("headers").and_then(|headers| headers.get(name));
        found = found.take().or_else(|| header.filter(|header| header.get("$ref").is_none()).cloned());
    });
    found.unwrap_or_else(|| {
        json!({ "description": "Reports how much of the rate limit is left.", "schema": { "type": "string" } })
    })
}

fn each_response(root: &mut Json, mut act: impl FnMut(&mut Json)) {
    let shared = root.pointer_mut("/components/responses").and_then(Json::as_object_mut);
    shared.into_iter().flat_map(|responses| responses.values_mut()).for_each(&mut act);
    let paths = root.get_mut("paths").and_then(Json::as_object_mut);
    for item in paths.into_iter().flat_map(|paths| paths.values_mut()) {
        for operation in item.as_object_mut().into_iter().flat_map(|item| item.values_mut()) {
            let responses = operation.get_mut("responses").and_then(Json::as_object_mut);
            responses.into_iter().flat_map(|responses| responses.values_mut()).for_each(&mut act);
        }
    }
}
