//! JSON Schemas of types and arguments, for surfaces that speak JSON: compact, keys sorted.
//!
//! A named type is `{"$ref":"#/$defs/Name"}` wherever it is used; the catalogue puts the definitions together.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Lowering;
use super::flatten::{Flat, flatten};
use crate::document::{AdditionalProperties, Node, SchemaId, SchemaUse};
use crate::model::TypeName;

impl Lowering<'_> {
    /// The schema of an answer or an input.
    pub(super) fn json_schema(&mut self, one: SchemaUse) -> String {
        sorted(self.use_of(one)).to_string()
    }

    /// The same without the description at its top: an argument is described beside it.
    pub(super) fn bare_json_schema(&mut self, one: SchemaUse) -> String {
        let mut schema = self.use_of(one);
        if let Some(fields) = schema.as_object_mut() {
            fields.shift_remove("description");
        }
        sorted(schema).to_string()
    }

    /// Gives every type its schema.
    pub(super) fn write_schemas(&mut self) {
        let drafts: Vec<(TypeName, Option<SchemaId>)> =
            self.drafts.iter().map(|(name, draft)| (name.clone(), draft.schema)).collect();
        for (name, schema) in drafts {
            let value = match schema {
                Some(id) => {
                    let flat = flatten(self, id);
                    self.schema_of(&flat, true)
                }
                None => json!({ "type": "string" }),
            };
            if let Some(draft) = self.drafts.get_mut(&name) {
                draft.def.json_schema = sorted(value).to_string();
            }
        }
    }

    fn use_of(&mut self, one: SchemaUse) -> Value {
        let flat = flatten(self, one.schema);
        if let Some(name) = self.named.get(&one.schema) {
            return or_null(json!({ "$ref": format!("#/$defs/{name}") }), flat.nullable);
        }
        if self.open.contains(&one.schema) {
            return json!({});
        }
        self.open.push(one.schema);
        let schema = self.schema_of(&flat, false);
        self.open.pop();
        schema
    }

    /// The schema written out; `own` if it is the definition of a type, which is described there.
    fn schema_of(&mut self, flat: &Flat, own: bool) -> Value {
        if let Some(only) = flat.only {
            let inner = self.use_of(only);
            return or_null(inner, flat.nullable && !own);
        }
        let mut out = Map::new();
        let mut set = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                out.insert(key.to_owned(), value);
            }
        };
        set("type", types(flat));
        set("format", flat.format.clone().map(Value::from));
        set("enum", flat.enumeration.as_ref().map(|nodes| nodes.iter().map(Node::to_json).collect()));
        set("const", flat.constant.as_ref().map(Node::to_json));
        set("examples", flat.known_values.clone().map(Value::from));
        set("default", flat.default.as_ref().map(Node::to_json));
        set("description", flat.description.clone().map(|text| Value::from(text.trim().to_owned())));
        bounds(flat, &mut set);
        if !flat.properties.is_empty() {
            let properties: BTreeMap<&String, Value> =
                flat.properties.iter().map(|(name, one)| (name, self.use_of(*one))).collect();
            set("properties", Some(json!(properties)));
        }
        set("required", (!flat.required.is_empty()).then(|| json!(flat.required)));
        let additional = match flat.additional {
            Some(AdditionalProperties::Schema(one)) => Some(self.use_of(one)),
            _ => None,
        };
        set("additionalProperties", additional);
        let items = flat.items.map(|one| self.use_of(one));
        set("items", items);
        if !flat.choices.is_empty() {
            let mut members: Vec<Value> = flat.choices.iter().map(|one| self.use_of(*one)).collect();
            members.extend(flat.nullable.then(|| json!({ "type": "null" })));
            set("anyOf", Some(Value::from(members)));
        }
        Value::Object(out)
    }
}

fn types(flat: &Flat) -> Option<Value> {
    let mut words: Vec<&str> = flat.types.iter().flatten().map(|ty| ty.as_str()).collect();
    if words.is_empty() && flat.known_values.is_some() {
        words.push("string");
    }
    if flat.nullable && !words.is_empty() {
        words.push("null");
    }
    match words.as_slice() {
        [] => None,
        [one] => Some(json!(one)),
        _ => Some(json!(words)),
    }
}

fn bounds(flat: &Flat, set: &mut impl FnMut(&str, Option<Value>)) {
    let bounds = &flat.bounds;
    for (key, number) in [
        ("minimum", &bounds.minimum),
        ("maximum", &bounds.maximum),
        ("exclusiveMinimum", &bounds.exclusive_minimum),
        ("exclusiveMaximum", &bounds.exclusive_maximum),
        ("multipleOf", &bounds.multiple_of),
    ] {
        set(key, number.as_ref().map(|number| Value::Number(number.value.clone())));
    }
    for (key, count) in [
        ("minLength", &bounds.min_length),
        ("maxLength", &bounds.max_length),
        ("minItems", &bounds.min_items),
        ("maxItems", &bounds.max_items),
        ("minProperties", &bounds.min_properties),
        ("maxProperties", &bounds.max_properties),
    ] {
        set(key, count.as_ref().map(|count| json!(count.value)));
    }
    set("pattern", bounds.pattern.as_ref().map(|pattern| json!(pattern.value)));
    set("uniqueItems", bounds.unique_items.then_some(Value::Bool(true)));
}

fn or_null(schema: Value, nullable: bool) -> Value {
    if nullable { json!({ "anyOf": [schema, { "type": "null" }] }) } else { schema }
}

/// The value with the keys of every object in it sorted.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let by_key: BTreeMap<String, Value> =
                map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            Value::Object(by_key.into_iter().collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(sorted).collect()),
        plain => plain,
    }
}
