//! One renderer for all operations: from a catalogue entry and its arguments to what travels.

use super::super::catalogue::{BodyShape, CredentialPlace, Paging, Place};
use super::super::error::Error;
use super::super::json_scan::stable_hash;
use super::super::raw::Raw;
use super::super::transport::Request;
use super::{body, headers, path, query};

/// The request, ready to be sent.
pub(crate) fn render(raw: &Raw) -> Result<Request, Error> {
    check_required(raw)?;
    let target = target(raw, None)?;
    let body = body::body(raw.operation, &|index| raw.arg(index));
    let headers = headers::headers(raw, body.is_some())?;
    let settings = raw.core.settings();
    let mut url = format!("{}{target}", settings.base_url);
    if let (CredentialPlace::Query(name), Some(credential)) =
        (raw.core.api().credential, raw.core.credential())
    {
        query::push(&mut url, name, credential.text().expose());
    }
    Ok(Request {
        operation: raw.operation.id,
        method: method(raw),
        url,
        target,
        headers,
        body,
        connect_timeout: settings.connect_timeout,
        new_connection: false,
    })
}

/// Typed calls can't lack an argument; calls by the catalogue can.
fn check_required(raw: &Raw) -> Result<(), Error> {
    for (index, param) in raw.operation.params.iter().enumerate() {
        let lacks = match raw.arg(index) {
            Some(json) => json == b"null" && !param.nullable,
            None => true,
        };
        if param.required && lacks {
            let whole = param.wire.is_empty() && raw.operation.body == BodyShape::Whole;
            let name = if whole { "body" } else { param.name };
            return Err(Error::input(format!("the argument `{name}` is missing")));
        }
    }
    Ok(())
}

/// Path and query, all of it or without the place in a listing.
fn target(raw: &Raw, without: Option<&Paging>) -> Result<String, Error> {
    let arg = |index: usize| raw.arg(index);
    let mut out = path::path(raw.operation, &arg)?;
    for (index, param) in raw.operation.params.iter().enumerate() {
        let left_out = match without {
            Some(paging) => index == usize::from(paging.limit) || index == usize::from(paging.offset),
            None => false,
        };
        if let (Place::Query(style), Some(json), false) = (param.place, arg(index), left_out) {
            query::push_param(&mut out, param.wire, style, json)?;
        }
    }
    if let Some(options) = &raw.options {
        for (name, value) in &options.query {
            query::push(&mut out, name, value);
        }
    }
    Ok(out)
}

/// What tells one listing from another: address, filters and tenant, but not the place in it.
pub(crate) fn listing_identity(raw: &Raw, paging: &Paging) -> Result<u64, Error> {
    check_required(raw)?;
    let target = target(raw, Some(paging))?;
    let text = format!("{}\n{target}\n{}", raw.operation.id, raw.core.tenant().unwrap_or(""));
    Ok(stable_hash(text.as_bytes()))
}

fn method(raw: &Raw) -> http::Method {
    use super::super::catalogue::Method;
    match raw.operation.method {
        Method::Get => http::Method::GET,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
        Method::Patch => http::Method::PATCH,
        Method::Delete => http::Method::DELETE,
        Method::Head => http::Method::HEAD,
        Method::Options => http::Method::OPTIONS,
        Method::Trace => http::Method::TRACE,
    }
}
