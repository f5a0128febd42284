//! Choices: one of several types, told apart by a property or by trying.

use std::collections::BTreeSet;

use super::flatten::{Flat, flatten};
use super::name_types::InlineName;
use super::shape_types::Typed;
use super::{Lowering, names};
use crate::document::{Discriminator, SchemaId, SchemaUse};
use crate::model::{Shape, TypeName, TypeRef, UnionMember, WireName};

impl Lowering<'_> {
    /// The type of a choice. Members of the same type count once; a choice of one type is that type.
    pub(super) fn union(
        &mut self,
        one: SchemaUse,
        flat: &Flat,
        members: &[SchemaUse],
        inline: &InlineName,
    ) -> Typed {
        let tag = flat.discriminator.clone().filter(|tag| self.members_are_objects(tag, members));
        let mut nullable = false;
        let mut inner = Vec::new();
        let typed = self.named_type(one, flat, inline, |lowering, name, _| {
            let inline = InlineName::new(name.as_str());
            let mut list = Vec::new();
            for (at, member) in members.iter().enumerate() {
                let typed = lowering.type_of(*member, &inline.part(&format!("Variant{}", at + 1)));
                nullable |= typed.nullable;
                inner.push(typed.ty.clone());
                list.extend(lowering.union_members(*member, typed.ty, tag.as_ref()));
            }
            lowering.name_members(&mut list, one);
            Shape::Union { tag: tag.map(|tag| WireName::new(tag.property.value)), members: list }
        });
        inner.sort();
        inner.dedup();
        match inner.as_slice() {
            [only] => {
                self.forget(one.schema, &typed.ty);
                Typed { ty: only.clone(), nullable }
            }
            _ => Typed { nullable, ..typed },
        }
    }

    /// Gives a name back that turned out not to be needed.
    fn forget(&mut self, id: SchemaId, ty: &TypeRef) {
        if let (Some(name), TypeRef::Named(own)) = (self.named.remove(&id), ty)
            && name == *own
            && self.drafts.get(own).is_some_and(|draft| draft.schema == Some(id))
        {
            self.drafts.remove(own);
            self.claimed.remove(own);
        }
    }

    fn members_are_objects(&mut self, tag: &Discriminator, members: &[SchemaUse]) -> bool {
        members.iter().all(|member| {
            let flat = flatten(self, member.schema);
            flat.properties.contains_key(&tag.property.value) || !flat.properties.is_empty()
        })
    }

    /// A member for each value of the tag that means the schema; one without a tag.
    fn union_members(
        &mut self,
        member: SchemaUse,
        ty: TypeRef,
        tag: Option<&Discriminator>,
    ) -> Vec<UnionMember> {
        let base = member_name(&ty);
        let Some(tag) = tag else {
            return vec![UnionMember { name: base, tag_value: None, ty }];
        };
        let mut values: Vec<String> = tag
            .mapping
            .iter()
            .filter(|(_, target)| target.schema == member.schema)
            .map(|(value, _)| value.value.clone())
            .collect();
        values.sort();
        if values.is_empty() {
            values.extend(self.own_tag_value(member.schema, &tag.property.value));
        }
        let several = values.len() > 1;
        let name = |value: &str| if several { names::variant_name(value) } else { base.clone() };
        values
            .iter()
            .map(|value| UnionMember { name: name(value), tag_value: Some(value.clone()), ty: ty.clone() })
            .collect()
    }

    /// The value that no `mapping` names: the constant of the member's own property, else the member's name.
    fn own_tag_value(&mut self, member: SchemaId, property: &str) -> Option<String> {
        let flat = flatten(self, member);
        let constant = flat.properties.get(property).and_then(|one| {
            let part = flatten(self, one.schema);
            let single = part
                .enumeration
                .filter(|values| values.len() == 1)
                .and_then(|values| values.into_iter().next());
            part.constant.or(single)?.as_text().map(str::to_owned)
        });
        let schema = &self.document.schemas[member];
        constant
            .or_else(|| schema.name.as_ref().map(|name| name.value.clone()))
            .or_else(|| schema.title.as_ref().map(|title| title.value.clone()))
    }

    /// Drops what says the same twice, and reports names that meet.
    fn name_members(&mut self, list: &mut Vec<UnionMember>, one: SchemaUse) {
        let mut seen = BTreeSet::new();
        list.retain(|member| seen.insert((member.ty.clone(), member.tag_value.clone())));
        let mut names: BTreeSet<TypeName> = BTreeSet::new();
        for member in list.iter() {
            if !names.insert(member.name.clone()) {
                let value = member.tag_value.clone().unwrap_or_else(|| member.name.to_string());
                self.report_members(member.name.as_str(), &value, &value, one.span);
            }
        }
    }
}

/// What a member is called: by its type.
fn member_name(ty: &TypeRef) -> TypeName {
    fn words(ty: &TypeRef) -> String {
        match ty {
            TypeRef::Text => String::from("Text"),
            TypeRef::Secret => String::from("Secret"),
            TypeRef::Boolean => String::from("Boolean"),
            TypeRef::Integer => String::from("Integer"),
            TypeRef::Number => String::from("Number"),
            TypeRef::Decimal => String::from("Decimal"),
            TypeRef::Timestamp => String::from("Timestamp"),
            TypeRef::Date => String::from("Date"),
            TypeRef::YearMonth => String::from("YearMonth"),
            TypeRef::Week => String::from("Week"),
            TypeRef::Json => String::from("Json"),
            TypeRef::Named(name) => name.to_string(),
            TypeRef::List(inner) => format!("{}List", words(inner)),
            TypeRef::Map(inner) => format!("{}Map", words(inner)),
            TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => words(inner),
        }
    }
    names::variant_name(&words(ty))
}
