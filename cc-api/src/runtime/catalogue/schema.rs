//! JSON Schemas that stand on their own, put together from the table of named types.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{BodyShape, Operation};

/// Finds the schema of a named type in the table of the crate.
type Lookup = fn(&str) -> Option<&'static str>;

/// The schema of an object with all that a caller may pass, by the callers' names.
///
/// `lookup` finds the schema of a named type; generated crates hand in their own table.
pub fn input_schema(operation: &Operation, lookup: Lookup) -> Value {
    let mut properties = Map::new();
    for param in operation.params {
        let mut schema = parsed(param.schema);
        if param.nullable {
            schema = json!({ "anyOf": [schema, { "type": "null" }] });
        }
        describe(&mut schema, param.doc);
        properties.insert(argument_name(operation, param.name), schema);
    }
    let required: Vec<_> =
        operation.required_params().map(|param| argument_name(operation, param.name)).collect();
    let schema = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    with_definitions(schema, lookup)
}

/// The schema of the answer; none if the answer is empty.
pub fn output_schema(operation: &Operation, lookup: Lookup) -> Option<Value> {
    operation.answer.schema.map(|schema| with_definitions(parsed(schema), lookup))
}

/// A body that is passed whole has no name of its own in the request; callers know it as `body`.
fn argument_name(operation: &Operation, name: &str) -> String {
    let nameless = name.is_empty() && operation.body == BodyShape::Whole;
    if nameless { "body".to_owned() } else { name.to_owned() }
}

fn parsed(schema: &str) -> Value {
    serde_json::from_str(schema).unwrap_or(Value::Bool(true))
}

/// Adds the meaning, where the schema has none of its own.
fn describe(schema: &mut Value, doc: &str) {
    if let Value::Object(fields) = schema
        && !doc.is_empty()
    {
        fields.entry("description").or_insert_with(|| Value::from(doc));
    }
}

/// Adds every named type that the schema leads to, as `$defs`.
fn with_definitions(mut schema: Value, lookup: Lookup) -> Value {
    let mut found: BTreeMap<String, Value> = BTreeMap::new();
    let mut open = Vec::new();
    references(&schema, &mut open);
    while let Some(name) = open.pop() {
        if found.contains_key(&name) {
            continue;
        }
        let definition = lookup(&name).map_or(Value::Bool(true), parsed);
        references(&definition, &mut open);
        found.insert(name, definition);
    }
    if let Value::Object(fields) = &mut schema
        && !found.is_empty()
    {
        fields.insert("$defs".to_owned(), found.into_iter().collect());
    }
    schema
}

fn references(schema: &Value, out: &mut Vec<String>) {
    match schema {
        Value::Object(fields) => {
            let target = fields.get("$ref").and_then(Value::as_str);
            out.extend(target.and_then(|target| target.strip_prefix("#/$defs/")).map(str::to_owned));
            fields.values().for_each(|value| references(value, out));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, out)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Operation, input_schema, output_schema};
    use crate::runtime::catalogue::{Answer, Param};

    fn lookup(name: &str) -> Option<&'static str> {
        match name {
            "Tree" => Some(r##"{"type":"object","properties":{"left":{"$ref":"#/$defs/Tree"}}}"##),
            _ => None,
        }
    }

    #[test]
    fn a_schema_brings_its_named_types_along_even_recursive_ones() {
        let params: &[Param] = &[Param {
            name: "tree",
            schema: r##"{"$ref":"#/$defs/Tree"}"##,
            required: true,
            nullable: true,
            doc: "The tree.",
            ..Param::BLANK
        }];
        let operation = Operation {
            params,
            answer: Answer { schema: Some(r#"{"type":"string"}"#), ..Answer::EMPTY },
            ..Operation::BLANK
        };
        let schema = input_schema(&operation, lookup);
        assert_eq!(schema["required"], json!(["tree"]));
        assert_eq!(schema["$defs"]["Tree"]["type"], "object");
        assert_eq!(schema["properties"]["tree"]["anyOf"][1]["type"], "null");
        assert_eq!(output_schema(&operation, lookup), Some(json!({ "type": "string" })));
    }
}
