//! What kind of value a schema describes, before anything has a name.

use std::collections::BTreeSet;

use super::Lowering;
use super::flatten::{Flat, flatten};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{AdditionalProperties, Node, SchemaType, SchemaUse};
use crate::model::TypeRef;
use crate::source::Span;

/// A kind of value.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// A value without parts and without a name of its own.
    Plain(TypeRef),
    /// The identifier of something, under this name.
    Id(String),
    /// Text from an open set.
    OpenEnum(Vec<String>),
    /// A list; of anything, if nothing is said.
    List(Option<SchemaUse>),
    /// An object with free keys; of anything, if nothing is said.
    Map(Option<SchemaUse>),
    /// An object with declared properties.
    Object,
    /// One of several.
    Union(Vec<SchemaUse>),
    /// What another schema describes.
    Same(SchemaUse),
}

/// The kind of the schema. `span` is where it is used.
pub(super) fn classify(lowering: &mut Lowering<'_>, flat: &Flat, span: Span) -> Kind {
    if let Some(only) = flat.only {
        return Kind::Same(only);
    }
    // Before all that would give it a type of its own, which would show it.
    if flat.secret && flat.types.iter().flatten().all(|ty| *ty == SchemaType::String) {
        return Kind::Plain(TypeRef::Secret);
    }
    if let Some(name) = &flat.id_type {
        return Kind::Id(name.clone());
    }
    if let Some(values) = known_texts(flat) {
        return Kind::OpenEnum(values);
    }
    if !flat.choices.is_empty() {
        if flat.properties.is_empty() {
            return choice(lowering, flat);
        }
        let note = Diagnostic::new(
            Code::UnsupportedSchema,
            span,
            "an object with properties of its own can't be a choice as well",
        )
        .label("both at once")
        .why("the properties would have to be a part of every member")
        .help("move the shared properties into a schema of its own, and let each member say `allOf` with it");
        lowering.report(note);
        return Kind::Object;
    }
    let types: Vec<SchemaType> = flat.types.iter().flatten().copied().collect();
    match types.as_slice() {
        [] => unsaid(flat),
        [SchemaType::Object] => object(flat),
        [SchemaType::Array] => Kind::List(flat.items),
        [one] => Kind::Plain(primitive(*one, flat.format.as_deref())),
        [SchemaType::Integer, SchemaType::Number] => Kind::Plain(TypeRef::Number),
        _ => {
            let words: Vec<_> = types.iter().map(|ty| ty.as_str()).collect();
            let note = Diagnostic::new(Code::FreeJson, span, "a value of several types becomes free JSON")
                .label(words.join(" or "))
                .why("a list of types has no names for its members")
                .help("use `oneOf` with a schema for each type to get a type that tells them apart");
            lowering.report(note);
            Kind::Plain(TypeRef::Json)
        }
    }
}

/// The values, if this is text from a set, open or closed.
fn known_texts(flat: &Flat) -> Option<Vec<String>> {
    if let Some(values) = flat.known_values.as_ref().filter(|values| !values.is_empty()) {
        return Some(values.clone());
    }
    let listed: Vec<&Node> = flat.enumeration.iter().flatten().filter(|node| node.kind() != "null").collect();
    let texts: Vec<String> = listed.iter().filter_map(|node| node.as_text().map(str::to_owned)).collect();
    (!texts.is_empty() && texts.len() == listed.len()).then_some(texts)
}

fn choice(lowering: &mut Lowering<'_>, flat: &Flat) -> Kind {
    if let [only] = flat.choices.as_slice() {
        return Kind::Same(*only);
    }
    let members: Vec<Flat> = flat.choices.iter().map(|one| flatten(lowering, one.schema)).collect();
    let text = |member: &Flat| {
        member.types.as_ref().is_some_and(|types| types.iter().all(|ty| *ty == SchemaType::String))
            && member.id_type.is_none()
            && !member.secret
            && member.format.is_none()
    };
    if !members.iter().all(text) {
        return Kind::Union(flat.choices.clone());
    }
    // A choice among constants is a list of values, each in a schema of its own.
    let constant = |member: &Flat| Some(vec![member.constant.as_ref()?.as_text()?.to_owned()]);
    let mut seen = BTreeSet::new();
    let values = members
        .iter()
        .filter_map(|member| known_texts(member).or_else(|| constant(member)))
        .flatten()
        .filter(|value| seen.insert(value.clone()));
    match values.collect::<Vec<_>>() {
        values if values.is_empty() => Kind::Plain(TypeRef::Text),
        values => Kind::OpenEnum(values),
    }
}

/// Nothing is said about the type: the other statements tell.
fn unsaid(flat: &Flat) -> Kind {
    let sample =
        flat.constant.as_ref().or_else(|| flat.enumeration.as_ref().and_then(|values| values.first()));
    if !flat.properties.is_empty() || flat.additional.is_some() {
        object(flat)
    } else if flat.items.is_some() {
        Kind::List(flat.items)
    } else if let Some(sample) = sample {
        Kind::Plain(match sample.kind() {
            "text" => TypeRef::Text,
            "true or false" => TypeRef::Boolean,
            _ => TypeRef::Json,
        })
    } else if flat.bounds.pattern.is_some() || flat.bounds.max_length.is_some() {
        Kind::Plain(TypeRef::Text)
    } else {
        Kind::Plain(TypeRef::Json)
    }
}

fn object(flat: &Flat) -> Kind {
    match flat.additional {
        _ if !flat.properties.is_empty() => Kind::Object,
        Some(AdditionalProperties::Schema(values)) => Kind::Map(Some(values)),
        _ => Kind::Map(None),
    }
}

fn primitive(ty: SchemaType, format: Option<&str>) -> TypeRef {
    match (ty, format) {
        (SchemaType::String | SchemaType::Number, Some("decimal")) => TypeRef::Decimal,
        (SchemaType::String, Some("date-time")) => TypeRef::Timestamp,
        (SchemaType::String, Some("date")) => TypeRef::Date,
        (SchemaType::String, Some("year-month")) => TypeRef::YearMonth,
        (SchemaType::String, Some("week")) => TypeRef::Week,
        (SchemaType::String, _) => TypeRef::Text,
        (SchemaType::Boolean, _) => TypeRef::Boolean,
        (SchemaType::Integer, _) => TypeRef::Integer,
        (SchemaType::Number, _) => TypeRef::Number,
        (SchemaType::Null | SchemaType::Array | SchemaType::Object, _) => TypeRef::Json,
    }
}
