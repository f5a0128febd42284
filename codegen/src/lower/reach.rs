//! Who uses which type: where it is written, and what a missing value means in it.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use super::shape_types::Draft;
use crate::model::{Operation, Presence, Shape, Tag, TagName, TypeHome, TypeName, TypeRef};

/// Who uses a type.
#[derive(Default)]
struct Users {
    tags: BTreeSet<TagName>,
    requests: bool,
    answers: bool,
}

impl Lowering<'_> {
    /// Gives every type its home and its fields their presence, and drops types that nobody uses.
    pub(super) fn settle(&mut self, operations: &[Operation], tags: &[Tag]) {
        let mut users: BTreeMap<TypeName, Users> = BTreeMap::new();
        for operation in operations {
            for argument in &operation.arguments {
                note(&self.drafts, &mut users, named_parts(&argument.ty), &operation.tag, |user| {
                    user.requests = true;
                });
            }
            let answer =
                operation.answer.body.iter().chain(operation.paging.iter().map(|paging| &paging.item));
            for ty in answer {
                note(&self.drafts, &mut users, named_parts(ty), &operation.tag, |user| user.answers = true);
            }
        }
        self.drafts.retain(|name, _| users.contains_key(name));
        for (name, draft) in &mut self.drafts {
            if let Some(user) = users.get(name) {
                draft.def.in_requests = user.requests;
                draft.def.in_answers = user.answers;
                draft.def.home = home(user, tags);
                settle_fields(draft);
            }
        }
    }
}

fn home(user: &Users, tags: &[Tag]) -> TypeHome {
    let wanted: Vec<TagName> =
        tags.iter().map(|tag| &tag.name).filter(|name| user.tags.contains(*name)).cloned().collect();
    match wanted.as_slice() {
        [only] => TypeHome::Tag(only.clone()),
        _ => TypeHome::Common(wanted),
    }
}

/// In what only requests contain, leaving a field out and sending null are two things. What only one
/// direction carries may be missing in the other, and has no place in a type that only the other one has.
fn settle_fields(draft: &mut Draft) {
    let (requests, answers) = (draft.def.in_requests, draft.def.in_answers);
    let Shape::Object { fields } = &mut draft.def.shape else { return };
    fields.retain(|field| {
        let marks = draft.marks.get(&field.name);
        marks.is_none_or(|marks| (requests || !marks.write_only) && (answers || !marks.read_only))
    });
    for field in fields {
        let Some(marks) = draft.marks.get(&field.name) else { continue };
        if marks.nullable && requests && !answers {
            field.presence = Presence::ThreeState;
        } else if (marks.write_only && answers) || (marks.read_only && requests) {
            field.presence = Presence::Optional;
        }
    }
}

/// Marks the types and all that they contain.
fn note(
    drafts: &BTreeMap<TypeName, Draft>,
    users: &mut BTreeMap<TypeName, Users>,
    roots: Vec<TypeName>,
    tag: &TagName,
    mark: impl Fn(&mut Users),
) {
    let mut seen = BTreeSet::new();
    let mut next = roots;
    while let Some(name) = next.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let user = users.entry(name.clone()).or_default();
        user.tags.insert(tag.clone());
        mark(user);
        if let Some(draft) = drafts.get(&name) {
            next.extend(parts(&draft.def.shape));
        }
    }
}

/// The types that a shape mentions.
fn parts(shape: &Shape) -> Vec<TypeName> {
    match shape {
        Shape::Object { fields } => fields.iter().flat_map(|field| named_parts(&field.ty)).collect(),
        Shape::Union { members, .. } => members.iter().flat_map(|member| named_parts(&member.ty)).collect(),
        Shape::Alias(ty) => named_parts(ty),
        Shape::OpenEnum { .. } | Shape::Id => Vec::new(),
    }
}

/// The types that a use of a type mentions.
pub(super) fn named_parts(ty: &TypeRef) -> Vec<TypeName> {
    match ty {
        TypeRef::Named(name) => vec![name.clone()],
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => {
            named_parts(inner)
        }
        _ => Vec::new(),
    }
}
