//! The JSON Schemas of all answers, parsed: what stands where in an answer.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use cc_api::catalogue;
use serde_json::{Map, Value};

/// The schemas of the catalogue's answers.
static SCHEMAS: LazyLock<Schemas> = LazyLock::new(Schemas::parse);

/// The schemas of answers by operation, and the named types in them.
#[derive(Debug)]
struct Schemas {
    answers: BTreeMap<&'static str, Value>,
    named: BTreeMap<String, Value>,
}

impl Schemas {
    fn parse() -> Self {
        let (mut answers, mut named) = (BTreeMap::new(), BTreeMap::new());
        for operation in catalogue::all() {
            let Some(schema) = operation.answer.schema.map(cc_schema::parsed) else { continue };
            gather(&schema, &mut named);
            answers.insert(operation.id, schema);
        }
        Self { answers, named }
    }
}

/// Adds the named types that a schema leads to.
fn gather(schema: &Value, named: &mut BTreeMap<String, Value>) {
    if let Some(name) = reference(schema).filter(|name| !named.contains_key(*name)) {
        let definition = catalogue::schema(name).map_or(Value::Bool(true), cc_schema::parsed);
        named.insert(name.to_owned(), definition.clone());
        gather(&definition, named);
    }
    parts(schema).for_each(|(part, _)| gather(part, named));
}

/// The name of the type that a schema refers to.
pub(super) fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/$defs/")
}

/// The schema of what an operation answers.
pub(super) fn of_answer(operation: &str) -> Option<&'static Value> {
    SCHEMAS.answers.get(operation)
}

/// The schema of a named type that stands in some answer.
pub(super) fn named(name: &str) -> Option<&'static Value> {
    SCHEMAS.named.get(name)
}

/// All types that stand in some answer.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    SCHEMAS.named.keys().map(String::as_str)
}

/// The fields of a named type; none if it is no object.
pub(super) fn fields(name: &str) -> Option<&'static Map<String, Value>> {
    named(name)?["properties"].as_object()
}

/// How often a named type can stand in one answer, at most.
pub(super) fn most_places(name: &str) -> usize {
    let counts = SCHEMAS.answers.values().map(|schema| places(schema, name, &mut Vec::new()));
    counts.max().unwrap_or(0)
}

/// How often it can stand in a value of this schema. A list may hold any number.
fn places<'s>(schema: &'s Value, wanted: &str, inside: &mut Vec<&'s str>) -> usize {
    if let Some(name) = reference(schema) {
        let own = usize::from(name == wanted);
        let Some(definition) = named(name).filter(|_| !inside.contains(&name)) else {
            // A type within itself can go on and on.
            return if own == 1 { usize::MAX } else { 0 };
        };
        inside.push(name);
        let within = places(definition, wanted, inside);
        inside.pop();
        return own.saturating_add(within);
    }
    parts(schema).fold(0, |sum: usize, (part, is_repeated)| match places(part, wanted, inside) {
        0 => sum,
        _ if is_repeated => usize::MAX,
        count => sum.saturating_add(count),
    })
}

/// The schemas inside a schema, each with whether there may be many of it.
fn parts(schema: &Value) -> impl Iterator<Item = (&Value, bool)> {
    let fields = schema["properties"].as_object().into_iter().flat_map(Map::values);
    let choices = schema["anyOf"].as_array().into_iter().flatten();
    let repeated = [schema.get("items"), schema.get("additionalProperties")].into_iter().flatten();
    fields.chain(choices).map(|part| (part, false)).chain(repeated.map(|part| (part, true)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What a schema says about a value without giving it parts.
    const NO_PARTS: &[&str] = &[
        "$ref",
        "description",
        "enum",
        "examples",
        "format",
        "maxLength",
        "maximum",
        "minLength",
        "minimum",
        "pattern",
        "required",
        "type",
    ];
    const PARTS: &[&str] = &["additionalProperties", "anyOf", "items", "properties"];

    #[test]
    fn every_keyword_of_answers_is_understood() {
        let mut met = BTreeSet::new();
        let mut open: Vec<&Value> = SCHEMAS.answers.values().chain(SCHEMAS.named.values()).collect();
        while let Some(schema) = open.pop() {
            met.extend(schema.as_object().into_iter().flat_map(Map::keys).map(String::as_str));
            open.extend(parts(schema).map(|(part, _)| part));
        }
        let known: BTreeSet<&str> = NO_PARTS.iter().chain(PARTS).copied().collect();
        assert_eq!(met.difference(&known).collect::<Vec<_>>(), Vec::<&&str>::new());
    }

    #[test]
    fn a_type_stands_in_an_answer_as_often_as_its_schema_says() {
        for (name, most) in [
            ("Post", usize::MAX),
            ("UserProfile", 1),
            ("Organization", 1),
            ("InstagramMediaKind", usize::MAX),
            ("PostRef", 0),
        ] {
            assert_eq!(most_places(name), most, "{name}");
        }
    }
}
