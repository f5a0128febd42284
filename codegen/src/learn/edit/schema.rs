//! Changes of schemas.

use super::map_edit::MapEdit;
use super::new_schema::{MEANING, Property};
use super::{Editor, NotWritten, Rank, yaml_text};
use crate::check::idle_keys;
use crate::document::{SchemaId, SchemaType};
use crate::learn::proposal::Values;
use crate::learn::shape::Shape;

/// What a schema is written with before its evidence.
const BEFORE_EVIDENCE: &[&str] = &["description", "format", "type"];

impl Editor<'_> {
    /// The changes of the map that a schema is written as.
    fn schema_edit(&mut self, schema: SchemaId) -> &mut MapEdit {
        let address = self.document.schemas[schema].address.clone();
        self.maps.entry(address).or_default()
    }

    /// Marks a schema as seen.
    fn mark(&mut self, schema: SchemaId, samples: u64) {
        let (key, value) = yaml_text::observed(self.date, samples);
        let edit = self.schema_edit(schema);
        edit.set("x-evidence", "observed", BEFORE_EVIDENCE);
        edit.set(&key, value, &["x-evidence"]);
    }

    pub(super) fn allow_null(&mut self, schema: SchemaId, samples: u64) {
        let types: Vec<&str> = self.document.schemas[schema].value_types().map(SchemaType::as_str).collect();
        self.schema_edit(schema).set("type", yaml_text::types(&types, true), &[]);
        self.mark(schema, samples);
    }

    pub(super) fn allow_null_beside(
        &mut self,
        schema: SchemaId,
        property: &str,
        samples: u64,
    ) -> Result<(), NotWritten> {
        let own = self.document.schemas[schema].property(property).ok_or("the property is not there")?;
        let file = own.schema.span.file;
        let reference = &self.text(file)[own.schema.span.start as usize..own.schema.span.end as usize];
        if !reference.starts_with('{') {
            return Err("the reference is not written in braces");
        }
        let target = &self.document.schemas[own.schema.schema];
        let description = target.description.as_ref().map_or("What it is, is not known.", |text| &text.value);
        let (key, value) = yaml_text::observed(self.date, samples);
        let entries = [
            ("description".to_owned(), yaml_text::quoted(description)),
            ("x-evidence".to_owned(), "observed".to_owned()),
            (key, value),
            ("anyOf".to_owned(), yaml_text::list(&[reference.to_owned(), "{ type: 'null' }".to_owned()])),
        ];
        let piece = super::Splice::replace(own.schema.span, yaml_text::map(&entries));
        self.pieces.entry(file).or_default().push(piece);
        Ok(())
    }

    pub(super) fn reformat(&mut self, schema: SchemaId, format: Option<&'static str>, samples: u64) {
        let edit = self.schema_edit(schema);
        match format {
            Some(format) => edit.set("format", format, &["type"]),
            None => edit.remove("format"),
        }
        self.mark(schema, samples);
    }

    pub(super) fn retype(&mut self, schema: SchemaId, values: &Values, samples: u64) {
        let edit = self.schema_edit(schema);
        // What was said about the old type means nothing for the new one.
        for key in idle_keys::about_one_type().chain(VALUES_OF_A_TYPE) {
            edit.remove(key);
        }
        if values.types.is_empty() {
            edit.remove("type");
        } else {
            edit.set("type", yaml_text::types(&values.types, values.null), &[]);
        }
        if let Some(format) = values.format {
            edit.set("format", format, &["type"]);
        }
        if let Some(items) = values.items {
            edit.set("items", format!("{{ type: {items} }}"), &["type"]);
        }
        self.mark(schema, samples);
    }

    pub(super) fn replace(
        &mut self,
        schema: SchemaId,
        owner: SchemaId,
        name: &str,
        shape: &Shape,
        samples: u64,
    ) -> Result<(), NotWritten> {
        let own = &self.document.schemas[schema];
        let meaning = own.description.as_ref().map_or(MEANING, |text| text.value.as_str());
        let value = self.property_value(owner, Property { name, shape, meaning, samples })?;
        // A schema in a block begins on a line of its own; the braces go on with the key's.
        let start = self.text(own.span.file)[..own.span.start as usize].trim_end().len();
        let piece = super::Splice { start, end: own.span.end as usize, text: format!(" {value}") };
        self.pieces.entry(own.span.file).or_default().push(piece);
        Ok(())
    }

    pub(super) fn drop_bounds(&mut self, schema: SchemaId, samples: u64) {
        let edit = self.schema_edit(schema);
        edit.remove("minimum");
        edit.remove("maximum");
        self.mark(schema, samples);
    }

    pub(super) fn add_values(
        &mut self,
        schema: SchemaId,
        values: &[String],
        samples: u64,
    ) -> Result<(), NotWritten> {
        let address = self.document.schemas[schema].address.clone();
        let node = self.document.node(&address).ok_or("the schema is not there")?;
        let list = node.get("x-known-values").or_else(|| node.get("enum")).ok_or("the list is not there")?;
        let words: Vec<String> = values.iter().map(|word| yaml_text::word(word)).collect();
        let text = self.text(address.file);
        let end_of_list = list.items().last().ok_or("the list is empty")?.span;
        if text[list.span.start as usize..].starts_with('[') {
            let added = format!(", {}", words.join(", "));
            let piece = super::Splice::insert(end_of_list.end as usize, added);
            self.pieces.entry(address.file).or_default().push(piece);
        } else {
            let start = super::splice::line_start(text, end_of_list.start as usize);
            let dash = &text[start..end_of_list.start as usize];
            let separator = format!("\n{dash}");
            let added = format!("{separator}{}", words.join(&separator));
            self.add_lines(address.file, end_of_list.end as usize, Rank::Within, "", added);
        }
        self.mark(schema, samples);
        Ok(())
    }

    pub(super) fn relax(&mut self, schema: SchemaId, property: &str) -> Result<(), NotWritten> {
        let own = &self.document.schemas[schema];
        let address = own.address.clone();
        let node = self.document.node(&address).ok_or("the schema is not there")?;
        let list = node.get("required").ok_or("the list is not there")?;
        let text = self.text(address.file);
        if !text[list.span.start as usize..].starts_with('[') {
            return Err("`required` is not written in brackets");
        }
        let relaxed = self.relaxed.entry(schema).or_default();
        relaxed.push(property.to_owned());
        let left: Vec<String> = own
            .required
            .iter()
            .filter(|name| !relaxed.contains(&name.value))
            .map(|name| text[name.span.start as usize..name.span.end as usize].to_owned())
            .collect();
        let edit = self.schema_edit(schema);
        if left.is_empty() {
            edit.remove("required");
        } else {
            edit.set("required", yaml_text::list(&left), &[]);
        }
        Ok(())
    }

    pub(super) fn add_property(
        &mut self,
        schema: SchemaId,
        name: &str,
        shape: &Shape,
        samples: u64,
    ) -> Result<(), NotWritten> {
        let own = &self.document.schemas[schema];
        let address = own.address.clone();
        let node = self.document.node(&address).ok_or("the schema is not there")?;
        let properties = node.get("properties").ok_or("the schema names no properties yet")?;
        let last = properties.entries().last().ok_or("the schema names no properties yet")?;
        let text = self.text(address.file);
        if text[properties.span.start as usize..].starts_with('{') {
            return Err("the properties are written in braces");
        }
        let indent = " ".repeat(super::splice::column(text, last.key.span.start as usize));
        let end = last.value.span.end as usize;
        let value = self.property_value(schema, Property { name, shape, meaning: MEANING, samples })?;
        let line = format!("\n{indent}{}: {value}", yaml_text::word(name));
        self.add_lines(address.file, end, Rank::Within, name, line);
        Ok(())
    }
}

/// Keys whose values are of the type, besides those that are about one type only.
const VALUES_OF_A_TYPE: [&str; 6] = ["format", "enum", "const", "default", "example", "examples"];
