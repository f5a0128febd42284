//! Takes exchanges in, one by one: what they show is folded into counts, and they are let go.

use serde_json::Value;

use super::exchange::{Body, Exchange};
use super::fold::Fold;
use super::headers::HeadersSeen;
use super::observed::{Observed, Slot};
use super::routes::Routes;
use crate::document::{Operation, ParameterPlace, Response, SpecDocument, StatusKey};

/// Learns from exchanges.
#[derive(Debug)]
pub struct Learner<'d> {
    pub(super) document: &'d SpecDocument,
    pub(super) observed: Observed,
    pub(super) headers: HeadersSeen,
    routes: Routes,
    taken: u64,
}

impl<'d> Learner<'d> {
    /// One that has seen nothing yet.
    pub fn new(document: &'d SpecDocument) -> Self {
        Self {
            document,
            observed: Observed::default(),
            headers: HeadersSeen::default(),
            routes: Routes::of(document),
            taken: 0,
        }
    }

    /// Whether the document has an operation for an exchange, whose path begins as those of the API do.
    pub fn has_operation(&self, exchange: &Exchange) -> bool {
        self.routes.is_below(&exchange.path) && self.routes.find(&exchange.method, &exchange.path).is_some()
    }

    /// Whether an exchange with the API's host is about the API: the same host may serve pages and files besides.
    pub fn is_about_the_api(&self, exchange: &Exchange) -> bool {
        self.routes.is_anywhere()
            || self.routes.is_below(&exchange.path)
            || self.routes.find(&exchange.method, &exchange.path).is_some()
    }

    /// How many exchanges were taken that belong to an operation.
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// Takes an exchange in.
    pub fn take(&mut self, exchange: &Exchange) {
        let Some(at) = self.routes.find(&exchange.method, &exchange.path) else {
            let path = self.routes.without_identifiers(&exchange.path);
            let name = format!("{} {path}", exchange.method.to_ascii_uppercase());
            *self.observed.strangers.entry(name).or_default() += 1;
            return;
        };
        self.taken += 1;
        self.headers.take(exchange);
        let operation = &self.document.operations[at];
        self.take_request(at, operation, exchange);
        if exchange.status == 403 {
            self.take_refusal(at, operation, exchange);
        }
        let seen = self.observed.operations.entry(at).or_default();
        seen.samples += 1;
        *seen.statuses.entry(exchange.status).or_default() += 1;
        let Some(response) = response(operation, exchange.status) else { return };
        let Some(media) = response.content.iter().find(|media| media.is_json()) else { return };
        match (&exchange.body, media.schema) {
            (Body::Json(value), Some(used)) => {
                let slot = Slot::Body(at, exchange.status);
                Fold { document: self.document, observed: &mut self.observed, operation: at }
                    .take(slot, used, value);
                if (200..300).contains(&exchange.status) {
                    self.take_page(at, operation, exchange, value);
                }
            }
            (Body::Other(name), _) => *seen.media_types.entry(name.clone()).or_default() += 1,
            _ => {}
        }
    }

    fn take_request(&mut self, at: usize, operation: &Operation, exchange: &Exchange) {
        let seen = self.observed.operations.entry(at).or_default();
        let is_named = |name: &str| {
            let mut parameters = operation.parameters.iter();
            parameters.any(|own| own.place.value == ParameterPlace::Query && own.name.value == name)
        };
        for (name, value) in exchange.query.iter().filter(|(name, _)| !is_named(name)) {
            seen.unnamed_arguments.entry(name.clone()).or_default().take(&typed(value));
        }
    }

    /// Takes the scope that a refusal names, if the operation does not ask for it.
    fn take_refusal(&mut self, at: usize, operation: &Operation, exchange: &Exchange) {
        let Body::Json(body) = &exchange.body else { return };
        let known = self.document.security_schemes.iter().flat_map(|scheme| &scheme.scopes);
        let asked = self.document.security_of(operation).unwrap_or(&[]);
        let asks = |scope: &str| {
            let mut requirements = asked.iter().flat_map(|way| &way.requirements);
            requirements.any(|requirement| requirement.scopes.iter().any(|own| own.value == scope))
        };
        let text = body.to_string();
        for scope in known.map(|entry| entry.name.value.as_str()).filter(|scope| text.contains(*scope)) {
            if !asks(scope) {
                let seen = self.observed.operations.entry(at).or_default();
                *seen.scopes.entry(scope.to_owned()).or_default() += 1;
            }
        }
    }

    /// Takes the length of a page, and whether it was cut shorter than was asked for.
    fn take_page(&mut self, at: usize, operation: &Operation, exchange: &Exchange, body: &Value) {
        let style = operation.pagination.as_ref().and_then(|name| self.document.paging_style(&name.value));
        let Some(style) = style else { return };
        let Some(items) = style.items.as_ref().and_then(|name| body.get(&name.value)?.as_array()) else {
            return;
        };
        let length = items.len() as u64;
        let number = |name: &Option<crate::source::Sourced<String>>| {
            exchange.argument(&name.as_ref()?.value)?.parse::<u64>().ok()
        };
        let seen = self.observed.operations.entry(at).or_default();
        seen.longest_page = seen.longest_page.max(length);
        let total = style.total.as_ref().and_then(|name| body.get(&name.value)?.as_u64());
        let offset = number(&style.offset).unwrap_or(0);
        if let (Some(limit), Some(total)) = (number(&style.limit), total)
            && length < limit
            && offset + length < total
            && length > 0
        {
            *seen.full_pages.entry(length).or_default() += 1;
        }
    }
}

/// What the document says of a status.
pub(super) fn response(operation: &Operation, status: u16) -> Option<&Response> {
    let of = |key: StatusKey| operation.responses.iter().find(|response| response.status.value == key);
    let hundred = u8::try_from(status / 100).unwrap_or(0);
    of(StatusKey::Code(status)).or_else(|| of(StatusKey::Range(hundred))).or_else(|| of(StatusKey::Default))
}

/// The value of an argument as what it may mean: a query knows text only.
fn typed(text: &str) -> Value {
    match text {
        "true" | "false" => Value::Bool(text == "true"),
        _ => text.parse::<i64>().map_or_else(|_| Value::String(text.to_owned()), Value::from),
    }
}
