//! Words: texts, examples, and keys that change neither what travels nor what compiles. One finding a place.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::Comparison;
use super::site::Site;
use crate::diff::finding::Finding;
use crate::diff::place::Place;
use crate::diff::rules::Rule;
use crate::document::{Address, Example, MediaType, Node, Operation, Parameter, SpecDocument, Value};
use crate::source::Span;

/// What other rules say about an operation.
const OF_OPERATIONS: [&str; 9] = [
    "operationId",
    "tags",
    "deprecated",
    "x-sunset",
    "security",
    "parameters",
    "requestBody",
    "responses",
    "x-pagination",
];

/// What other rules say about a path item: its parameters, and the operations themselves.
const OF_PATH_ITEMS: [&str; 9] =
    ["parameters", "get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// What other rules say about a parameter.
const OF_PARAMETERS: [&str; 14] = [
    "name",
    "in",
    "required",
    "deprecated",
    "x-sunset",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "content",
    "example",
    "examples",
    "x-tenant",
    "allowEmptyValue",
];

/// What other rules say about the document as a whole.
const OF_DOCUMENTS: [&str; 10] = [
    "openapi",
    "info",
    "servers",
    "paths",
    "components",
    "security",
    "tags",
    "x-rate-limits",
    "x-pagination-styles",
    "$self",
];

impl Comparison<'_> {
    /// Notes that the words at a place differ. Several such findings at one place are one.
    pub(super) fn note_words(&mut self, site: &Site, what: &str) {
        let message = format!("the words about {what} differ");
        self.note(site, Finding::new(Rule::DocsChanged, site.place.clone(), message));
    }

    /// Compares the words of an operation and of its path.
    pub(super) fn operation_words(&mut self, base: &Operation, head: &Operation, site: &Site) {
        let tags = |operation: &Operation| {
            let mut tags: Vec<String> = operation.tags.iter().skip(1).map(|tag| tag.value.clone()).collect();
            tags.sort();
            tags
        };
        let [before, after] = self.rest(&base.address, &head.address, &OF_OPERATIONS);
        if before != after || tags(base) != tags(head) {
            self.note_words(site, &base.display_name());
        }
        let (Some(before), Some(after)) = (parent(&base.address), parent(&head.address)) else { return };
        let [of_base, of_head] = self.rest(&before, &after, &OF_PATH_ITEMS);
        if of_base != of_head {
            let site = Site::new(site.place.clone(), &before, site.base, site.head);
            self.note_words(&site, &format!("`{}`", base.path.value));
        }
    }

    /// Compares the words of a parameter.
    pub(super) fn parameter_words(&mut self, base: &Parameter, head: &Parameter, site: &Site) {
        let [before, after] = self.rest(&base.address, &head.address, &OF_PARAMETERS);
        let of_media = |parameter: &Parameter| media_examples(&parameter.content);
        if before != after
            || examples(&base.examples) != examples(&head.examples)
            || of_media(base) != of_media(head)
        {
            self.note_words(site, &format!("`{}`", base.name.value));
        }
    }

    /// Compares the words of the document as a whole.
    pub(super) fn document_words(&mut self) {
        let [before, after] = [self.base, self.head].map(|side| {
            let document = side.document;
            let root = &document.tree(document.root).map(|tree| &tree.root);
            let info = root.and_then(|root| root.get("info")).map(|info| without(info, &["version"]));
            let mut tags: Vec<String> =
                root.iter().filter_map(|root| root.get("tags")).flat_map(Node::items).map(plain).collect();
            tags.sort();
            (info, tags, root.map(|root| without(root, &OF_DOCUMENTS)))
        });
        if before != after {
            let place = Place::Info;
            let spans = (self.base.document.info.span, self.head.document.info.span);
            let site = Site::of(place, Some(spans.0), Some(spans.1));
            self.note_words(&site, "the API as a whole");
        }
    }

    /// What stands at two addresses, without what other rules speak of.
    pub(super) fn rest(&self, base: &Address, head: &Address, handled: &[&str]) -> [Option<String>; 2] {
        let [of_base, of_head] = &self.index;
        [of_base.at(base), of_head.at(head)].map(|node| node.map(|node| without(node, handled)))
    }
}

/// Finds nodes in maps of any size.
pub(super) struct Index<'d> {
    document: &'d SpecDocument,
    /// The keys of every map that was looked into, by its place.
    maps: RefCell<BTreeMap<Span, BTreeMap<&'d str, &'d Node>>>,
}

impl<'d> Index<'d> {
    pub(super) fn new(document: &'d SpecDocument) -> Self {
        Self { document, maps: RefCell::default() }
    }

    /// The node at an address.
    pub(super) fn at(&self, address: &Address) -> Option<&'d Node> {
        let mut node = &self.document.tree(address.file)?.root;
        for segment in address.pointer.split('/').skip(1) {
            let key = segment.replace("~1", "/").replace("~0", "~");
            node = match &node.value {
                Value::List(items) => items.get(key.parse::<usize>().ok()?)?,
                _ => self.child(node, &key)?,
            };
        }
        Some(node)
    }

    fn child(&self, node: &'d Node, key: &str) -> Option<&'d Node> {
        let mut maps = self.maps.borrow_mut();
        let map = maps.entry(node.span).or_insert_with(|| {
            node.entries().iter().rev().map(|entry| (entry.key.value.as_str(), &entry.value)).collect()
        });
        map.get(key).copied()
    }
}

/// Examples as texts: the order says nothing, and neither does a name.
pub(super) fn examples(examples: &[Example]) -> Vec<String> {
    let text = |example: &Example| {
        let words =
            [&example.summary, &example.external_value].map(|text| text.as_ref().map(|text| &text.value));
        format!("{words:?} {:?}", example.value.as_ref().map(plain))
    };
    let mut texts: Vec<String> = examples.iter().map(text).collect();
    texts.sort();
    texts
}

/// The examples of every media type.
pub(super) fn media_examples(content: &[MediaType]) -> Vec<String> {
    content.iter().flat_map(|media| examples(&media.examples)).collect()
}

/// The address of the object around.
fn parent(address: &Address) -> Option<Address> {
    let (pointer, _) = address.pointer.rsplit_once('/')?;
    Some(Address { file: address.file, pointer: pointer.to_owned() })
}

/// A map as text, without some of its keys.
fn without(node: &Node, keys: &[&str]) -> String {
    let kept = node.entries().iter().filter(|entry| !keys.contains(&entry.key.value.as_str()));
    let mut texts: Vec<String> =
        kept.map(|entry| format!("{}: {}", entry.key.value, plain(&entry.value))).collect();
    texts.sort();
    texts.join("\n")
}

/// A node as text: keys sorted, and texts without the blank ends that a way of writing YAML gives them.
fn plain(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => format!("{:?}", text.trim()),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(plain).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(_) => format!("{{{}}}", without(node, &[])),
        Value::Null | Value::Bool(_) | Value::Number(_) => node.to_json().to_string(),
    }
}
