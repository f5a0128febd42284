//! What is known better than before, or worse: changes of `x-evidence`.

use std::collections::BTreeMap;

use super::compare::{label, operation_place};
use super::place::{Part, Place};
use crate::document::{Operation, SpecDocument};
use crate::model::Evidence;

/// A statement that is known in another way than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceChange {
    /// Which statement: `GET /posts`, `schema:Post/title`, `scope:content:read`.
    pub place: String,
    /// How it was known.
    pub before: Evidence,
    /// How it is known.
    pub after: Evidence,
}

/// Every statement of both documents whose evidence differs, by place. A statement without a mark is not among them.
pub(super) fn evidence_changes(base: &SpecDocument, head: &SpecDocument) -> Vec<EvidenceChange> {
    let (before, after) = (marks(base), marks(head));
    let changes = before.into_iter().filter_map(|(place, before)| {
        let after = *after.get(&place)?;
        (before != after).then_some(EvidenceChange { place, before, after })
    });
    changes.collect()
}

impl EvidenceChange {
    /// Whether it was a guess or a hint and is documented or was seen now.
    pub fn is_better(&self) -> bool {
        self.after < self.before
    }
}

/// Every mark by the place of its statement.
fn marks(document: &SpecDocument) -> BTreeMap<String, Evidence> {
    let mut marks = BTreeMap::new();
    for operation in &document.operations {
        of_operation(operation, &mut marks);
    }
    for (_, schema) in document.schemas.iter() {
        let Some(name) = &schema.name else { continue };
        let place = |path: Vec<String>| Place::Schema { name: name.value.clone(), path }.to_string();
        if let Some(mark) = &schema.evidence {
            marks.insert(place(Vec::new()), mark.value);
        }
        for property in &schema.properties {
            let own = &document.schemas[property.schema.schema];
            if let Some(mark) = own.evidence.as_ref().filter(|_| !property.schema.by_reference) {
                marks.insert(place(vec![property.name.value.clone()]), mark.value);
            }
        }
    }
    let scopes = document.security_schemes.iter().flat_map(|scheme| &scheme.scopes);
    for scope in scopes {
        if let Some(mark) = &scope.evidence {
            marks.insert(Place::Scope(scope.name.value.clone()).to_string(), mark.value);
        }
    }
    marks
}

fn of_operation(operation: &Operation, marks: &mut BTreeMap<String, Evidence>) {
    let place = operation_place(operation);
    if let Some(mark) = &operation.evidence {
        marks.insert(label(operation), mark.value);
    }
    if let Some(mark) = &operation.scope_evidence {
        marks.insert(format!("{} scopes", label(operation)), mark.value);
    }
    for parameter in &operation.parameters {
        let part =
            Part::Parameter { place: parameter.place.value.as_str(), name: parameter.name.value.clone() };
        if let Some(mark) = &parameter.evidence {
            marks.insert(place.part(part).to_string(), mark.value);
        }
    }
}
