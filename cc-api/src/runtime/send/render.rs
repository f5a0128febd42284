//! One renderer for all operations: from a catalogue entry and its arguments to what travels.

use super::super::catalogue::{BodyShape, CredentialPlace, Paging, Place};
use super::super::error::Error;
use super::super::page::listing_hash;
use super::super::raw::Raw;
use super::super::transport::Request;
use super::{body, headers, path, query};

/// The request, ready to be sent.
pub(crate) fn render(raw: &Raw) -> Result<Request, Error> {
    check_required(raw)?;
    let target = target(raw, &[])?;
    let body = body::body(raw.operation, &|index| raw.arg(index));
    let headers = headers::headers(raw, body.is_some())?;
    let settings = raw.core.settings();
    let mut url = format!("{}{target}", settings.base_url);
    if let (CredentialPlace::Query(name), Some(credential)) =
        (raw.core.api().credential, raw.core.credential())
    {
        query::push(&mut url, name, credential.secret().expose());
    }
    Ok(Request {
        operation: raw.operation.id,
        method: method(raw),
        url,
        target,
        headers,
        body,
        connect_timeout: settings.connect_timeout,
    })
}

/// Typed calls can't lack an argument; calls by the catalogue can.
fn check_required(raw: &Raw) -> Result<(), Error> {
    let mut params = raw.operation.params.iter().enumerate();
    let null = |index| raw.arg(index).is_none_or(|json| json == b"null");
    let lacks = |index: usize, nullable: bool| if nullable { raw.arg(index).is_none() } else { null(index) };
    match params.find(|(index, param)| param.required && lacks(*index, param.nullable)) {
        Some((_, param)) => {
            let whole = param.wire.is_empty() && raw.operation.body == BodyShape::Whole;
            let name = if whole { "body" } else { param.name };
            Err(Error::input(format!("the argument `{name}` is missing")))
        }
        None => Ok(()),
    }
}

/// Path and query, without the arguments at these places.
fn target(raw: &Raw, without: &[u16]) -> Result<String, Error> {
    let arg = |index: usize| raw.arg(index);
    let mut out = path::path(raw.operation, &arg)?;
    for (index, param) in raw.operation.params.iter().enumerate() {
        let left_out = without.iter().any(|place| usize::from(*place) == index);
        if let (Place::Query(style), Some(json), false) = (param.place, arg(index), left_out) {
            query::push_param(&mut out, param.wire, style, json)?;
        }
    }
    for (name, value) in raw.options.iter().flat_map(|options| &options.query) {
        query::push(&mut out, name, value);
    }
    Ok(out)
}

/// What tells one listing from another: address, filters and tenant, but not the place in it.
pub(crate) fn listing_identity(raw: &Raw, paging: &Paging) -> Result<u64, Error> {
    check_required(raw)?;
    let target = target(raw, &[paging.limit, paging.offset])?;
    Ok(listing_hash(&[raw.operation.id, &target, raw.core.tenant().unwrap_or("")]))
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
