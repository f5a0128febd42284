//! Parts of schemas: limits, discriminators, `additionalProperties`.

use super::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{AdditionalProperties, Address, Bounds, Discriminator, Node, SchemaUse, Value};
use crate::source::Sourced;

/// Keywords that are valid, but describe what no plain type can express.
pub(super) const UNSUPPORTED: [&str; 17] = [
    "not",
    "if",
    "prefixItems",
    "contains",
    "minContains",
    "maxContains",
    "patternProperties",
    "propertyNames",
    "dependentSchemas",
    "dependentRequired",
    "unevaluatedProperties",
    "unevaluatedItems",
    "additionalItems",
    "$dynamicRef",
    "$recursiveRef",
    "contentSchema",
    "dependencies",
];

/// Keywords that are read, or that say nothing about values.
const READ: [&str; 59] = [
    "$ref",
    "type",
    "title",
    "description",
    "format",
    "enum",
    "const",
    "default",
    "example",
    "examples",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "discriminator",
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
    "minProperties",
    "maxProperties",
    "readOnly",
    "writeOnly",
    "deprecated",
    "nullable",
    "externalDocs",
    "xml",
    "contentEncoding",
    "contentMediaType",
    "$comment",
    "$defs",
    "definitions",
    "$schema",
    "$id",
    "$anchor",
    "$vocabulary",
    "$dynamicAnchor",
    "then",
    "else",
    "x-evidence",
    "x-observed",
    "x-known-values",
    "x-id",
    "x-secret",
    "x-sunset",
    "x-notice-days",
    "x-surfaces",
    "x-zapier",
    "$recursiveAnchor",
];

/// Everything that a schema may have, supported or not.
pub(super) const KEYS: [&str; READ.len() + UNSUPPORTED.len()] = {
    let mut keys = [""; READ.len() + UNSUPPORTED.len()];
    let (read, unsupported) = keys.split_at_mut(READ.len());
    read.copy_from_slice(&READ);
    unsupported.copy_from_slice(&UNSUPPORTED);
    keys
};

impl Reader<'_, '_> {
    pub(super) fn bounds(&mut self, node: &Node) -> Bounds {
        Bounds {
            minimum: self.number(node, "minimum"),
            maximum: self.number(node, "maximum"),
            exclusive_minimum: self.number(node, "exclusiveMinimum"),
            exclusive_maximum: self.number(node, "exclusiveMaximum"),
            multiple_of: self.number(node, "multipleOf"),
            min_length: self.count(node, "minLength"),
            max_length: self.count(node, "maxLength"),
            pattern: self.text(node, "pattern"),
            min_items: self.count(node, "minItems"),
            max_items: self.count(node, "maxItems"),
            unique_items: self.flag(node, "uniqueItems").is_some_and(|mark| mark.value),
            min_properties: self.count(node, "minProperties"),
            max_properties: self.count(node, "maxProperties"),
        }
    }

    /// `nullable: true` of `OpenAPI` 3.0.
    pub(super) fn nullable(&mut self, node: &Node) -> bool {
        let Some(mark) = self.flag(node, "nullable") else { return false };
        self.findings.push(
            Diagnostic::new(Code::OldNullable, mark.span, "`nullable` is gone in OpenAPI 3.1")
                .label("other tools ignore this")
                .help("write null among the types: `type: [string, 'null']`"),
        );
        mark.value
    }

    pub(super) fn additional(&mut self, node: &Node, at: &Address) -> Option<Sourced<AdditionalProperties>> {
        let value = node.get("additionalProperties")?;
        let additional = match value.value {
            Value::Bool(true) => AdditionalProperties::Anything,
            Value::Bool(false) => AdditionalProperties::Nothing,
            _ => AdditionalProperties::Schema(self.schema_under(node, at, "additionalProperties")?),
        };
        Some(Sourced::new(additional, value.span))
    }

    pub(super) fn discriminator(&mut self, node: &Node, at: &Address) -> Option<Discriminator> {
        let value = node.get("discriminator")?;
        if !self.object(value, "a discriminator", &["propertyName", "mapping"]) {
            return None;
        }
        let mut mapping = Vec::new();
        for entry in self.map(value, "mapping") {
            if let Some(schema) = self.mapped_schema(&entry.value, at) {
                mapping.push((entry.key.clone(), schema));
            }
        }
        let property = self.required_text(value, "propertyName", "a discriminator")?;
        Some(Discriminator { span: value.span, property, mapping })
    }

    /// A mapping names a schema by reference, or by its bare name among the components.
    fn mapped_schema(&mut self, node: &Node, at: &Address) -> Option<SchemaUse> {
        let text = self.as_text(node)?;
        let is_name =
            text.value.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-".contains(letter));
        let bare = format!("/components/schemas/{}", text.value);
        let tree = self.library.tree(at.file)?;
        if is_name && tree.root.at(&bare).is_some() {
            let reference = Sourced::new(format!("#{bare}"), text.span);
            return self.schema_reference(&reference, at, node.span);
        }
        self.schema_reference(&text, at, node.span)
    }
}
