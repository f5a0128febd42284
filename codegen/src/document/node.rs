//! The tree that YAML and JSON are read into: every value and every key knows its place.

use crate::source::{FileId, Sourced, Span};

/// A value of a file, and where it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where.
    pub span: Span,
    /// What.
    pub value: Value,
}

/// What stands at a node.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing at all.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(serde_json::Number),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map in the order in which it was written.
    Map(Vec<Entry>),
}

/// A key of a map with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key as text; `200` without quotes is the text `200` here.
    pub key: Sourced<String>,
    /// The value.
    pub value: Node,
}

/// A file after parsing.
#[derive(Debug, Clone)]
pub struct SourceTree {
    /// The file.
    pub file: FileId,
    /// Its path, as references are resolved against it: `spec/paths/content.yaml`.
    pub path: String,
    /// What stands in it.
    pub root: Node,
}

/// A place in a document that a reference can name: a file and a JSON pointer into it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// The file.
    pub file: FileId,
    /// The pointer: `/Post`, `/components/schemas/Post`. Empty for the whole file.
    pub pointer: String,
}

impl Node {
    /// The value under a key, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The key and its value, if this is a map that has it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key.value == key)
    }

    /// The entries, if this is a map; else none.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items, if this is a list; else none.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The text, if this is text.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The node that a JSON pointer leads to.
    pub fn at(&self, pointer: &str) -> Option<&Node> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(self, |node, segment| {
            let key = segment.replace("~1", "/").replace("~0", "~");
            match &node.value {
                Value::Map(_) => node.get(&key),
                Value::List(items) => items.get(key.parse::<usize>().ok()?),
                _ => None,
            }
        })
    }

    /// The value as JSON, keys in the order in which they were written.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => serde_json::Value::Bool(*value),
            Value::Number(number) => serde_json::Value::Number(number.clone()),
            Value::Text(text) => serde_json::Value::String(text.clone()),
            Value::List(items) => serde_json::Value::Array(items.iter().map(Self::to_json).collect()),
            Value::Map(entries) => serde_json::Value::Object(
                entries.iter().map(|entry| (entry.key.value.clone(), entry.value.to_json())).collect(),
            ),
        }
    }

    /// What kind of value this is, for messages: `a list`.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }
}

impl Address {
    /// The address of a key or an index below this one.
    #[must_use]
    pub fn child(&self, segment: &str) -> Self {
        let escaped = segment.replace('~', "~0").replace('/', "~1");
        Self { file: self.file, pointer: format!("{}/{escaped}", self.pointer) }
    }

    /// The last segment of the pointer, unescaped: `Post`.
    pub fn last_segment(&self) -> Option<String> {
        let (_, last) = self.pointer.rsplit_once('/')?;
        Some(last.replace("~1", "/").replace("~0", "~"))
    }
}
