//! What the caller passed, checked against the catalogue before any handler sees it.

pub(crate) mod query;

use cc_api::Patch;
use cc_api::catalogue::{BodyShape, Method, Operation, Place};
use http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::refused::Refused;

/// The parts of a request that hold arguments.
#[derive(Debug, Clone, Default)]
pub(crate) struct RawInput {
    /// The path's parameters, decoded.
    pub(crate) path: Vec<(String, String)>,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: bytes::Bytes,
}

/// The arguments of a call, in the order of the catalogue.
#[derive(Debug)]
pub(crate) struct Input {
    operation: &'static Operation,
    values: Vec<Option<Value>>,
}

/// How a page of a listing was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageRequest {
    pub(crate) limit: i64,
    pub(crate) offset: i64,
}

impl Input {
    /// Takes the arguments of an operation out of a request; refuses all that is wrong with them at once.
    pub(crate) fn read(operation: &'static Operation, raw: &RawInput) -> Result<Self, Refused> {
        let body = read_body(operation, raw)?;
        let query = query::pairs(&raw.query);
        let mut complaints = Vec::new();
        let mut values = Vec::with_capacity(operation.params.len());
        for param in operation.params {
            let value = match param.place {
                Place::Path => {
                    raw.path.iter().find(|(name, _)| name == param.wire).map(|(_, text)| text.as_str().into())
                }
                Place::Query(style) => query::value(&query, param, style, &mut complaints),
                Place::Header => {
                    raw.headers.get(param.wire).and_then(|text| text.to_str().ok()).map(Value::from)
                }
                Place::BodyField => body.as_ref().and_then(|body| body.get(param.wire).cloned()),
                Place::Body => body.clone(),
                _ => None,
            };
            match &value {
                None if param.required => complaints.push((param.wire.to_owned(), "is missing".to_owned())),
                None => {}
                Some(Value::Null) if param.nullable => {}
                Some(value) => {
                    cc_schema::check(&cc_schema::parsed(param.schema), value, param.wire, &mut complaints);
                }
            }
            values.push(value);
        }
        if !complaints.is_empty() {
            return Err(Refused::invalid_fields(complaints));
        }
        let input = Self { operation, values };
        input.refuse_empty_change()?;
        Ok(input)
    }

    /// A `PATCH` that changes nothing is a mistake: every schema of a change asks for one property or more.
    fn refuse_empty_change(&self) -> Result<(), Refused> {
        let fields = self.operation.params.iter().zip(&self.values);
        let mut fields = fields.filter(|(param, _)| param.place == Place::BodyField);
        if self.operation.method == Method::Patch && fields.all(|(_, value)| value.is_none()) {
            let message = "The body names nothing to change.";
            return Err(Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "nothing_to_change", message));
        }
        Ok(())
    }

    /// An argument, by its name in the request (`content_type`, `postId`); none if it was left out or is null.
    ///
    /// The names are written next to the handler. One that the catalogue does not have is a bug, answered by 500.
    pub(crate) fn get<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Refused> {
        match self.raw(name)? {
            None | Some(Value::Null) => Ok(None),
            Some(value) => Self::parse(name, value).map(Some),
        }
    }

    /// An argument that the catalogue calls required.
    pub(crate) fn need<T: DeserializeOwned>(&self, name: &str) -> Result<T, Refused> {
        self.get(name)?.ok_or_else(|| missing(name))
    }

    /// An argument that must be one of these words, which the document names without closing the list.
    pub(crate) fn word(&self, name: &str, words: &[&str]) -> Result<Option<String>, Refused> {
        match self.get::<String>(name)? {
            Some(word) if !words.contains(&word.as_str()) => {
                Err(Refused::invalid(name, format!("must be one of {}", words.join(", "))))
            }
            word => Ok(word),
        }
    }

    /// The same, where the catalogue calls the argument required.
    pub(crate) fn need_word(&self, name: &str, words: &[&str]) -> Result<String, Refused> {
        self.word(name, words)?.ok_or_else(|| missing(name))
    }

    /// A field of a change: left out, emptied by null, or given.
    pub(crate) fn patch<T: DeserializeOwned>(&self, name: &str) -> Result<Patch<T>, Refused> {
        match self.raw(name)? {
            None => Ok(Patch::Absent),
            Some(Value::Null) => Ok(Patch::Null),
            Some(value) => Self::parse(name, value).map(Patch::Value),
        }
    }

    /// Which entries of a listing are wanted. A page larger than `max` is cut down to it.
    pub(crate) fn page(&self, max: u32) -> Result<PageRequest, Refused> {
        let default = self.operation.paging.and_then(|paging| paging.default_size).unwrap_or(25);
        let limit = self.get::<i64>("limit")?.unwrap_or(i64::from(default));
        let offset = self.get::<i64>("offset")?.unwrap_or(0);
        Ok(PageRequest { limit: limit.min(i64::from(max)), offset })
    }

    fn raw(&self, name: &str) -> Result<Option<&Value>, Refused> {
        let Some(index) = self.operation.param_index(name) else {
            return Err(Refused::failure(&format!("{} has no argument `{name}`", self.operation.id)));
        };
        Ok(self.values[index].as_ref())
    }

    /// What the schema let through and the type does not is a value that the sandbox itself refuses.
    fn parse<T: DeserializeOwned>(name: &str, value: &Value) -> Result<T, Refused> {
        serde_json::from_value(value.clone()).map_err(|error| Refused::invalid(name, error.to_string()))
    }
}

fn missing(name: &str) -> Refused {
    Refused::invalid(name, "is missing")
}

fn read_body(operation: &Operation, raw: &RawInput) -> Result<Option<Value>, Refused> {
    let wanted = match operation.body {
        BodyShape::Fields { required } => required,
        BodyShape::Whole => operation.params.iter().any(|param| param.place == Place::Body && param.required),
        _ => return Ok(None),
    };
    if raw.body.is_empty() && !wanted {
        return Ok(None);
    }
    if raw.body.is_empty() {
        let message = "The body is missing; a JSON object is wanted.";
        return Err(Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "body_missing", message));
    }
    let content_type =
        raw.headers.get(header::CONTENT_TYPE).and_then(|text| text.to_str().ok()).unwrap_or("");
    let media_type = content_type.split(';').next().unwrap_or("").trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        let message = format!("The body must be sent as application/json, not as {media_type:?}.");
        return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json", message));
    }
    let value = cc_schema::strict(&raw.body).map_err(|error| {
        let message = format!("The body is not valid JSON: {error}.");
        Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "malformed_json", message)
    })?;
    if operation.body != BodyShape::Whole && !value.is_object() {
        let message = "The body must be a JSON object.";
        return Err(Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "malformed_json", message));
    }
    Ok(Some(value))
}
