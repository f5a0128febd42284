//! What the document says of a place in an answer: which properties it may have, which words.

use serde_json::Value;

/// A place in a value, with the schemas that hold there: several where the document leaves a choice, none where it says
/// nothing.
#[derive(Clone)]
pub(super) struct Place<'s> {
    root: &'s Value,
    schemas: Vec<&'s Value>,
}

/// References and choices that lie deeper within each other than this are left aside: schemas may go round in circles.
const DEEPEST: u8 = 16;

impl<'s> Place<'s> {
    /// The place of a whole value; `root` holds the named types.
    pub(super) fn of(root: &'s Value, schema: &'s Value) -> Self {
        let mut place = Self { root, schemas: Vec::new() };
        place.add(schema, DEEPEST);
        place
    }

    /// The place of a property, and whether the document names it.
    pub(super) fn property(&self, name: &str) -> (Self, bool) {
        let mut place = Self { root: self.root, schemas: Vec::new() };
        let mut named = false;
        for schema in &self.schemas {
            let own = schema.get("properties").and_then(|properties| properties.get(name));
            named |= own.is_some();
            if let Some(inner) = own.or_else(|| schema.get("additionalProperties")) {
                place.add(inner, DEEPEST);
            }
        }
        (place, named)
    }

    /// The place of an entry of a list.
    pub(super) fn entry(&self) -> Self {
        let mut place = Self { root: self.root, schemas: Vec::new() };
        for schema in &self.schemas {
            if let Some(items) = schema.get("items") {
                place.add(items, DEEPEST);
            }
        }
        place
    }

    /// Whether it is text that nobody may see.
    pub(super) fn is_secret(&self) -> bool {
        self.schemas.iter().any(|schema| {
            schema.get("format").is_some_and(|format| format == "password")
                || schema.get("x-secret").is_some_and(|mark| *mark == true)
        })
    }

    /// Whether the document lists this text.
    pub(super) fn lists(&self, text: &str) -> bool {
        self.schemas
            .iter()
            .any(|schema| words(schema).is_some_and(|words| words.iter().any(|word| *word == text)))
    }

    /// Whether a text here can only be one of a list, which may have grown since the document was written.
    pub(super) fn is_of_a_list(&self) -> bool {
        let mut listed = false;
        for schema in &self.schemas {
            if has_type(schema, &["string"]) || words(schema).is_some() {
                if words(schema).is_none() {
                    return false;
                }
                listed = true;
            }
        }
        listed
    }

    /// Whether a value here may be of one of these types.
    pub(super) fn may_be(&self, types: &[&str]) -> bool {
        self.schemas.iter().any(|schema| has_type(schema, types))
    }

    /// Whether a text here may have one of these formats.
    pub(super) fn has_format(&self, formats: &[&str]) -> bool {
        let is_one = |schema: &&Value| {
            schema.get("format").and_then(Value::as_str).is_some_and(|own| formats.contains(&own))
        };
        self.schemas.iter().any(is_one)
    }

    fn add(&mut self, schema: &'s Value, depth: u8) {
        let Some(depth) = depth.checked_sub(1) else { return };
        if let Some(name) =
            schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix("#/$defs/"))
        {
            if let Some(named) = self.root.get("$defs").and_then(|all| all.get(name)) {
                self.add(named, depth);
            }
            return;
        }
        let choices = schema.get("anyOf").and_then(Value::as_array);
        match choices {
            Some(choices) => choices.iter().for_each(|choice| self.add(choice, depth)),
            None => self.schemas.push(schema),
        }
    }
}

/// The texts that a schema lists. `examples` is how the catalogue writes the known words of an open list.
fn words(schema: &Value) -> Option<&[Value]> {
    let list = schema.get("enum").or_else(|| schema.get("examples")).and_then(Value::as_array);
    list.map(Vec::as_slice).or_else(|| schema.get("const").map(std::slice::from_ref))
}

fn has_type(schema: &Value, types: &[&str]) -> bool {
    let is_one = |name: &Value| name.as_str().is_some_and(|name| types.contains(&name));
    match schema.get("type") {
        Some(Value::Array(names)) => names.iter().any(is_one),
        Some(name) => is_one(name),
        None => false,
    }
}
