//! From schemas to types: what each is made of.

use std::collections::{BTreeMap, BTreeSet};

use super::classify::{Kind, classify};
use super::flatten::{Flat, flatten};
use super::name_types::InlineName;
use super::{Lowering, deprecation, names};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{SchemaId, SchemaUse};
use crate::model::{
    EnumValue, Evidence, Field, FieldName, Presence, Shape, TagName, TypeDef, TypeHome, TypeName, TypeRef,
    WireName,
};
use crate::source::Span;

/// A type as it is used, null kept apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) ty: TypeRef,
    pub(super) nullable: bool,
}

/// A type in the making.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) def: TypeDef,
    /// The schema; none for an id type, which many schemas share.
    pub(super) schema: Option<SchemaId>,
    /// Marks of fields that matter once it is known who uses the type.
    pub(super) marks: BTreeMap<FieldName, FieldMarks>,
}

/// What a field is besides its type.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldMarks {
    pub(super) nullable: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
}

impl Typed {
    fn plain(ty: TypeRef) -> Self {
        Self { ty, nullable: false }
    }

    /// The type inside a list or a map, where null says something.
    pub(super) fn into_element(self) -> TypeRef {
        if self.nullable { TypeRef::Nullable(Box::new(self.ty)) } else { self.ty }
    }
}

impl Lowering<'_> {
    /// The type of the values of a schema. `inline` is what it is called if it needs a name and has none.
    pub(super) fn type_of(&mut self, one: SchemaUse, inline: &InlineName) -> Typed {
        let flat = flatten(self, one.schema);
        let nullable = flat.nullable;
        if let Some(name) = self.named.get(&one.schema) {
            return Typed { ty: TypeRef::Named(name.clone()), nullable };
        }
        if self.open.contains(&one.schema) {
            // A list or a map that contains itself: it needs a name after all. The walk starts again with that.
            self.aliased.insert(one.schema);
            return Typed::plain(TypeRef::Json);
        }
        self.open.push(one.schema);
        let typed = self.shape(one, &flat, inline);
        self.open.pop();
        Typed { nullable: nullable || typed.nullable, ..typed }
    }

    fn shape(&mut self, one: SchemaUse, flat: &Flat, inline: &InlineName) -> Typed {
        let kind = classify(self, flat, one.span);
        if self.aliased.contains(&one.schema) && matches!(kind, Kind::List(_) | Kind::Map(_) | Kind::Same(_))
        {
            return self.alias(one, flat, &kind, inline);
        }
        match kind {
            Kind::Plain(ty) => Typed::plain(ty),
            Kind::Same(other) => self.type_of(other, inline),
            Kind::List(_) | Kind::Map(_) => Typed::plain(self.container(&kind, inline)),
            Kind::Id(name) => Typed::plain(self.id_type(&name, one, flat)),
            Kind::OpenEnum(values) => {
                self.named_type(one, flat, inline, |_, _, _| Shape::OpenEnum { values: enum_values(values) })
            }
            Kind::Object => self.named_type(one, flat, inline, |lowering, name, draft| Shape::Object {
                fields: lowering.fields(flat, name, &mut draft.marks),
            }),
            Kind::Union(members) => self.union(one, flat, &members, inline),
        }
    }

    fn container(&mut self, kind: &Kind, inline: &InlineName) -> TypeRef {
        let (element, part) = match kind {
            Kind::List(element) => (element, "Item"),
            Kind::Map(element) => (element, "Value"),
            _ => return TypeRef::Json,
        };
        let inner = element.map_or(TypeRef::Json, |one| self.type_of(one, &inline.part(part)).into_element());
        if part == "Item" { TypeRef::List(Box::new(inner)) } else { TypeRef::Map(Box::new(inner)) }
    }

    fn alias(&mut self, one: SchemaUse, flat: &Flat, kind: &Kind, inline: &InlineName) -> Typed {
        self.named_type(one, flat, inline, |lowering, name, _| {
            let inline = InlineName::new(name.as_str());
            Shape::Alias(match kind {
                Kind::Same(other) => lowering.type_of(*other, &inline).into_element(),
                _ => lowering.container(kind, &inline),
            })
        })
    }

    /// A type of its own: named first, so that its parts may refer to it.
    pub(super) fn named_type(
        &mut self,
        one: SchemaUse,
        flat: &Flat,
        inline: &InlineName,
        shape: impl FnOnce(&mut Self, &TypeName, &mut Draft) -> Shape,
    ) -> Typed {
        let Some(name) = self.take_name(one.schema, flat, inline) else {
            return Typed::plain(TypeRef::Json);
        };
        self.named.insert(one.schema, name.clone());
        let mut draft = Draft {
            def: self.definition(&name, flat, inline.mark(), Shape::Id),
            schema: Some(one.schema),
            marks: BTreeMap::new(),
        };
        draft.def.shape = shape(self, &name, &mut draft);
        self.drafts.entry(name.clone()).or_insert(draft);
        Typed::plain(TypeRef::Named(name))
    }

    /// A type written in place without a mark is known as what it is written within.
    fn definition(&self, name: &TypeName, flat: &Flat, within: Option<Evidence>, shape: Shape) -> TypeDef {
        TypeDef {
            name: name.clone(),
            doc: flat.description.clone().or_else(|| flat.title.clone()).unwrap_or_default(),
            evidence: flat.evidence.or(within).unwrap_or(self.unmarked),
            home: TypeHome::Common(Vec::<TagName>::new()),
            shape,
            in_requests: false,
            in_answers: false,
            deprecation: deprecation(&flat.removal),
            json_schema: String::new(),
        }
    }

    fn id_type(&mut self, text: &str, one: SchemaUse, flat: &Flat) -> TypeRef {
        let Some(name) = names::type_name(text) else {
            return TypeRef::Text;
        };
        let evidence = flat.evidence.unwrap_or(self.unmarked);
        if let Some(draft) = self.drafts.get_mut(&name) {
            draft.def.evidence = draft.def.evidence.min(evidence);
        } else {
            let mut def = self.definition(&name, flat, None, Shape::Id);
            def.doc = id_doc(name.as_str());
            def.deprecation = None;
            def.evidence = evidence;
            self.drafts.insert(name.clone(), Draft { def, schema: None, marks: BTreeMap::new() });
        }
        self.claim(&name, one.span, None);
        self.named.insert(one.schema, name.clone());
        TypeRef::Named(name)
    }

    fn fields(
        &mut self,
        flat: &Flat,
        owner: &TypeName,
        marks: &mut BTreeMap<FieldName, FieldMarks>,
    ) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for (wire, property) in &flat.properties {
            let Some(name) = names::field_name(wire) else {
                let note = Diagnostic::new(Code::EmptyName, property.span, "a property has an empty name")
                    .label("this one")
                    .why("a field is called by it")
                    .help("leave the property out: unknown fields are kept");
                self.report(note);
                continue;
            };
            if let Some(first) =
                fields.iter().find(|field| field.name == name).map(|field| field.wire_name.to_string())
            {
                let mut note = colliding_members(name.as_str(), &first, wire, property.span);
                if let Some(first) = flat.properties.get(&first) {
                    note = note.other(first.span, "the first one");
                }
                self.report(note);
                continue;
            }
            let part = flatten(self, property.schema);
            let holder = flat.evidence.unwrap_or(self.unmarked);
            let mark = self.mark_of_property(flat, wire, *property).unwrap_or(holder);
            let inline = InlineName::new(owner.as_str()).part(wire).known_by(mark);
            let typed = self.type_of(*property, &inline);
            let required = flat.required.contains(wire);
            marks.insert(
                name.clone(),
                FieldMarks {
                    nullable: typed.nullable,
                    read_only: part.read_only,
                    write_only: part.write_only,
                },
            );
            fields.push(Field {
                name,
                wire_name: WireName::new(wire.as_str()),
                presence: if required && !typed.nullable { Presence::Required } else { Presence::Optional },
                ty: typed.ty,
                doc: self.doc_of(*property, &part),
                evidence: Some(mark).filter(|mark| *mark != holder),
                deprecation: deprecation(&part.removal),
            });
        }
        fields
    }

    /// How the statement is known that an object has a property: by its own mark, which may stand beside a reference,
    /// but is not that of the schema referred to; else by the mark of the schema within which it is written.
    pub(super) fn mark_of_property(&self, flat: &Flat, wire: &str, property: SchemaUse) -> Option<Evidence> {
        let own = self.document.schemas[property.schema].evidence.as_ref().map(|mark| mark.value);
        own.filter(|_| !self.is_component(property.schema)).or_else(|| flat.marks.get(wire).copied())
    }

    /// What a use of a schema means: its own description; for a shared schema the first sentence of it.
    pub(super) fn doc_of(&self, one: SchemaUse, flat: &Flat) -> String {
        let text = flat.description.clone().or_else(|| flat.title.clone()).unwrap_or_default();
        if self.is_component(one.schema) { first_sentence(&text).to_owned() } else { text }
    }

    fn is_component(&self, id: SchemaId) -> bool {
        self.document.schemas[id].name.is_some()
    }

    pub(super) fn report_members(&mut self, name: &str, first: &str, second: &str, span: Span) {
        self.report(colliding_members(name, first, second, span));
    }
}

fn colliding_members(name: &str, first: &str, second: &str, span: Span) -> Diagnostic {
    let message = format!("`{first}` and `{second}` would both be called `{name}` in Rust");
    Diagnostic::new(Code::CollidingFields, span, message)
        .label("the second one")
        .help("leave one of them out: unknown fields, values and parameters still get through")
}

/// The values, each once: that one is listed twice is reported elsewhere.
fn enum_values(mut wires: Vec<String>) -> Vec<EnumValue> {
    let mut seen = BTreeSet::new();
    wires.retain(|wire| seen.insert(wire.clone()));
    let names = names::variant_names(&wires);
    names.into_iter().zip(wires).map(|(name, wire)| EnumValue { name, wire }).collect()
}

fn id_doc(name: &str) -> String {
    let words = heck::ToSnakeCase::to_snake_case(name).replace('_', " ");
    match words.strip_suffix(" id") {
        Some(thing) => format!("The identifier of {} {thing}.", article(thing)),
        None => format!("Says which thing is meant: {} {words}.", article(&words)),
    }
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) && !word.starts_with("us") { "an" } else { "a" }
}

fn first_sentence(text: &str) -> &str {
    text.find(". ").and_then(|end| text.get(..=end)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::{first_sentence, id_doc};

    #[test]
    fn ids_are_described_by_their_names() {
        assert_eq!(id_doc("ScheduleEntryId"), "The identifier of a schedule entry.");
        assert_eq!(id_doc("AiGenerationTaskId"), "The identifier of an ai generation task.");
        assert_eq!(id_doc("PostRef"), "Says which thing is meant: a post ref.");
    }

    #[test]
    fn a_shared_description_is_cut_after_its_first_sentence() {
        assert_eq!(first_sentence("One. Two."), "One.");
        assert_eq!(first_sentence("Only 1.5 of them"), "Only 1.5 of them");
    }
}
