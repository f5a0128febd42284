//! `dist/chatgpt/openapi.json`: the document that a GPT's action is made of.

use serde_json::{Map, Value, json};

use super::action::{Action, AnswerCase, Input};
use super::schema::Shaper;
use super::{Source, limits, text};
use crate::diagnostic::Diagnostic;
use crate::document::Address;
use crate::fileset::GeneratedFile;
use crate::model::{BodyShape, CredentialPlace, Place};

const PATH: &str = "dist/chatgpt/openapi.json";

/// What the one security scheme is called.
const SCHEME: &str = "bearer";

/// Writes the document. What the host would refuse is among the faults.
pub(super) fn write(
    source: &Source<'_>,
    actions: &[Action<'_>],
    faults: &mut Vec<Diagnostic>,
) -> GeneratedFile {
    let mut writer = Writer { shaper: Shaper::new(&source.types), faults };
    let mut paths = Map::new();
    for action in actions {
        let item = paths.entry(action.path).or_insert_with(|| json!({}));
        item[action.method.as_str().to_ascii_lowercase()] = writer.operation(action);
    }
    let is_full = writer.shaper.is_full();
    let components = std::mem::take(&mut writer.shaper.components);
    let document = json!({
        "openapi": "3.1.0",
        "info": info(source),
        "servers": [{
            "url": source.settings.server.value,
            "description": text::one_line(&source.settings.server_description.value),
        }],
        "security": security(source, faults),
        "tags": tags(source, actions),
        "paths": paths,
        "components": {
            "securitySchemes": { SCHEME: {
                "type": "http",
                "scheme": "bearer",
                "description": text::one_line(&source.settings.credential.value),
            } },
            "schemas": components,
        },
    });
    let content = serde_json::to_string_pretty(&document).unwrap_or_default() + "\n";
    if is_full || content.len() > limits::DOCUMENT_BYTES {
        let size = if is_full { String::from("endless") } else { format!("{} bytes long", content.len()) };
        faults.push(limits::beyond(
            source.settings.span,
            format!("the document for ChatGPT is {size}; {} bytes are what it takes", limits::DOCUMENT_BYTES),
            "the document that these marks make",
            "mark fewer operations, those with the largest answers first",
        ));
    }
    GeneratedFile { path: PATH.to_owned(), content }
}

fn info(source: &Source<'_>) -> Value {
    let written = source.document.info.summary.as_ref();
    let mut info = json!({
        "title": source.model.title,
        "version": source.model.version,
        "description": text::one_line(&source.settings.description.value),
    });
    if let Some(summary) = written {
        info["summary"] = text::one_line(&summary.value).into();
    }
    for (part, keys) in [("contact", ["name", "url", "email"]), ("license", ["name", "identifier", "url"])] {
        for key in keys {
            let at = Address { file: source.document.root, pointer: format!("/info/{part}/{key}") };
            if let Some(node) = source.document.node(&at) {
                info[part][key] = node.to_json();
            }
        }
    }
    info
}

/// The one credential that the host sends: a bearer token.
fn security(source: &Source<'_>, faults: &mut Vec<Diagnostic>) -> Value {
    if !matches!(source.model.credential, CredentialPlace::Bearer | CredentialPlace::None) {
        faults.push(limits::beyond(
            source.settings.span,
            "ChatGPT can't send the credential of this API: the document for it has one bearer token".to_owned(),
            "the credential travels in a header or a parameter of its own",
            "describe a security scheme with `type: http` and `scheme: bearer`, and let the gateway pass it on",
        ));
    }
    json!([{ SCHEME: [] }])
}

fn tags(source: &Source<'_>, actions: &[Action<'_>]) -> Value {
    let used = source.model.tags.iter().filter(|tag| actions.iter().any(|one| one.tag == tag.name.as_str()));
    used.map(|tag| json!({ "name": tag.name.as_str(), "description": text::one_line(&tag.description) }))
        .collect()
}

struct Writer<'m, 'f> {
    shaper: Shaper<'m>,
    faults: &'f mut Vec<Diagnostic>,
}

impl Writer<'_, '_> {
    fn operation(&mut self, action: &Action<'_>) -> Value {
        let mut out = json!({
            "operationId": action.id,
            "summary": text::one_line(action.summary),
            "description": self.description(action),
            "tags": [action.tag],
            "x-openai-isConsequential": !action.only_reads(),
        });
        let outside =
            action.inputs.iter().filter(|input| matches!(input.place, Place::Path | Place::Query(_)));
        let parameters: Vec<Value> = outside.map(|input| self.parameter(action, input)).collect();
        if !parameters.is_empty() {
            out["parameters"] = parameters.into();
        }
        if let Some(body) = self.body(action) {
            out["requestBody"] = body;
        }
        out["responses"] = self.responses(action);
        out
    }

    /// The description, cut so that it and the summary keep within the limit together.
    fn description(&mut self, action: &Action<'_>) -> String {
        let summary = text::one_line(action.summary);
        let description = match text::one_line(action.description) {
            empty if empty.is_empty() => format!("{summary}."),
            some => some,
        };
        let room = limits::OPERATION_TEXT.checked_sub(summary.chars().count());
        let fitting = room.and_then(|room| text::fit(&description, room));
        fitting.unwrap_or_else(|| {
            self.faults.push(limits::beyond(
                action.place,
                format!("the description of `{}` can't be cut to what ChatGPT takes", action.id),
                "not even its first sentence fits",
                format!(
                    "summary and description may have {} characters together: write a first sentence of at most {}",
                    limits::OPERATION_TEXT,
                    room.unwrap_or_default(),
                ),
            ));
            description
        })
    }

    fn parameter(&mut self, action: &Action<'_>, input: &Input) -> Value {
        let mut schema = self.shaper.asked(&input.schema);
        let mut words = self.words(action, input);
        let mut add = |sentence: &str| {
            words = text::with_sentence(std::mem::take(&mut words), sentence, limits::PARAMETER_TEXT);
        };
        if schema["type"] == "array" {
            add("Several values are separated by commas.");
            schema = json!({ "type": "string" });
        }
        if input.is_page_size {
            cap(&mut schema);
            add(&format!("Here it is at most {}.", schema["maximum"]));
        }
        if let Some(fields) = schema.as_object_mut() {
            fields.shift_remove("description");
        }
        json!({
            "name": input.name,
            "in": if input.place == Place::Path { "path" } else { "query" },
            "required": input.required,
            "description": words,
            "schema": schema,
        })
    }

    /// What is said of an input, with the values that are known, as far as they fit.
    fn words(&mut self, action: &Action<'_>, input: &Input) -> String {
        let doc = text::one_line(&input.doc);
        let own = text::fit(&doc, limits::PARAMETER_TEXT).unwrap_or_else(|| {
            self.faults.push(limits::beyond(
                input.span,
                format!(
                    "the description of `{}` of `{}` can't be cut to what ChatGPT takes",
                    input.name, action.id
                ),
                "not even its first sentence fits",
                format!("write a first sentence of at most {} characters", limits::PARAMETER_TEXT),
            ));
            doc
        });
        text::with_values(own, &self.shaper.known_values(&input.schema), limits::PARAMETER_TEXT)
    }

    fn body(&mut self, action: &Action<'_>) -> Option<Value> {
        let (schema, required) = match action.body {
            BodyShape::Empty => return None,
            BodyShape::Whole => {
                let whole = action.inputs.iter().find(|input| input.place == Place::Body)?;
                (self.shaper.asked(&whole.schema), whole.required)
            }
            BodyShape::Fields { required } => (self.fields(action), required),
        };
        Some(json!({ "required": required, "content": { "application/json": { "schema": schema } } }))
    }

    fn fields(&mut self, action: &Action<'_>) -> Value {
        let fields: Vec<&Input> =
            action.inputs.iter().filter(|input| input.place == Place::BodyField).collect();
        let mut properties = Map::new();
        for input in &fields {
            let mut schema = self.shaper.asked(&input.schema);
            let words = self.words(action, input);
            if !words.is_empty() {
                schema["description"] = words.into();
            }
            properties.insert(input.name.clone(), schema);
        }
        let required: Vec<&str> =
            fields.iter().filter(|input| input.required).map(|input| input.name.as_str()).collect();
        let mut schema = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        schema
    }

    /// The answers when all went well, the refusals by their words alone, and one body for all that went wrong.
    fn responses(&mut self, action: &Action<'_>) -> Value {
        let mut out = Map::new();
        for AnswerCase { status, description, schema } in &action.answers {
            let words = text::one_line(description);
            let mut response =
                json!({ "description": if words.is_empty() { "It is done." } else { words.as_str() } });
            if let Some(schema) = schema {
                let schema = self.shaper.answered(schema);
                response["content"] = json!({ "application/json": { "schema": schema } });
            }
            out.insert(status.to_string(), response);
        }
        for (status, description) in &action.refusals {
            out.insert(status.to_string(), json!({ "description": text::one_line(description) }));
        }
        out.insert("default".to_owned(), failed());
        Value::Object(out)
    }
}

fn failed() -> Value {
    let schema = json!({ "type": "object", "properties": {}, "additionalProperties": true });
    json!({
        "description": "It went wrong. The body says why, and what to do.",
        "content": { "application/json": { "schema": schema } },
    })
}

/// Caps the number of entries that one answer is asked for.
fn cap(schema: &mut Value) {
    let lower = |value: Option<u64>| value.map_or(limits::PAGE, |value| value.min(limits::PAGE));
    schema["maximum"] = lower(schema["maximum"].as_u64()).into();
    if let Some(default) = schema["default"].as_u64() {
        schema["default"] = lower(Some(default)).into();
    }
}
