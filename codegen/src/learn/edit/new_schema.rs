//! Values of new properties: plain ones in place, objects as schemas with names of their own.

use super::{Editor, NotWritten, Rank, yaml_text};
use crate::document::{SchemaId, SchemaType};
use crate::learn::shape::Shape;

/// What is said of something whose meaning nobody documents.
pub(super) const MEANING: &str = "Seen in traffic; what it means is not known.";

/// A property whose value is to be written.
#[derive(Clone, Copy)]
pub(super) struct Property<'a> {
    pub(super) name: &'a str,
    /// What its values look like.
    pub(super) shape: &'a Shape,
    /// Its description.
    pub(super) meaning: &'a str,
    pub(super) samples: u64,
}

impl Editor<'_> {
    /// The value of a property, in braces.
    pub(super) fn property_value(
        &mut self,
        owner: SchemaId,
        property: Property<'_>,
    ) -> Result<String, NotWritten> {
        let file = self.document.schemas[owner].address.file;
        let (at, owner_name) = self.named_around(owner).ok_or("its object has no name")?;
        let mut schemas = Vec::new();
        let value = self.value(&owner_name, property, &mut schemas)?;
        for (schema, text) in schemas {
            self.add_lines(file, at, Rank::NewSchema, &schema, text);
        }
        Ok(value)
    }

    /// The end of the named schema that a schema is, and its name. A schema that is written in place has none.
    fn named_around(&self, schema: SchemaId) -> Option<(usize, String)> {
        let own = &self.document.schemas[schema];
        let name = own.name.as_ref()?;
        Some((own.span.end as usize, name.value.clone()))
    }

    fn value(
        &mut self,
        owner: &str,
        property: Property<'_>,
        schemas: &mut Vec<(String, String)>,
    ) -> Result<String, NotWritten> {
        let Property { name, shape, meaning, samples } = property;
        let (key, observed) = yaml_text::observed(self.date, samples);
        let described = |mut entries: Vec<(String, String)>| {
            entries.push(("description".to_owned(), yaml_text::quoted(meaning)));
            entries.push(("x-evidence".to_owned(), "observed".to_owned()));
            entries.push((key.clone(), observed.clone()));
            yaml_text::map(&entries)
        };
        if let Some(entries) = yaml_text::plain_keywords(shape) {
            return Ok(described(entries));
        }
        let kinds = shape.value_kinds();
        match kinds.as_slice() {
            [SchemaType::Object] if known(shape).next().is_none() => {
                Ok(described(vec![("type".to_owned(), yaml_text::types(&["object"], shape.has_null()))]))
            }
            [SchemaType::Object] => {
                let reference = self.object(owner, property, schemas)?;
                if shape.has_null() {
                    let choice = yaml_text::list(&[reference, "{ type: 'null' }".to_owned()]);
                    return Ok(described(vec![("anyOf".to_owned(), choice)]));
                }
                Ok(reference)
            }
            [SchemaType::Array] => {
                let mut entries = vec![("type".to_owned(), yaml_text::types(&["array"], shape.has_null()))];
                let items = shape
                    .items
                    .as_deref()
                    .filter(|items| items.value_kinds() == [SchemaType::Object] && !items.has_null());
                if let Some(items) = items {
                    let one = name.strip_suffix('s').unwrap_or(name);
                    entries.push((
                        "items".to_owned(),
                        self.object(
                            owner,
                            Property { name: one, shape: items, meaning: MEANING, samples },
                            schemas,
                        )?,
                    ));
                } else {
                    entries.push(("items".to_owned(), "{}".to_owned()));
                }
                Ok(described(entries))
            }
            // Of several kinds only "anything" is true.
            _ => Ok(described(Vec::new())),
        }
    }

    /// A schema of its own for an object, and the reference to it.
    fn object(
        &mut self,
        owner: &str,
        property: Property<'_>,
        schemas: &mut Vec<(String, String)>,
    ) -> Result<String, NotWritten> {
        let Property { name, shape, meaning, samples } = property;
        if known(shape).next().is_none() {
            return Ok("{ type: object }".to_owned());
        }
        let schema = self.new_name(owner, name);
        let (key, observed) = yaml_text::observed(self.date, samples);
        let mut text = format!(
            "\n\n{schema}:\n  type: object\n  description: {}\n  x-evidence: observed\n  {key}: {observed}\n  properties:",
            yaml_text::sentence(meaning)
        );
        for (property, values) in known(shape) {
            let own = Property { name: property, shape: values, meaning: MEANING, samples: values.samples };
            let value = self.value(&schema, own, schemas)?;
            for part in ["\n    ", &yaml_text::word(property), ": ", &value] {
                text.push_str(part);
            }
        }
        schemas.push((schema.clone(), text));
        Ok(format!("{{ $ref: '#/{schema}' }}"))
    }

    /// A name that no schema has: `PostLinks`.
    fn new_name(&mut self, owner: &str, name: &str) -> String {
        let mut letters = name.chars().filter(char::is_ascii_alphanumeric);
        let camel: String =
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect();
        let first = format!("{owner}{camel}");
        let is_taken = |wanted: &str, made: &[String]| {
            let mut names = self.document.schemas.iter().filter_map(|(_, schema)| schema.name.as_ref());
            names.any(|own| own.value == wanted) || made.iter().any(|own| own == wanted)
        };
        let numbered = (2..).map(|number| format!("{first}{number}"));
        let free = std::iter::once(first.clone()).chain(numbered).find(|name| !is_taken(name, &self.made));
        let free = free.unwrap_or(first);
        self.made.push(free.clone());
        free
    }
}

/// The properties of which something is known: not those that were only ever null.
fn known(shape: &Shape) -> impl Iterator<Item = (&String, &Shape)> {
    shape.properties.iter().filter(|(_, values)| !values.value_kinds().is_empty())
}
