//! Values: their types, null, the forms of texts, listed sets, bounds.

use super::Case;
use crate::document::{Schema, SchemaId, SchemaType};
use crate::learn::finding::{Finding, FindingKind};
use crate::learn::observed::{SchemaSeen, Slot, SlotSeen};
use crate::learn::proposal::{Proposal, Values};
use crate::learn::shape::Shape;
use crate::learn::text_form::TextForm;

pub(super) fn judge(case: &Case<'_, '_>, findings: &mut Vec<Finding>) {
    for (slot, seen) in &case.learner.observed.slots {
        null(case, slot, seen, findings);
    }
    for (id, seen) in &case.learner.observed.schemas {
        types(case, *id, seen, findings);
        format(case, *id, seen, findings);
        listed(case, *id, seen, findings);
        bounds(case, *id, seen, findings);
    }
}

/// Null, where neither the place nor the schema that is used there has it.
fn null(case: &Case<'_, '_>, slot: &Slot, seen: &SlotSeen, findings: &mut Vec<Finding>) {
    let Some(used) = case.places.used_at(slot).filter(|_| seen.nulls > 0) else { return };
    let schema = &case.document.schemas[used.schema];
    if allows_null(case, schema) {
        return;
    }
    let proposal = match slot {
        Slot::Property(object, property) if used.by_reference => {
            Some(Proposal::AllowNullBeside { schema: *object, property: property.clone() })
        }
        Slot::Property(..) if is_plain(schema) => {
            // A type that fits nothing that was seen is changed in the same place: one change says both.
            let own = case.learner.observed.schemas.get(&used.schema);
            own.is_none_or(|own| own.misfits.samples == 0)
                .then_some(Proposal::AllowNull { schema: used.schema })
        }
        _ => None,
    };
    let place = case.places.slot(slot);
    findings.push(Finding {
        kind: FindingKind::Null,
        place: place.name,
        span: used.span,
        operations: case.names(&seen.operations),
        samples: seen.nulls,
        of: seen.samples,
        evidence: place.evidence,
        says: in_words(schema),
        seen: "null".to_owned(),
        proposal,
    });
}

fn allows_null(case: &Case<'_, '_>, schema: &Schema) -> bool {
    let mut members = schema.any_of.iter().chain(&schema.one_of).chain(&schema.reference);
    let says_nothing = schema.types.is_empty() && schema.any_of.is_empty() && schema.one_of.is_empty();
    schema.is_nullable()
        || (says_nothing && schema.reference.is_none())
        || members.any(|member| case.document.schemas[member.schema].is_nullable())
}

fn types(case: &Case<'_, '_>, id: SchemaId, seen: &SchemaSeen, findings: &mut Vec<Finding>) {
    if seen.misfits.samples == 0 {
        return;
    }
    let schema = &case.document.schemas[id];
    let fitting = seen.samples - seen.misfits.samples;
    let mut slots = case.learner.observed.slots.iter();
    let nulls = slots.any(|(slot, at)| at.nulls > 0 && case.places.is_written_at(id, slot));
    let values = retyped(schema, &seen.misfits, fitting > 0, nulls);
    let place = case.places.schema(id);
    findings.push(Finding {
        kind: FindingKind::Type,
        place: place.name,
        span: schema.span,
        operations: case.names(&seen.operations),
        samples: seen.misfits.samples,
        of: seen.samples,
        evidence: place.evidence,
        says: in_words(schema),
        seen: seen.misfits.in_words(),
        proposal: match values {
            _ if !is_plain(schema) => None,
            Some(values) => Some(Proposal::Retype { schema: id, values }),
            None if fitting == 0 => replaced(case, id, &seen.misfits, nulls),
            None => None,
        },
    });
}

/// What takes the place of a schema whose values are objects or lists of them: no keyword says that.
fn replaced(case: &Case<'_, '_>, id: SchemaId, misfits: &Shape, nulls: bool) -> Option<Proposal> {
    let slot_of = |id| case.learner.observed.slots.keys().find(|slot| case.places.is_written_at(id, slot));
    let (owner, name) = match slot_of(id)? {
        Slot::Property(owner, property) => (*owner, property.as_str()),
        Slot::Items(list) => match slot_of(*list)? {
            Slot::Property(owner, property) => (*owner, property.strip_suffix('s').unwrap_or(property)),
            _ => return None,
        },
        _ => return None,
    };
    let mut shape = misfits.clone();
    if nulls {
        shape.kinds.insert(SchemaType::Null, 1);
    }
    Some(Proposal::Replace { schema: id, owner, name: name.to_owned(), shape })
}

/// The types that all samples have together. What nobody saw goes; several kinds have no common name but "anything".
/// None where a plain type would not say it.
fn retyped(schema: &Schema, misfits: &Shape, some_fit: bool, nulls: bool) -> Option<Values> {
    let mut kinds = misfits.value_kinds();
    if some_fit {
        kinds.extend(schema.value_types());
        kinds.sort();
        kinds.dedup();
        if kinds.contains(&SchemaType::Number) {
            kinds.retain(|kind| *kind != SchemaType::Integer);
        }
    }
    if kinds.contains(&SchemaType::Object) {
        return None;
    }
    let items = match misfits.items.as_deref() {
        Some(items) if kinds == [SchemaType::Array] => Some(single(&items.value_kinds())?),
        _ => None,
    };
    let types = if kinds.len() == 1 { vec![kinds[0].as_str()] } else { Vec::new() };
    let form = misfits.form().filter(|_| kinds == [SchemaType::String] && !some_fit);
    let null = nulls || schema.is_nullable();
    Some(Values { types, null, format: form.and_then(TextForm::format), items })
}

/// The one kind that has a plain name.
fn single(kinds: &[SchemaType]) -> Option<&'static str> {
    match kinds {
        [kind] if !matches!(kind, SchemaType::Array | SchemaType::Object) => Some(kind.as_str()),
        _ => None,
    }
}

fn format(case: &Case<'_, '_>, id: SchemaId, seen: &SchemaSeen, findings: &mut Vec<Finding>) {
    let schema = &case.document.schemas[id];
    let Some(format) = &schema.format else { return };
    let fits = |form: &TextForm| *form == TextForm::Empty || form.fits(&format.value);
    let others: u64 = seen.forms.iter().filter(|(form, _)| !fits(form)).map(|(_, count)| count).sum();
    if others == 0 {
        return;
    }
    let texts = Shape {
        samples: seen.samples,
        kinds: [(SchemaType::String, seen.samples)].into(),
        forms: seen.forms.clone(),
        ..Shape::default()
    };
    let format_seen = texts.form().and_then(TextForm::format);
    let names: Vec<&str> = seen.forms.keys().filter(|form| !fits(form)).map(|form| form.name()).collect();
    let place = case.places.schema(id);
    findings.push(Finding {
        kind: FindingKind::Format,
        place: place.name,
        span: format.span,
        operations: case.names(&seen.operations),
        samples: others,
        of: seen.forms.values().sum(),
        evidence: place.evidence,
        says: format!("text in the format `{}`", format.value),
        seen: names.join(", or "),
        proposal: is_plain(schema).then_some(Proposal::Reformat { schema: id, format: format_seen }),
    });
}

fn listed(case: &Case<'_, '_>, id: SchemaId, seen: &SchemaSeen, findings: &mut Vec<Finding>) {
    let schema = &case.document.schemas[id];
    let known = schema.known_values.iter().flat_map(|list| &list.value).map(|word| word.value.as_str());
    let listed = schema.enumeration.iter().flatten().filter_map(crate::document::Node::as_text);
    let named: Vec<&str> = known.chain(listed).collect();
    let new: Vec<(&String, &u64)> =
        seen.words.iter().filter(|(word, _)| !named.contains(&word.as_str())).collect();
    if new.is_empty() {
        return;
    }
    let words: Vec<String> = new.iter().map(|(word, _)| (*word).clone()).collect();
    let place = case.places.schema(id);
    findings.push(Finding {
        kind: FindingKind::Value,
        place: place.name,
        span: schema.span,
        operations: case.names(&seen.operations),
        samples: new.iter().map(|(_, count)| **count).sum(),
        of: seen.samples,
        evidence: place.evidence,
        says: format!("{} values", named.len()),
        seen: words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
        proposal: Some(Proposal::AddValues { schema: id, values: words }),
    });
}

fn bounds(case: &Case<'_, '_>, id: SchemaId, seen: &SchemaSeen, findings: &mut Vec<Finding>) {
    if seen.out_of_bounds == 0 {
        return;
    }
    let schema = &case.document.schemas[id];
    let bound = |word: &str, bound: &Option<crate::source::Sourced<serde_json::Number>>| {
        bound.as_ref().map(|bound| format!("{word} {}", bound.value))
    };
    let said = [bound("at least", &schema.bounds.minimum), bound("at most", &schema.bounds.maximum)];
    let place = case.places.schema(id);
    findings.push(Finding {
        kind: FindingKind::Bounds,
        place: place.name,
        span: schema.span,
        operations: case.names(&seen.operations),
        samples: seen.out_of_bounds,
        of: seen.samples,
        evidence: place.evidence,
        says: said.into_iter().flatten().collect::<Vec<_>>().join(", "),
        seen: "numbers beyond that".to_owned(),
        proposal: is_plain(schema).then_some(Proposal::DropBounds { schema: id }),
    });
}

/// Whether a schema is written with `type` alone, so that its types can be changed in place.
fn is_plain(schema: &Schema) -> bool {
    schema.any_of.is_empty()
        && schema.one_of.is_empty()
        && schema.all_of.is_empty()
        && schema.reference.is_none()
}

/// What the document says of a value, in words.
fn in_words(schema: &Schema) -> String {
    let types: Vec<&str> = schema.types.iter().map(|own| own.value.as_str()).collect();
    match types.as_slice() {
        [] => "a named schema".to_owned(),
        types => types.join(" or "),
    }
}
