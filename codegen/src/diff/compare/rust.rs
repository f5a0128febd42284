//! What a difference does to programs, read off what the generator makes of both documents.
//!
//! The rules' own weights hold for types of the crate. Where nothing is made of a schema (the body of a refusal, the
//! page of a listing) programs don't notice; where two schemas come out as the same type they don't either.

use super::site::{Holder, Site};
use super::{Comparison, label};
use crate::diff::level::Rust;
use crate::diff::normal::Side;
use crate::diff::pair::pair_operations;
use crate::diff::place::{Part, Place};
use crate::model::{BodyShape, Field, Operation, Presence, Shape, TypeDef, TypeName, TypeRef};

/// What the crate has at a site.
#[derive(Debug, Clone)]
enum There {
    /// A value of a type.
    Is(Use),
    /// Nothing.
    Isnt,
    /// That can't be told from here.
    Unknown,
}

/// A value as programs see it.
#[derive(Debug, Clone)]
struct Use {
    ty: TypeRef,
    how: How,
}

/// How programs get at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// As a part of another value, or as the whole.
    Value,
    /// As a field.
    Field(Presence),
    /// As an argument, or with a setter.
    Argument { required: bool, nullable: bool },
}

/// Which document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Before,
    After,
}

impl Comparison<'_> {
    /// What it does to programs that something there is of another type, or may be missing.
    pub(super) fn rust_of_change(&self, site: &Site) -> Option<Rust> {
        match (self.there(site, When::Before), self.there(site, When::After)) {
            (There::Unknown, _) | (_, There::Unknown) => None,
            (There::Isnt, There::Isnt) => Some(Rust::None),
            (There::Is(base), There::Is(head)) => Some(self.use_changed(&base, &head)),
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
        let has = |list: &[String]| {
            list.iter().any(|one| serde_json::Value::from(one.as_str()).to_string() == value)
        };
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
    fn same_type(&self, base: &TypeRef, head: &TypeRef) -> bool {
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

    fn side(&self, when: When) -> &Side<'_> {
        if when == When::Before { self.base } else { self.head }
    }

    /// The definition of a type, lists and pointers taken off.
    fn definition(&self, ty: &TypeRef, when: When) -> Option<&TypeDef> {
        match ty {
            TypeRef::Named(name) => self.side(when).type_def(name),
            TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => self.definition(inner, when),
            _ => None,
        }
    }

    fn there(&self, site: &Site, when: When) -> There {
        let side = self.side(when);
        match &site.holder {
            Holder::Component(before, after) => {
                let name = if when == When::Before { before } else { after };
                match side.type_of_component(name) {
                    Some(ty) => descend(side, &TypeRef::Named(ty.name.clone()), How::Value, &site.way),
                    None => There::Isnt,
                }
            }
            Holder::Place(place) => self.part_of_operation(place, &site.way, when),
        }
    }

    fn part_of_operation(&self, place: &Place, way: &[String], when: When) -> There {
        let side = self.side(when);
        match place {
            Place::Operation { path, method, part } => {
                let now = format!("{} {path}", method.as_str());
                let Some(operation) = self.compiled(&now, when) else { return There::Unknown };
                match part {
                    Part::Request => of_body(side, operation, way),
                    Part::Response(status) => of_answer(side, operation, status, way),
                    Part::Parameter { place, name } => of_parameter(side, operation, place, name, way),
                    Part::Whole => There::Unknown,
                }
            }
            Place::Parameter(key) => self.of_shared_parameter(key, way, when),
            _ => There::Unknown,
        }
    }

    fn of_shared_parameter(&self, key: &str, way: &[String], when: When) -> There {
        let side = self.side(when);
        let Some(now) = self.operation.as_deref() else { return There::Unknown };
        let wanted = self.label_in(now, when);
        let operation =
            side.document.operations.iter().find(|operation| Some(label(operation).as_str()) == wanted);
        let parameter = operation.and_then(|operation| {
            operation
                .parameters
                .iter()
                .find(|one| one.reference.is_some() && one.address.last_segment().as_deref() == Some(key))
        });
        let (Some(parameter), Some(compiled)) = (parameter, self.compiled(now, when)) else {
            return There::Unknown;
        };
        of_parameter(side, compiled, parameter.place.value.as_str(), &parameter.name.value, way)
    }

    /// The label of an operation in one of the documents, from that in the head.
    fn label_in<'l>(&'l self, now: &'l str, when: When) -> Option<&'l str> {
        match when {
            When::After => Some(now),
            When::Before => self.earlier_labels.get(now).map(String::as_str),
        }
    }

    /// What was made of an operation, by its label in the head.
    fn compiled(&self, now: &str, when: When) -> Option<&Operation> {
        let (method, path) = self.label_in(now, when)?.split_once(' ')?;
        let side = self.side(when);
        side.model()
            .operations
            .iter()
            .find(|operation| operation.method.as_str() == method && operation.path.as_str() == path)
    }

    /// Which of the required arguments a property of the body is.
    fn argument_place(&self, site: &Site, when: When) -> Option<usize> {
        let Holder::Place(Place::Operation { path, method, part: Part::Request }) = &site.holder else {
            return None;
        };
        let [wire] = site.way.as_slice() else { return None };
        let operation = self.compiled(&format!("{} {path}", method.as_str()), when)?;
        let mut required = operation.arguments.iter().filter(|argument| argument.required);
        required.position(|argument| is_of_body(argument) && argument.wire_name.as_str() == wire)
    }
}

/// The labels of the base's operations by those of the head's.
pub(super) fn earlier_labels(base: &Side<'_>, head: &Side<'_>) -> std::collections::BTreeMap<String, String> {
    let pairs = pair_operations(base.document, head.document);
    let both = pairs.both.iter().map(|pair| (label(pair.head), label(pair.base)));
    let gone = pairs.removed.iter().map(|before| (label(before), label(before)));
    gone.chain(both).collect()
}

fn is_of_body(argument: &crate::model::Argument) -> bool {
    argument.place == crate::model::Place::BodyField
}

fn of_body(side: &Side<'_>, operation: &Operation, way: &[String]) -> There {
    let whole = || operation.arguments.iter().find(|argument| argument.place == crate::model::Place::Body);
    match (&operation.body, way) {
        // The arguments as a whole are no type: they are only told from a body that is one.
        (BodyShape::Fields { .. }, []) => {
            There::Is(Use { ty: TypeRef::Named(TypeName::new("")), how: How::Value })
        }
        (BodyShape::Fields { .. }, [first, rest @ ..]) => {
            let found = operation
                .arguments
                .iter()
                .find(|argument| is_of_body(argument) && argument.wire_name.as_str() == first);
            found.map_or(There::Isnt, |argument| descend(side, &argument.ty, how(argument), rest))
        }
        _ => whole().map_or(There::Unknown, |argument| descend(side, &argument.ty, how(argument), way)),
    }
}

fn of_answer(side: &Side<'_>, operation: &Operation, status: &str, way: &[String]) -> There {
    let is_success = match status.parse::<u16>() {
        Ok(code) => (200..300).contains(&code),
        Err(_) => status.starts_with('2') || (status == "default" && operation.answer.statuses.len() > 1),
    };
    if !is_success {
        return There::Isnt;
    }
    let Some(paging) = &operation.paging else {
        let body = operation.answer.body.as_ref();
        return body.map_or(There::Isnt, |body| descend(side, body, How::Value, way));
    };
    let style = side.document.paging_style(paging.style.as_str());
    let items = style.and_then(|style| style.items.as_ref()).map(|items| items.value.as_str());
    match way {
        [first, rest @ ..] if Some(first.as_str()) == items => {
            descend(side, &TypeRef::List(Box::new(paging.item.clone())), How::Value, rest)
        }
        _ => There::Isnt,
    }
}

fn of_parameter(side: &Side<'_>, operation: &Operation, place: &str, name: &str, way: &[String]) -> There {
    use crate::model::Place as Carrier;
    let found = operation.arguments.iter().find(|argument| {
        let carrier = match argument.place {
            Carrier::Path => "path",
            Carrier::Query(_) => "query",
            Carrier::Header => "header",
            Carrier::Body | Carrier::BodyField => "",
        };
        carrier == place && argument.wire_name.as_str().eq_ignore_ascii_case(name)
    });
    found.map_or(There::Isnt, |argument| descend(side, &argument.ty, how(argument), way))
}

fn how(argument: &crate::model::Argument) -> How {
    How::Argument { required: argument.required, nullable: argument.nullable }
}

/// What is at the end of a way.
fn descend(side: &Side<'_>, ty: &TypeRef, how: How, way: &[String]) -> There {
    let Some((step, rest)) = way.split_first() else {
        return There::Is(Use { ty: ty.clone(), how });
    };
    match (ty, step.as_str()) {
        (TypeRef::Nullable(inner) | TypeRef::Boxed(inner), _) => descend(side, inner, how, way),
        (TypeRef::List(inner), "[]") | (TypeRef::Map(inner), "{}") => descend(side, inner, How::Value, rest),
        (TypeRef::Named(name), _) => match side.type_def(name).map(|ty| &ty.shape) {
            Some(Shape::Object { fields }) => match field(fields, step) {
                Some(field) => descend(side, &field.ty, How::Field(field.presence), rest),
                None => There::Isnt,
            },
            Some(Shape::Alias(inner)) => descend(side, inner, how, way),
            Some(Shape::Union { .. }) => There::Unknown,
            _ => There::Isnt,
        },
        _ => There::Isnt,
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
fn words(ty: &TypeRef) -> String {
    match ty {
        TypeRef::Text => String::from("String"),
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
        TypeRef::Boxed(inner) => words(inner),
    }
}

fn field<'f>(fields: &'f [Field], wire: &str) -> Option<&'f Field> {
    fields.iter().find(|field| field.wire_name.as_str() == wire)
}
