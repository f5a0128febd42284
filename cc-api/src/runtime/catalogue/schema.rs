//! JSON Schemas that stand on their own, put together from the table of named types.

use serde_json::{Map, Value};

use super::{BodyShape, Operation};

/// Finds the schema of a named type in the table of the crate.
type Lookup = fn(&str) -> Option<&'static str>;

/// The schema of an object with all that a caller may pass, by the callers' names.
///
/// `lookup` finds the schema of a named type; generated crates hand in their own table.
pub fn input_schema(operation: &Operation, lookup: Lookup) -> Value {
    // Properties are set by `[]` all over this file: it is compiled with `serde_json`, `json!` and `insert` with us.
    let mut properties = Value::Object(Map::new());
    for param in operation.params {
        let mut schema = parsed(param.schema);
        if param.nullable {
            let mut either = Value::Object(Map::new());
            either["anyOf"] = Value::Array(vec![schema, parsed(r#"{"type":"null"}"#)]);
            schema = either;
        }
        describe(&mut schema, param.doc);
        properties[argument_name(operation, param.name)] = schema;
    }
    let mut required = Vec::new();
    for param in operation.required_params() {
        required.push(Value::from(argument_name(operation, param.name)));
    }
    let mut schema = Value::Object(Map::new());
    schema["type"] = Value::from("object");
    schema["properties"] = properties;
    schema["required"] = Value::Array(required);
    schema["additionalProperties"] = Value::Bool(false);
    with_definitions(schema, lookup)
}

/// The schema of the answer; none if the answer is empty.
pub fn output_schema(operation: &Operation, lookup: Lookup) -> Option<Value> {
    operation.answer.schema.map(|schema| with_definitions(parsed(schema), lookup))
}

/// A body that is passed whole has no name of its own in the request; callers know it as `body`.
fn argument_name<'a>(operation: &Operation, name: &'a str) -> &'a str {
    let nameless = name.is_empty() && operation.body == BodyShape::Whole;
    if nameless { "body" } else { name }
}

fn parsed(schema: &str) -> Value {
    schema.parse().unwrap_or(Value::Bool(true))
}

/// Adds the meaning, where the schema has none of its own.
fn describe(schema: &mut Value, doc: &str) {
    if schema.is_object() && !doc.is_empty() && schema.get("description").is_none() {
        schema["description"] = Value::from(doc);
    }
}

/// Adds every named type that the schema leads to, as `$defs`.
fn with_definitions(mut schema: Value, lookup: Lookup) -> Value {
    let mut found = Value::Object(Map::new());
    let mut open = Vec::new();
    references(&schema, &mut open);
    while let Some(name) = open.pop() {
        if found.get(&name).is_some() {
            continue;
        }
        let definition = lookup(&name).map_or(Value::Bool(true), parsed);
        references(&definition, &mut open);
        found[&name] = definition;
    }
    if schema.is_object() && found.as_object().is_some_and(|found| !found.is_empty()) {
        schema["$defs"] = found;
    }
    schema
}

fn references(schema: &Value, out: &mut Vec<String>) {
    match schema {
        Value::Object(fields) => {
            let target = schema.get("$ref").and_then(Value::as_str);
            if let Some(name) = target.and_then(|target| target.strip_prefix("#/$defs/")) {
                out.push(name.to_owned());
            }
            for (_, value) in fields {
                references(value, out);
            }
        }
        Value::Array(items) => {
            for item in items {
                references(item, out);
            }
        }
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
