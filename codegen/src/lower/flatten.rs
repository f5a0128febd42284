//! One schema out of several: `allOf` and what stands beside a `$ref`, merged.
//!
//! Members are merged in the document's order and the schema's own statements last. Where two of them
//! cannot both hold, that is a finding, and the later one is kept.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{
    AdditionalProperties, Bounds, Discriminator, Node, Removal, Schema, SchemaId, SchemaType, SchemaUse,
};
use crate::model::Evidence;
use crate::source::Span;

/// A schema after merging: what a value has to be, all in one place.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are statements of a schema, each independent of the others"
)]
pub(super) struct Flat {
    /// Nothing is valid: `false`.
    pub(super) impossible: bool,
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) evidence: Option<Evidence>,
    /// The types other than null; none: nothing is said.
    pub(super) types: Option<BTreeSet<SchemaType>>,
    pub(super) nullable: bool,
    pub(super) format: Option<String>,
    pub(super) enumeration: Option<Vec<Node>>,
    pub(super) constant: Option<Node>,
    pub(super) known_values: Option<Vec<String>>,
    pub(super) id_type: Option<String>,
    /// Text that nobody may see.
    pub(super) secret: bool,
    pub(super) properties: BTreeMap<String, SchemaUse>,
    /// How the schemas are known within which the properties are written, for those where one of them says so.
    pub(super) marks: BTreeMap<String, Evidence>,
    /// In the order of the document.
    pub(super) required: Vec<String>,
    pub(super) additional: Option<AdditionalProperties>,
    pub(super) items: Option<SchemaUse>,
    /// The members of `oneOf` or `anyOf`, null taken out.
    pub(super) choices: Vec<SchemaUse>,
    pub(super) discriminator: Option<Discriminator>,
    pub(super) bounds: Bounds,
    pub(super) default: Option<Node>,
    pub(super) removal: Removal,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    /// The one schema that this is another name for: nothing but a description stands beside it.
    pub(super) only: Option<SchemaUse>,
}

/// The schema, merged.
pub(super) fn flatten(lowering: &mut Lowering<'_>, id: SchemaId) -> Flat {
    if let Some(flat) = lowering.flats.get(&id) {
        return flat.clone();
    }
    let flat = merge_all(lowering, id, &mut Vec::new());
    lowering.flats.insert(id, flat.clone());
    flat
}

fn merge_all(lowering: &mut Lowering<'_>, id: SchemaId, stack: &mut Vec<SchemaId>) -> Flat {
    let document = lowering.document;
    let schema = &document.schemas[id];
    let mut flat = Flat::default();
    if stack.contains(&id) {
        lowering.report(endless(schema));
        return flat;
    }
    stack.push(id);
    let members: Vec<SchemaUse> = schema.reference.iter().chain(&schema.all_of).copied().collect();
    for member in &members {
        let mut part = merge_all(lowering, member.schema, stack);
        // `Pet` says `oneOf: [Cat, Dog]`, `Cat` says `allOf: [Pet, …]`: a cat is no choice again.
        if part.choices.iter().any(|choice| stack.contains(&choice.schema)) {
            part.choices.clear();
        }
        part.title = None;
        part.discriminator = None;
        merge(lowering, &mut flat, part, schema.span);
    }
    let own = own(lowering, schema);
    flat.only = match members.as_slice() {
        [one] if says_nothing_itself(&own) => Some(*one),
        _ => None,
    };
    merge(lowering, &mut flat, own, schema.span);
    if let Some(mark) = &schema.evidence {
        // What a part without a mark of its own says is written within this schema.
        for name in flat.properties.keys() {
            flat.marks.entry(name.clone()).or_insert(mark.value);
        }
    }
    stack.pop();
    flat
}

/// What the schema says itself.
fn own(lowering: &mut Lowering<'_>, schema: &Schema) -> Flat {
    for keyword in &schema.unsupported {
        let message = format!("`{}` can't be compiled", keyword.value);
        let note = Diagnostic::new(Code::UnsupportedSchema, keyword.span, message)
.label("not understood here")
            .why("a type can't express it, and leaving it out would promise what is not checked")
            .help("describe the shape with properties, items, allOf, oneOf or anyOf; put the rest into the description");
        lowering.report(note);
    }
    let types: BTreeSet<SchemaType> = schema.value_types().collect();
    let listed = |uses: &[SchemaUse]| -> (Vec<SchemaUse>, bool) {
        let null = |one: &&SchemaUse| is_null(&lowering.document.schemas[one.schema]);
        (uses.iter().filter(|one| !null(one)).copied().collect(), uses.iter().any(|one| null(&one)))
    };
    let (one_of, null_in_one_of) = listed(&schema.one_of);
    let (any_of, null_in_any_of) = listed(&schema.any_of);
    let choices = if one_of.is_empty() { any_of } else { one_of };
    let choices = choices.into_iter().filter(|one| says_something(&lowering.document.schemas[one.schema]));
    let null_in_enum = schema.enumeration.iter().flatten().any(|node| node.kind() == "null");
    Flat {
        impossible: schema.boolean == Some(false),
        title: schema.title.as_ref().map(|title| title.value.clone()),
        description: schema.description.as_ref().map(|text| text.value.clone()),
        evidence: schema.evidence.as_ref().map(|mark| mark.value),
        types: (!types.is_empty()).then_some(types),
        nullable: schema.is_nullable() || null_in_one_of || null_in_any_of || null_in_enum,
        format: schema.format.as_ref().map(|format| format.value.clone()),
        enumeration: schema.enumeration.clone(),
        constant: schema.constant.clone(),
        known_values: schema
            .known_values
            .as_ref()
            .map(|values| values.value.iter().map(|value| value.value.clone()).collect()),
        id_type: schema.id_type.as_ref().map(|name| name.value.clone()),
        secret: schema.is_secret(),
        marks: BTreeMap::new(),
        properties: schema.properties.iter().map(|one| (one.name.value.clone(), one.schema)).collect(),
        required: schema.required.iter().map(|name| name.value.clone()).collect(),
        additional: schema.additional.as_ref().map(|additional| additional.value),
        items: schema.items,
        choices: choices.collect(),
        discriminator: schema.discriminator.clone(),
        bounds: schema.bounds.clone(),
        default: schema.default.clone(),
        removal: schema.removal.clone(),
        read_only: schema.read_only,
        write_only: schema.write_only,
        only: None,
    }
}

/// Lets a second set of statements hold beside the first.
fn merge(lowering: &mut Lowering<'_>, flat: &mut Flat, part: Flat, span: Span) {
    if let (Some(before), Some(types)) = (&flat.types, &part.types) {
        let both = SchemaType::common(before, types);
        if both.is_empty() {
            lowering.report(disjoint(span, before, types));
        }
        flat.types = Some(if both.is_empty() { types.clone() } else { both });
    } else {
        flat.types = part.types.or(flat.types.take());
    }
    for (name, property) in part.properties {
        match part.marks.get(&name) {
            Some(mark) => flat.marks.insert(name.clone(), *mark),
            None => flat.marks.remove(&name),
        };
        let before = flat.properties.insert(name.clone(), property);
        if let Some(before) = before.filter(|before| !fit(lowering, before.schema, property.schema)) {
            let note = Diagnostic::new(
                Code::DisagreeingParts,
                property.span,
                format!("the members of `allOf` disagree about `{name}`"),
            )
            .label("this one")
            .other(before.span, "and this one")
            .why("no value could fit both")
            .help("say it in one place, or give both the same type");
            lowering.report(note);
        }
    }
    for name in part.required {
        if !flat.required.contains(&name) {
            flat.required.push(name);
        }
    }
    flat.impossible |= part.impossible;
    flat.nullable |= part.nullable;
    flat.read_only |= part.read_only;
    flat.write_only |= part.write_only;
    flat.secret |= part.secret;
    if !part.choices.is_empty() {
        flat.choices = part.choices;
    }
    if part.removal.is_deprecated() {
        flat.removal = part.removal;
    }
    flat.bounds = merged_bounds(&flat.bounds, part.bounds);
    replace(&mut flat.title, part.title);
    replace(&mut flat.description, part.description);
    replace(&mut flat.evidence, part.evidence);
    replace(&mut flat.format, part.format);
    replace(&mut flat.enumeration, part.enumeration);
    replace(&mut flat.constant, part.constant);
    replace(&mut flat.known_values, part.known_values);
    replace(&mut flat.id_type, part.id_type);
    replace(&mut flat.additional, part.additional);
    replace(&mut flat.items, part.items);
    replace(&mut flat.discriminator, part.discriminator);
    replace(&mut flat.default, part.default);
}

fn replace<T>(place: &mut Option<T>, value: Option<T>) {
    if value.is_some() {
        *place = value;
    }
}

fn merged_bounds(before: &Bounds, after: Bounds) -> Bounds {
    Bounds {
        minimum: after.minimum.or_else(|| before.minimum.clone()),
        maximum: after.maximum.or_else(|| before.maximum.clone()),
        exclusive_minimum: after.exclusive_minimum.or_else(|| before.exclusive_minimum.clone()),
        exclusive_maximum: after.exclusive_maximum.or_else(|| before.exclusive_maximum.clone()),
        multiple_of: after.multiple_of.or_else(|| before.multiple_of.clone()),
        min_length: after.min_length.or_else(|| before.min_length.clone()),
        max_length: after.max_length.or_else(|| before.max_length.clone()),
        pattern: after.pattern.or_else(|| before.pattern.clone()),
        min_items: after.min_items.or_else(|| before.min_items.clone()),
        max_items: after.max_items.or_else(|| before.max_items.clone()),
        unique_items: after.unique_items || before.unique_items,
        min_properties: after.min_properties.or_else(|| before.min_properties.clone()),
        max_properties: after.max_properties.or_else(|| before.max_properties.clone()),
    }
}

/// Whether a value could fit both schemas, as far as their types and formats tell.
fn fit(lowering: &Lowering<'_>, one: SchemaId, other: SchemaId) -> bool {
    let (first, second) = (&lowering.document.schemas[one], &lowering.document.schemas[other]);
    let types = |schema: &Schema| schema.value_types().collect::<BTreeSet<_>>();
    let (left, right) = (types(first), types(second));
    let types_fit = left.is_empty() || right.is_empty() || !SchemaType::common(&left, &right).is_empty();
    let formats_fit = match (&first.format, &second.format) {
        (Some(left), Some(right)) => left.value == right.value,
        _ => true,
    };
    one == other || (types_fit && formats_fit)
}

fn is_null(schema: &Schema) -> bool {
    let null_type = !schema.types.is_empty() && schema.value_types().next().is_none();
    null_type || schema.constant.as_ref().is_some_and(|node| node.kind() == "null")
}

/// Members such as `{ required: [a] }` narrow an object down without making a choice of types.
fn says_something(schema: &Schema) -> bool {
    schema.boolean.is_some()
        || schema.required.is_empty()
        || !schema.types.is_empty()
        || !schema.properties.is_empty()
        || schema.reference.is_some()
        || !schema.all_of.is_empty()
}

fn says_nothing_itself(own: &Flat) -> bool {
    own.types.is_none()
        && own.format.is_none()
        && own.enumeration.is_none()
        && own.constant.is_none()
        && own.known_values.is_none()
        && own.id_type.is_none()
        && !own.secret
        && own.properties.is_empty()
        && own.required.is_empty()
        && own.additional.is_none()
        && own.items.is_none()
        && own.choices.is_empty()
}

fn endless(schema: &Schema) -> Diagnostic {
    Diagnostic::new(Code::EndlessSchema, schema.span, "this schema contains itself through `allOf`")
        .label("it needs itself to be complete")
        .why("there is no end to merging it")
        .help("take the schema out of its own `allOf`; a property may refer to it")
}

fn disjoint(span: Span, one: &BTreeSet<SchemaType>, other: &BTreeSet<SchemaType>) -> Diagnostic {
    let words = |types: &BTreeSet<SchemaType>| {
        types.iter().map(|ty| format!("`{}`", ty.as_str())).collect::<Vec<_>>().join(" or ")
    };
    Diagnostic::new(Code::DisagreeingParts, span, "the members of `allOf` have no type in common")
        .label("no value fits")
        .why(format!("one asks for {}, another for {}", words(one), words(other)))
        .help("use `oneOf` if a value is one or the other; else give them the same type")
}
