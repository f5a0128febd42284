//! Fields: those that the document does not name, those that are not always there, those that nobody has seen.

use super::Case;
use crate::document::{SchemaId, SchemaType};
use crate::learn::finding::{Finding, FindingKind};
use crate::learn::observed::SchemaSeen;
use crate::learn::proposal::Proposal;
use crate::model::Evidence;

/// How many objects have to lack a field before it is worth saying.
const MANY: u64 = 20;

pub(super) fn judge(case: &Case<'_, '_>, findings: &mut Vec<Finding>) {
    for (id, seen) in &case.learner.observed.schemas {
        let objects = seen.kinds.get(&SchemaType::Object).copied().unwrap_or(0) - of_misfits(seen);
        if objects > 0 {
            unnamed(case, *id, seen, objects, findings);
            absent(case, *id, seen, objects, findings);
        }
    }
}

/// Objects that stood where the document has none.
fn of_misfits(seen: &SchemaSeen) -> u64 {
    seen.misfits.kinds.get(&SchemaType::Object).copied().unwrap_or(0)
}

fn unnamed(case: &Case<'_, '_>, id: SchemaId, seen: &SchemaSeen, objects: u64, findings: &mut Vec<Finding>) {
    let place = case.places.schema(id);
    for (name, shape) in &seen.unnamed {
        // Of what was only ever null or empty nobody knows what it is.
        let is_known = !shape.value_kinds().is_empty();
        let proposal =
            is_known.then(|| Proposal::AddProperty { schema: id, name: name.clone(), shape: shape.clone() });
        findings.push(Finding {
            kind: FindingKind::Field,
            place: format!("{}.{name}", place.name),
            span: case.document.schemas[id].span,
            operations: case.names(&seen.operations),
            samples: shape.samples,
            of: objects,
            // That a field exists contradicts no document: those name only a few.
            evidence: Evidence::Inferred,
            says: "nothing".to_owned(),
            seen: shape.in_words(),
            proposal,
        });
    }
}

fn absent(case: &Case<'_, '_>, id: SchemaId, seen: &SchemaSeen, objects: u64, findings: &mut Vec<Finding>) {
    let schema = &case.document.schemas[id];
    for property in &schema.properties {
        let name = &property.name.value;
        let present = seen.present.get(name).copied().unwrap_or(0);
        let place = case.places.property(id, name);
        let finding = |kind, says: &str, words: String, proposal| Finding {
            kind,
            place: place.name.clone(),
            span: property.name.span,
            operations: case.names(&seen.operations),
            samples: objects - present,
            of: objects,
            evidence: place.evidence,
            says: says.to_owned(),
            seen: words,
            proposal,
        };
        if schema.requires(name) && present < objects {
            let proposal = Proposal::Relax { schema: id, property: name.clone() };
            let words = if present == 0 { "never there" } else { "not always there" };
            findings.push(finding(FindingKind::Required, "always there", words.to_owned(), Some(proposal)));
        } else if present == 0 && objects >= MANY && !property_is_for_requests(case, property.schema.schema) {
            findings.push(finding(FindingKind::NeverSeen, "a field", "never there".to_owned(), None));
        }
    }
}

fn property_is_for_requests(case: &Case<'_, '_>, id: SchemaId) -> bool {
    case.document.schemas[id].write_only
}
