//! Schemas as the host takes them: one type each, `properties` on every object, no circles, no more depth than helps.
//!
//! What is asked for says all that a caller must know, and no null: the host's form has no place for it. What is answered
//! promises little, since answers are cut to size: nothing is required, and no bound is named.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::limits::{ANSWER_LEVELS, PARAMETER_TEXT, REQUEST_LEVELS, SCHEMAS};
use super::text;
use crate::model::ApiModel;

/// Formats that everybody knows; ours mean nothing to the host.
const FORMATS: [&str; 9] = ["date", "date-time", "double", "email", "float", "int32", "int64", "uri", "uuid"];

/// What is said of values that are asked for, and of no answer.
const BOUNDS: [&str; 12] = [
    "default",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
];

/// Which way the values travel.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Asked,
    Answered,
}

/// The schemas of all named types, read once.
pub(super) struct Types<'m>(BTreeMap<&'m str, Value>);

impl<'m> Types<'m> {
    pub(super) fn of(model: &'m ApiModel) -> Self {
        let read = |json: &str| serde_json::from_str(json).unwrap_or_default();
        Self(model.types.iter().map(|one| (one.name.as_str(), read(&one.json_schema))).collect())
    }

    /// The schema, what it refers to in place of a reference, and the value in place of a choice between it and null.
    pub(super) fn resolved<'s>(&'s self, mut schema: &'s Value) -> &'s Value {
        // A chain of names is never longer than the list of types.
        for _ in 0..=self.0.len() {
            let members = schema["anyOf"].as_array().into_iter().flatten();
            let mut values = members.filter(|member| member["type"] != "null");
            let next = match (named(schema), values.next(), values.next()) {
                (Some(name), ..) => self.0.get(name),
                (None, Some(only), None) => Some(only),
                _ => None,
            };
            let Some(next) = next else { break };
            schema = next;
        }
        schema
    }
}

/// Writes schemas, and keeps the components that they refer to.
pub(super) struct Shaper<'m> {
    types: &'m Types<'m>,
    /// The types that answers are made of, by name, in the order in which they were met.
    pub(super) components: Map<String, Value>,
    /// The named types that are being written: meeting one again is a circle.
    open: Vec<String>,
    /// How many more schemas are written. Types that contain each other twice over and over would fill any machine; long
    /// before, the document is larger than the host takes.
    room: usize,
}

impl<'m> Shaper<'m> {
    pub(super) fn new(types: &'m Types<'m>) -> Self {
        Self { types, components: Map::new(), open: Vec::new(), room: SCHEMAS }
    }

    /// Whether there were more schemas than can be written.
    pub(super) fn is_full(&self) -> bool {
        self.room == 0
    }

    /// The values that are known of an open set, or of a list of them.
    pub(super) fn known_values(&self, schema: &Value) -> Vec<String> {
        let one = self.types.resolved(schema);
        known_values(one.get("items").map_or(one, |items| self.types.resolved(items)))
    }

    /// A value that is asked for.
    pub(super) fn asked(&mut self, schema: &Value) -> Value {
        self.shape(schema, Way::Asked, REQUEST_LEVELS)
    }

    /// An answer: the object itself, and its entries by name where they have one.
    pub(super) fn answered(&mut self, schema: &Value) -> Value {
        if let Some(reference) = self.component(schema) {
            return reference;
        }
        if schema["type"] == "array" {
            return json!({ "type": "array", "items": self.answered(&schema["items"]) });
        }
        let Some(properties) = schema["properties"].as_object() else {
            return self.shape(schema, Way::Answered, ANSWER_LEVELS);
        };
        let properties: Map<String, Value> = properties
            .iter()
            .map(|(name, value)| {
                let entry = self.component(&value["items"]).filter(|_| value["type"] == "array");
                let shaped = match entry {
                    Some(entry) => described(json!({ "type": "array" }), value, "items", entry),
                    None => self.shape(value, Way::Answered, ANSWER_LEVELS),
                };
                (name.clone(), shaped)
            })
            .collect();
        described(json!({ "type": "object" }), schema, "properties", Value::Object(properties))
    }

    /// A reference to the component that a named object becomes.
    fn component(&mut self, schema: &Value) -> Option<Value> {
        let name = named(schema)?;
        if self.types.0.get(name)?["properties"].is_null() {
            return None;
        }
        if !self.components.contains_key(name) {
            let shaped = self.shape(schema, Way::Answered, ANSWER_LEVELS);
            self.components.insert(name.to_owned(), shaped);
        }
        Some(json!({ "$ref": format!("#/components/schemas/{name}") }))
    }

    fn shape(&mut self, schema: &Value, way: Way, levels: usize) -> Value {
        self.room = self.room.saturating_sub(1);
        if self.is_full() {
            return json!({});
        }
        let Some(name) = named(schema) else { return self.written(schema, way, levels) };
        let types = self.types;
        let Some(definition) = types.0.get(name) else { return json!({}) };
        if self.open.iter().any(|open| open == name) {
            return collapsed(definition);
        }
        self.open.push(name.to_owned());
        let shaped = self.written(definition, way, levels);
        self.open.pop();
        shaped
    }

    /// A schema that is no reference.
    fn written(&mut self, schema: &Value, way: Way, levels: usize) -> Value {
        if let Some(choices) = schema["anyOf"].as_array() {
            return self.choice(schema, choices, way, levels);
        }
        let types = types(schema);
        match types.as_slice() {
            [] => facts(schema, None, way),
            [only] => self.typed(schema, only, way, levels),
            several => {
                let mut bare = schema.clone();
                if let Some(bare) = bare.as_object_mut() {
                    bare.retain(|key, _| key != "description");
                }
                let kept = several.iter().filter(|word| way == Way::Answered || *word != "null");
                let members = kept
                    .map(|word| match word.as_str() {
                        "null" => json!({ "type": "null" }),
                        word => self.typed(&bare, word, way, levels),
                    })
                    .collect();
                joined(schema, members)
            }
        }
    }

    fn choice(&mut self, schema: &Value, choices: &[Value], way: Way, levels: usize) -> Value {
        let kept = choices.iter().filter(|choice| keeps(choice, way));
        let members: Vec<Value> = kept.map(|choice| self.shape(choice, way, levels)).collect();
        joined(schema, members)
    }

    fn typed(&mut self, schema: &Value, word: &str, way: Way, levels: usize) -> Value {
        let mut out = facts(schema, Some(word), way);
        let Some(fields) = out.as_object_mut() else { return out };
        match word {
            "array" => {
                let items = schema.get("items").map_or_else(|| json!({}), |one| self.shape(one, way, levels));
                fields.insert("items".to_owned(), items);
            }
            "object" => {
                let Some(below) = levels.checked_sub(1) else { return collapsed(schema) };
                let properties = schema["properties"].as_object().into_iter().flatten();
                let properties: Map<String, Value> =
                    properties.map(|(name, value)| (name.clone(), self.shape(value, way, below))).collect();
                fields.insert("properties".to_owned(), Value::Object(properties));
                if let Some(required) = schema.get("required").filter(|_| way == Way::Asked) {
                    fields.insert("required".to_owned(), required.clone());
                }
                if let Some(values) = schema.get("additionalProperties") {
                    fields.insert("additionalProperties".to_owned(), self.shape(values, way, below));
                }
            }
            _ => {}
        }
        out
    }
}

/// The name of the type that the schema refers to.
fn named(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/$defs/")
}

/// The words of `type`, or the one that the rest implies.
fn types(schema: &Value) -> Vec<String> {
    let implied = || match schema {
        _ if schema.get("properties").is_some() || schema.get("additionalProperties").is_some() => "object",
        _ if schema.get("items").is_some() => "array",
        _ => "",
    };
    match &schema["type"] {
        Value::String(one) => vec![one.clone()],
        Value::Array(several) => several.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Some(implied()).filter(|word| !word.is_empty()).map(str::to_owned).into_iter().collect(),
    }
}

/// Whether a member of a choice stays: null is answered, and never asked for.
fn keeps(member: &Value, way: Way) -> bool {
    way == Way::Answered || member["type"] != "null"
}

/// The one member itself, or a choice among several, with the description that stands around them.
fn joined(schema: &Value, mut members: Vec<Value>) -> Value {
    let mut out = if members.len() == 1 { members.remove(0) } else { json!({ "anyOf": members }) };
    if let (Some(fields), Some(outer)) =
        (out.as_object_mut(), schema.get("description").and_then(Value::as_str))
    {
        let own = fields.get("description").and_then(Value::as_str).unwrap_or_default();
        let words = text::fit(outer, PARAMETER_TEXT).unwrap_or_else(|| own.to_owned());
        fields.insert("description".to_owned(), words.into());
    }
    out
}

/// Everything that is said of a value beside what it is made of.
fn facts(schema: &Value, word: Option<&str>, way: Way) -> Value {
    let mut out = Map::new();
    if let Some(word) = word {
        out.insert("type".to_owned(), word.into());
    }
    let format = schema["format"].as_str();
    if let Some(format) = format.filter(|format| FORMATS.contains(format)) {
        out.insert("format".to_owned(), format.into());
    }
    let words = text::fit(schema["description"].as_str().unwrap_or_default(), PARAMETER_TEXT);
    let words = text::with_values(words.unwrap_or_default(), &known_values(schema), PARAMETER_TEXT);
    if !words.is_empty() {
        out.insert("description".to_owned(), words.into());
    }
    let closed = schema.get("enum").cloned().or_else(|| Some(json!([schema.get("const")?])));
    if let Some(closed) = closed {
        out.insert("enum".to_owned(), closed);
    }
    if way == Way::Asked {
        for bound in BOUNDS {
            if let Some(value) = schema.get(bound).filter(|value| !value.is_null()) {
                out.insert(bound.to_owned(), value.clone());
            }
        }
        if let Some(pattern) = format.and_then(pattern_of).filter(|_| !out.contains_key("pattern")) {
            out.insert("pattern".to_owned(), pattern.into());
        }
    }
    Value::Object(out)
}

/// The values of an open set, which the model keeps as examples.
fn known_values(schema: &Value) -> Vec<String> {
    let values = schema["examples"].as_array().into_iter().flatten();
    values.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What our own formats look like.
fn pattern_of(format: &str) -> Option<&'static str> {
    match format {
        "year-month" => Some(r"^\d{4}-\d{2}$"),
        "week" => Some(r"^\d{4}-\d{2}-\d{2}$"),
        _ => None,
    }
}

/// The schema as a free value of its kind.
fn collapsed(schema: &Value) -> Value {
    let types = types(schema);
    let mut out = facts(schema, types.first().map(String::as_str), Way::Answered);
    if let Some(fields) = out.as_object_mut() {
        if types.first().is_some_and(|word| word == "array") {
            fields.insert("items".to_owned(), json!({}));
        } else {
            fields.insert("properties".to_owned(), json!({}));
            fields.insert("additionalProperties".to_owned(), Value::Bool(true));
        }
    }
    out
}

/// An object or a list with the description of its schema, and one more key.
fn described(mut out: Value, schema: &Value, key: &str, value: Value) -> Value {
    if let Some(fields) = out.as_object_mut() {
        let words = text::fit(schema["description"].as_str().unwrap_or_default(), PARAMETER_TEXT);
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            fields.insert("description".to_owned(), words.into());
        }
        fields.insert(key.to_owned(), value);
    }
    out
}
