//! Puts a pointer where a type contains itself without a list or a map between.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use crate::model::{Shape, TypeName, TypeRef};

type Graph = BTreeMap<TypeName, BTreeSet<TypeName>>;

impl Lowering<'_> {
    /// Boxes every direct use of a type that leads back to where it is used.
    pub(super) fn close_circles(&mut self) {
        let graph: Graph =
            self.drafts.iter().map(|(name, draft)| (name.clone(), direct_parts(&draft.def.shape))).collect();
        for (name, draft) in &mut self.drafts {
            for ty in direct_uses(&mut draft.def.shape) {
                if let TypeRef::Named(part) = ty
                    && leads_to(&graph, part, name)
                {
                    *ty = TypeRef::Boxed(Box::new(ty.clone()));
                }
            }
        }
    }
}

/// The types that a value of the shape holds without a pointer between.
fn direct_parts(shape: &Shape) -> BTreeSet<TypeName> {
    let named = |ty: &TypeRef| match ty {
        TypeRef::Named(name) => Some(name.clone()),
        _ => None,
    };
    match shape {
        Shape::Object { fields } => fields.iter().filter_map(|field| named(&field.ty)).collect(),
        Shape::Union { members, .. } => members.iter().filter_map(|member| named(&member.ty)).collect(),
        Shape::Alias(ty) => named(ty).into_iter().collect(),
        Shape::OpenEnum { .. } | Shape::Id => BTreeSet::new(),
    }
}

fn direct_uses(shape: &mut Shape) -> Vec<&mut TypeRef> {
    match shape {
        Shape::Object { fields } => fields.iter_mut().map(|field| &mut field.ty).collect(),
        Shape::Union { members, .. } => members.iter_mut().map(|member| &mut member.ty).collect(),
        Shape::Alias(ty) => vec![ty],
        Shape::OpenEnum { .. } | Shape::Id => Vec::new(),
    }
}

fn leads_to(graph: &Graph, from: &TypeName, to: &TypeName) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = vec![from];
    while let Some(name) = next.pop() {
        if name == to {
            return true;
        }
        if seen.insert(name) {
            next.extend(graph.get(name).into_iter().flatten());
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::leads_to;
    use crate::model::TypeName;

    #[test]
    fn circles_are_found_over_any_number_of_types() {
        let name = |text: &str| TypeName::new(text);
        let edge =
            |from: &str, to: &[&str]| (name(from), to.iter().map(|to| name(to)).collect::<BTreeSet<_>>());
        let graph =
            BTreeMap::from([edge("A", &["B"]), edge("B", &["C", "D"]), edge("C", &["A"]), edge("D", &[])]);
        for (from, to, expected) in [("B", "A", true), ("A", "A", true), ("D", "A", false), ("D", "D", true)]
        {
            assert_eq!(leads_to(&graph, &name(from), &name(to)), expected, "{from} to {to}");
        }
    }
}
