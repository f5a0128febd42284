//! What a caller may pass: path, query, headers, and the body, taken apart where it is a plain object.
//!
//! Two arguments of the same name are told apart by where they travel: the later one becomes `body_id`,
//! `query_id` or `header_id`.

use std::collections::BTreeSet;

use super::classify::{Kind, classify};
use super::flatten::{Flat, flatten};
use super::name_types::InlineName;
use super::shape_types::Typed;
use super::{Lowering, deprecation, names};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{
    self, AdditionalProperties, Parameter, ParameterPlace, ParameterStyle, RequestBody, SchemaUse,
};
use crate::model::{Argument, BodyShape, FieldName, PathTemplate, Place, QueryStyle, TypeRef, WireName};
use crate::source::Span;

/// The arguments of an operation.
pub(super) struct Arguments {
    pub(super) list: Vec<Argument>,
    pub(super) body: BodyShape,
    taken: BTreeSet<FieldName>,
}

impl Lowering<'_> {
    /// The arguments in the model's order.
    pub(super) fn arguments(
        &mut self,
        operation: &document::Operation,
        path: &PathTemplate,
        base: &InlineName,
    ) -> Arguments {
        let mut out = Arguments { list: Vec::new(), body: BodyShape::Empty, taken: BTreeSet::new() };
        let in_path = |parameter: &&Parameter| parameter.place.value == ParameterPlace::Path;
        for name in path.parameters() {
            let found =
                operation.parameters.iter().find(|one| in_path(one) && one.name.value == name.as_str());
            if let Some(parameter) = found {
                self.parameter(&mut out, parameter, base);
            }
        }
        for parameter in operation.parameters.iter().filter(|one| !in_path(one)) {
            self.parameter(&mut out, parameter, base);
        }
        if let Some(body) = &operation.request_body {
            self.body(&mut out, body, base);
        }
        out
    }

    fn parameter(&mut self, out: &mut Arguments, parameter: &Parameter, base: &InlineName) {
        let Some(place) = self.place(parameter) else { return };
        let wire = parameter.name.value.as_str();
        let shared = parameter.reference.as_ref().and_then(|_| parameter.address.last_segment());
        let inline = shared.map_or_else(|| base.part(wire), |name| InlineName::new(&name).part("Parameter"));
        let typed = parameter.schema.map(|one| self.type_of(one, &inline));
        let Typed { ty, .. } = typed.unwrap_or(Typed { ty: TypeRef::Json, nullable: false });
        if matches!(place, Place::Path | Place::Header) && !self.fits_one_line(&ty) {
            let message =
                format!("an object can't travel in the {} `{wire}`", parameter.place.value.as_str());
            let finding = Diagnostic::new(Code::UnsupportedParameter, parameter.span, message)
                .label("an object")
                .help("pass its parts as parameters of their own");
            self.report(finding);
            return;
        }
        let doc = match (&parameter.description, parameter.schema) {
            (Some(text), _) => text.value.clone(),
            (None, Some(one)) => {
                let flat = flatten(self, one.schema);
                self.doc_of(one, &flat)
            }
            (None, None) => String::new(),
        };
        let Some(name) = self.argument_name(out, wire, place, parameter.span) else { return };
        out.list.push(Argument {
            name,
            wire_name: WireName::new(wire),
            place,
            required: parameter.is_required(),
            nullable: false,
            ty,
            doc,
            evidence: parameter.evidence.as_ref().map_or(self.unmarked, |mark| mark.value),
            json_schema: parameter
                .schema
                .map_or_else(|| String::from("{}"), |one| self.bare_json_schema(one)),
            deprecation: deprecation(&parameter.removal),
        });
    }

    /// Where the parameter travels; none if it can't be sent or is the client's own business.
    fn place(&mut self, parameter: &Parameter) -> Option<Place> {
        let name = &parameter.name.value;
        if parameter.place.value == ParameterPlace::Header && is_client_header(name) {
            return None;
        }
        if parameter.place.value == ParameterPlace::Cookie || !parameter.content.is_empty() {
            let (what, help) = match parameter.content.first() {
                None => ("a cookie", "ask for it in a header or in the query"),
                Some(_) => ("a parameter with `content`", "describe its values with `schema`"),
            };
            let finding = Diagnostic::new(
                Code::UnsupportedParameter,
                parameter.span,
                format!("{what} can't be sent: `{name}`"),
            )
            .label(format!("`{name}`"))
            .help(help);
            self.report(finding);
            return None;
        }
        if let Some(mark) = parameter.allow_reserved.as_ref().filter(|mark| mark.value) {
            let finding = Diagnostic::new(Code::PassedOver, mark.span, "`allowReserved` is passed over")
                .label("reserved characters are encoded all the same")
                .help("nothing needs to be done if the server decodes what it gets");
            self.report(finding);
        }
        match (parameter.place.value, parameter.effective_style(), parameter.effective_explode()) {
            (ParameterPlace::Path, ParameterStyle::Simple, _) => Some(Place::Path),
            (ParameterPlace::Header, ParameterStyle::Simple, _) => Some(Place::Header),
            (ParameterPlace::Query, ParameterStyle::Form, true) => Some(Place::Query(QueryStyle::Repeated)),
            (ParameterPlace::Query, ParameterStyle::Form, false) => Some(Place::Query(QueryStyle::Commas)),
            (ParameterPlace::Query, ParameterStyle::DeepObject, _) => {
                Some(Place::Query(QueryStyle::DeepObject))
            }
            (_, style, _) => {
                let span = parameter.style.as_ref().map_or(parameter.span, |style| style.span);
                let message = format!("the style `{}` can't be written for `{name}`", style.as_str());
                let finding = Diagnostic::new(Code::UnsupportedStyle, span, message)
                    .label("this style")
                    .help("use `simple` in paths and headers, `form` or `deepObject` in queries");
                self.report(finding);
                None
            }
        }
    }

    /// Whether a value of the type is text, or a list of texts.
    fn fits_one_line(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Map(_) => false,
            TypeRef::Named(name) => self.drafts.get(name).is_none_or(|draft| {
                !matches!(draft.def.shape, crate::model::Shape::Object { .. } | crate::model::Shape::Alias(_))
            }),
            TypeRef::List(inner) | TypeRef::Nullable(inner) => self.fits_one_line(inner),
            _ => true,
        }
    }

    fn argument_name(
        &mut self,
        out: &mut Arguments,
        wire: &str,
        place: Place,
        span: Span,
    ) -> Option<FieldName> {
        let Some(plain) = names::argument_name(wire) else {
            let finding = Diagnostic::new(Code::EmptyName, span, "an argument has an empty name")
                .label("this one")
                .help("give it a name, or leave it out");
            self.report(finding);
            return None;
        };
        let prefix = match place {
            Place::Path => "path",
            Place::Query(_) => "query",
            Place::Header => "header",
            Place::Body | Place::BodyField => "body",
        };
        let prefixed = FieldName::new(format!("{prefix}_{}", plain.as_str().trim_end_matches('_')));
        let name = if out.taken.contains(&plain) { prefixed } else { plain };
        if !out.taken.insert(name.clone()) {
            self.report_members(name.as_str(), wire, wire, span);
            return None;
        }
        Some(name)
    }

    fn body(&mut self, out: &mut Arguments, body: &RequestBody, base: &InlineName) {
        let Some(media) = body.content.iter().find(|media| media.is_json()) else {
            if let Some(other) = body.content.first() {
                let message = format!("a body of `{}` can't be sent", other.name.value);
                let finding = Diagnostic::new(Code::UnsupportedBody, other.name.span, message)
                    .label("not JSON")
                    .help("describe an `application/json` body, or leave the operation to hand-written code");
                self.report(finding);
            }
            return;
        };
        let required = body.required.as_ref().is_some_and(|mark| mark.value);
        let Some(one) = media.schema else {
            out.body = BodyShape::Whole;
            self.whole_body(out, body, TypeRef::Json, String::from("{}"));
            return;
        };
        if let Some((target, flat)) = self.plain_object(one) {
            out.body = BodyShape::Fields { required };
            self.body_fields(out, target, &flat, required, base);
            return;
        }
        let Typed { ty, .. } = self.type_of(one, &base.part("Body"));
        out.body = BodyShape::Whole;
        let schema = self.bare_json_schema(one);
        self.whole_body(out, body, ty, schema);
    }

    fn whole_body(&mut self, out: &mut Arguments, body: &RequestBody, ty: TypeRef, json_schema: String) {
        let plain = FieldName::new("body");
        let name = if out.taken.contains(&plain) { FieldName::new("whole_body") } else { plain };
        let doc = body.description.as_ref().map(|text| text.value.clone());
        out.list.push(Argument {
            name,
            wire_name: WireName::new(""),
            place: Place::Body,
            required: body.required.as_ref().is_some_and(|mark| mark.value),
            nullable: false,
            ty,
            doc: doc.unwrap_or_else(|| String::from("The body.")),
            evidence: body.evidence.as_ref().map_or(self.unmarked, |mark| mark.value),
            json_schema,
            deprecation: None,
        });
    }

    /// The schema behind the body, if it is an object whose properties are all declared.
    fn plain_object(&mut self, mut one: SchemaUse) -> Option<(SchemaUse, Flat)> {
        for _ in 0..16 {
            let flat = flatten(self, one.schema);
            if flat.nullable || self.aliased.contains(&one.schema) {
                return None;
            }
            match classify(self, &flat, one.span) {
                Kind::Same(other) => one = other,
                Kind::Object if !matches!(flat.additional, Some(AdditionalProperties::Schema(_))) => {
                    return Some((one, flat));
                }
                _ => return None,
            }
        }
        None
    }

    fn body_fields(
        &mut self,
        out: &mut Arguments,
        one: SchemaUse,
        flat: &Flat,
        required: bool,
        base: &InlineName,
    ) {
        let schema = &self.document.schemas[one.schema];
        let named =
            schema.name.as_ref().or(schema.title.as_ref()).and_then(|name| names::type_name(&name.value));
        let inline = named.map_or_else(|| base.part("Body"), |name| InlineName::new(name.as_str()));
        let first: Vec<&String> =
            flat.required.iter().filter(|name| flat.properties.contains_key(*name)).collect();
        let then = flat.properties.keys().filter(|name| !flat.required.contains(name));
        for wire in first.into_iter().chain(then) {
            let Some(property) = flat.properties.get(wire).copied() else { continue };
            let part = flatten(self, property.schema);
            if part.read_only {
                continue;
            }
            let mark = self.mark_of_property(flat, wire, property).or(flat.evidence);
            let name = inline.part(wire);
            let typed = self.type_of(property, &mark.map_or(name.clone(), |mark| name.known_by(mark)));
            let Some(name) = self.argument_name(out, wire, Place::BodyField, property.span) else { continue };
            out.list.push(Argument {
                name,
                wire_name: WireName::new(wire.as_str()),
                place: Place::BodyField,
                required: required && flat.required.contains(wire),
                nullable: typed.nullable,
                ty: typed.ty,
                doc: self.doc_of(property, &part),
                evidence: mark.unwrap_or(self.unmarked),
                json_schema: self.bare_json_schema(property),
                deprecation: deprecation(&part.removal),
            });
        }
    }
}

/// Headers that are the client's own business: the standard says to ignore parameters of these names.
fn is_client_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str())
}
