//! What the generated crate has at a site: the way to a value, walked in the model of the generator.

use super::site::{Holder, Site};
use super::{Comparison, label};
use crate::diff::normal::Side;
use crate::diff::pair::pair_operations;
use crate::diff::place::{Part, Place};
use crate::model::{BodyShape, Field, Operation, Presence, Shape, TypeDef, TypeName, TypeRef};

/// What the crate has at a site.
#[derive(Debug, Clone)]
pub(super) enum There {
    /// A value of a type.
    Is(Use),
    /// Nothing.
    Isnt,
    /// That can't be told from here.
    Unknown,
}

/// A value as programs see it.
#[derive(Debug, Clone)]
pub(super) struct Use {
    pub(super) ty: TypeRef,
    pub(super) how: How,
}

/// How programs get at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// As a part of another value, or as the whole.
    Value,
    /// As a field.
    Field(Presence),
    /// As an argument, or with a setter.
    Argument { required: bool, nullable: bool },
}

/// Which document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Before,
    After,
}

impl Comparison<'_> {
    fn side(&self, when: When) -> &Side<'_> {
        if when == When::Before { self.base } else { self.head }
    }

    /// The definition of a type, lists and pointers taken off.
    pub(super) fn definition(&self, ty: &TypeRef, when: When) -> Option<&TypeDef> {
        match ty {
            TypeRef::Named(name) => self.side(when).type_def(name),
            TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => self.definition(inner, when),
            _ => None,
        }
    }

    pub(super) fn there(&self, site: &Site, when: When) -> There {
        let document = self.side(when);
        match &site.holder {
            Holder::Component(before, after) => {
                let name = if when == When::Before { before } else { after };
                match document.type_of_component(name) {
                    Some(ty) => descend(document, &TypeRef::Named(ty.name.clone()), How::Value, &site.way),
                    None => There::Isnt,
                }
            }
            Holder::Place(place) => self.part_of_operation(place, &site.way, when),
        }
    }

    fn part_of_operation(&self, whole: &Place, way: &[String], when: When) -> There {
        let document = self.side(when);
        match whole {
            Place::Operation { path, method, part } => {
                let now = format!("{} {path}", method.as_str());
                let Some(operation) = self.compiled(&now, when) else { return There::Unknown };
                match part {
                    Part::Request => of_body(document, operation, way),
                    Part::Response(status) => of_answer(document, operation, status, way),
                    Part::Parameter { place, name } => of_parameter(document, operation, place, name, way),
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
    pub(super) fn compiled(&self, now: &str, when: When) -> Option<&Operation> {
        let (method, path) = self.label_in(now, when)?.split_once(' ')?;
        self.side(when).compiled(method, path)
    }

    /// Which of the required arguments a property of the body is.
    pub(super) fn argument_place(&self, site: &Site, when: When) -> Option<usize> {
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

fn field<'f>(fields: &'f [Field], wire: &str) -> Option<&'f Field> {
    fields.iter().find(|field| field.wire_name.as_str() == wire)
}
