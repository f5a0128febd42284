//! What a difference does to programs, read off what the generator makes of both documents.
//!
//! The rules' own weights hold for types of the crate. Where nothing is made of a schema (the body of a refusal, the
//! page of a listing) programs don't notice; where two schemas come out as the same type they don't either.

use super::Comparison;
use super::site::{Holder, Site};
use super::there::{How, There, Use, When};
use crate::diff::level::Rust;
use crate::diff::normal::Side;
use crate::diff::place::{Part, Place};
use crate::model::{BodyShape, Shape, TypeDef, TypeName, TypeRef};

impl Comparison<'_> {
    /// What it does to programs that something there is of another type, or may be missing.
    pub(super) fn rust_of_change(&self, site: &Site) -> Option<Rust> {
        match (self.there(site, When::Before), self.there(site, When::After)) {
            (There::Unknown, _) | (_, There::Unknown) => None,
            (There::Isnt, There::Isnt) => Some(Rust::None),
            (There::Is(base), There::Is(head)) => {
                let rust = self.use_changed(&base, &head);
                if let (Rust::Breaking, Holder::Component(name, _), Some(field)) =
                    (rust, &site.holder, site.way.first())
                {
                    self.spoken.borrow_mut().insert((name.clone(), field.clone()));
                }
                Some(rust)
            }
            _ => Some(Rust::Breaking),
        }
    }

    /// The types that a value has in the crate before and after, if they differ in themselves: not only in what
    /// they contain, nor in whether they may be missing.
    pub(super) fn types_made(&self, site: &Site) -> Option<(String, String)> {
        let (There::Is(base), There::Is(head)) =
            (self.there(site, When::Before), self.there(site, When::After))
        else {
            return None;
        };
        let (base, head) = (plain(&base.ty), plain(&head.ty));
        let same = match (base, head) {
            (TypeRef::List(_), TypeRef::List(_)) | (TypeRef::Map(_), TypeRef::Map(_)) => true,
            (base, head) => self.same_type(base, head),
        };
        (!same).then(|| (words(base), words(head)))
    }

    /// The names of the types before and after, if they are types of their own with different names.
    pub(super) fn type_names(&self, site: &Site) -> Option<(String, String)> {
        let (There::Is(base), There::Is(head)) =
            (self.there(site, When::Before), self.there(site, When::After))
        else {
            return None;
        };
        match (plain(&base.ty), plain(&head.ty)) {
            (TypeRef::Named(before), TypeRef::Named(after)) if before != after => {
                Some((before.to_string(), after.to_string()))
            }
            _ => None,
        }
    }

    /// What it does to programs that something is gone.
    pub(super) fn rust_of_removal(&self, site: &Site) -> Option<Rust> {
        match self.there(site, When::Before) {
            There::Unknown => None,
            There::Isnt => Some(Rust::None),
            There::Is(_) => Some(Rust::Breaking),
        }
    }

    /// What it does to programs that something is new.
    pub(super) fn rust_of_addition(&self, site: &Site) -> Option<Rust> {
        match self.there(site, When::After) {
            There::Unknown => None,
            There::Isnt => Some(Rust::None),
            There::Is(Use { how: How::Argument { required: true, .. }, .. }) => Some(Rust::Breaking),
            There::Is(_) => Some(Rust::Additive),
        }
    }

    /// What it does to programs that a property came into requests or answers, or left them.
    pub(super) fn rust_of_coming_and_going(&self, site: &Site) -> Option<Rust> {
        match (self.there(site, When::Before), self.there(site, When::After)) {
            (There::Isnt, There::Is(_)) => self.rust_of_addition(site),
            _ => self.rust_of_change(site),
        }
    }

    /// What it does to programs that a property is called otherwise. The name of an argument is theirs to choose,
    /// as long as it stays the argument that it was.
    pub(super) fn rust_of_renaming(&self, before: &Site, after: &Site) -> Option<Rust> {
        let place = |site: &Site, when| self.argument_place(site, when);
        match (self.there(before, When::Before), self.there(after, When::After)) {
            (There::Unknown, _) | (_, There::Unknown) => None,
            (There::Isnt, There::Isnt) => Some(Rust::None),
            (There::Is(base), There::Is(head))
                if place(before, When::Before).is_some()
                    && place(before, When::Before) == place(after, When::After) =>
            {
                Some(self.use_changed(&base, &head))
            }
            _ => Some(Rust::Breaking),
        }
    }

    /// What it does to programs that a value is listed, or is listed no longer.
    pub(super) fn rust_of_value(&self, site: &Site, value: &str) -> Option<Rust> {
        let variants = |when| match self.there(site, when) {
            There::Unknown => None,
            There::Isnt => Some(Vec::new()),
            There::Is(found) => Some(match self.definition(&found.ty, when).map(|ty| &ty.shape) {
                Some(Shape::OpenEnum { values }) => values.iter().map(|one| one.wire.clone()).collect(),
                _ => Vec::new(),
            }),
        };
        let (base, head) = (variants(When::Before)?, variants(When::After)?);
        let text = serde_json::from_str::<String>(value).ok();
        let has = |list: &[String]| text.as_ref().is_some_and(|text| list.contains(text));
        Some(match (has(&base), has(&head)) {
            (true, false) if !head.is_empty() => Rust::Breaking,
            (false, true) if !base.is_empty() => Rust::Additive,
            _ => Rust::None,
        })
    }

    /// What it does to programs that a choice is one among other kinds.
    pub(super) fn rust_of_kinds(&self, site: &Site) -> Option<Rust> {
        let (There::Is(base), There::Is(head)) =
            (self.there(site, When::Before), self.there(site, When::After))
        else {
            return self.rust_of_change(site);
        };
        let members = |found: &Use, when| match &self.definition(&found.ty, when)?.shape {
            Shape::Union { members, .. } => {
                Some(members.iter().map(|one| (one.name.clone(), one.ty.clone())).collect::<Vec<_>>())
            }
            _ => None,
        };
        let (Some(before), Some(after)) = (members(&base, When::Before), members(&head, When::After)) else {
            return Some(self.use_changed(&base, &head));
        };
        let stays = |(name, ty): &(TypeName, TypeRef)| {
            after.iter().any(|(other, same)| other == name && self.same_type(ty, same))
        };
        Some(match before.iter().all(stays) {
            false => Rust::Breaking,
            true if after.len() > before.len() => Rust::Additive,
            true => Rust::None,
        })
    }

    fn use_changed(&self, base: &Use, head: &Use) -> Rust {
        if !self.same_type(&base.ty, &head.ty) {
            return Rust::Breaking;
        }
        match (base.how, head.how) {
            (one, other) if one == other => Rust::None,
            // A setter gains the one that sends null.
            (
                How::Argument { required: false, nullable: false },
                How::Argument { required: false, nullable: true },
            ) => Rust::Additive,
            _ => Rust::Breaking,
        }
    }

    /// Whether programs see the same type: of the same component, whatever it is called now, or of the same kind
    /// where the name comes from the place.
    pub(super) fn same_type(&self, base: &TypeRef, head: &TypeRef) -> bool {
        match (base, head) {
            (TypeRef::Named(before), TypeRef::Named(after)) => {
                let kind =
                    |side: &Side<'_>, name| side.type_def(name).map(|ty| std::mem::discriminant(&ty.shape));
                let same_kind = kind(self.base, before) == kind(self.head, after);
                let from_place = |side: &Side<'_>, name| !side.is_component_type(name);
                let renamed = self.renamed_types.get(before) == Some(after);
                let both_from_place = from_place(self.base, before) && from_place(self.head, after);
                same_kind && (before == after || renamed || (both_from_place && !self.is_id(before, after)))
            }
            (TypeRef::List(one), TypeRef::List(other))
            | (TypeRef::Map(one), TypeRef::Map(other))
            | (TypeRef::Nullable(one), TypeRef::Nullable(other))
            | (TypeRef::Boxed(one), TypeRef::Boxed(other)) => self.same_type(one, other),
            (one, other) => one == other,
        }
    }

    /// Whether one of the types is an identifier, which has its name from the document wherever it stands.
    fn is_id(&self, before: &TypeName, after: &TypeName) -> bool {
        let id = |ty: Option<&TypeDef>| ty.is_some_and(|ty| matches!(ty.shape, Shape::Id));
        id(self.base.type_def(before)) || id(self.head.type_def(after))
    }

    /// Whether the body that a site stands for is taken apart into arguments, before or after.
    pub(super) fn is_taken_apart(&self, site: &Site) -> bool {
        let Holder::Place(Place::Operation { path, method, part: Part::Request }) = &site.holder else {
            return false;
        };
        let now = format!("{} {path}", method.as_str());
        [When::Before, When::After].into_iter().any(|when| {
            let made = self.compiled(&now, when);
            site.way.is_empty() && made.is_some_and(|one| matches!(one.body, BodyShape::Fields { .. }))
        })
    }
}

/// The type without what says that it may be null or stands behind a pointer.
fn plain(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => plain(inner),
        ty => ty,
    }
}

/// The type as a reader knows it: `Vec<String>`.
pub(super) fn words(ty: &TypeRef) -> String {
    match ty {
        TypeRef::Text => String::from("String"),
        TypeRef::Secret => String::from("Secret"),
        TypeRef::Boolean => String::from("bool"),
        TypeRef::Integer => String::from("i64"),
        TypeRef::Number => String::from("f64"),
        TypeRef::Decimal => String::from("Decimal"),
        TypeRef::Timestamp => String::from("Timestamp"),
        TypeRef::Date => String::from("Date"),
        TypeRef::YearMonth => String::from("YearMonth"),
        TypeRef::Week => String::from("Week"),
        TypeRef::Json => String::from("Value"),
        TypeRef::Named(name) => name.to_string(),
        TypeRef::List(inner) => format!("Vec<{}>", words(inner)),
        TypeRef::Map(inner) => format!("BTreeMap<String, {}>", words(inner)),
        TypeRef::Nullable(inner) => format!("Option<{}>", words(inner)),
        TypeRef::Boxed(inner) => format!("Box<{}>", words(inner)),
    }
}
