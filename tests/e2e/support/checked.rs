//! A transport that holds every answer against the catalogue: its status, its headers, and its JSON as it came.

use bytes::Bytes;
use cc_api::BoxFuture;
use cc_api::catalogue::{self, Operation};
use cc_api::transport::{Answer, Body, Failure, Request, Transport, TransportError};
use http::HeaderMap;
use serde_json::Value;

use crate::proxy;

/// Sends over the network, and panics at an answer that the document does not allow.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    http: reqwest::Client,
}

/// An answer as it came.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Transport for Checked {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Answer, TransportError>> {
        Box::pin(async move {
            let operation = catalogue::find(request.operation).expect("an operation");
            let Raw { status, headers, body } = match proxy::address() {
                Some(proxy) => proxy::ask_through(&self.http, &proxy, &request).await?,
                None => ask(&self.http, &request.url, &request).await?,
            };
            for name in catalogue_rate_headers() {
                let text = String::from_utf8_lossy(&body);
                assert!(headers.contains_key(*name), "{}: no {name} in the {status} {text}", operation.id);
            }
            check(operation, status, &body);
            Ok(Answer::new(status, headers, Body::Whole(body)))
        })
    }
}

/// Sends the request to this address, which may be another than its own.
pub(crate) async fn ask(
    http: &reqwest::Client,
    address: &str,
    request: &Request,
) -> Result<Raw, TransportError> {
    let mut sent = http.request(request.method.clone(), address).headers(request.headers.clone());
    if let Some(body) = &request.body {
        sent = sent.body(body.clone());
    }
    let broken = |error: reqwest::Error| TransportError::new(Failure::Broken, format!("{error:?}"));
    let answer = sent.send().await.map_err(broken)?;
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    Ok(Raw { status, headers, body: answer.bytes().await.map_err(broken)? })
}

fn catalogue_rate_headers() -> &'static [&'static str] {
    cc_api::API.rate_limits.map_or(&[], |limits| limits.headers)
}

/// Holds an answer against the catalogue.
///
/// # Panics
/// If the document does not allow it.
pub fn check(operation: &Operation, status: u16, body: &Bytes) {
    let text = String::from_utf8_lossy(body);
    let id = operation.id;
    if operation.answer.statuses.contains(&status) {
        let Some(schema) = catalogue::output_schema(operation) else {
            assert!(body.is_empty(), "{id}: {status} should have no body, not {text}");
            return;
        };
        let json: Value =
            text.parse().unwrap_or_else(|error| panic!("{id}: {status} is not JSON ({error}): {text}"));
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
        let misfits: Vec<String> =
            validator.iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(
            misfits.is_empty(),
            "{id}: the answer does not fit its schema:\n{}\n{json:#}",
            misfits.join("\n")
        );
    } else {
        let named = operation.refusals.iter().any(|refusal| refusal.status == status);
        assert!(named, "{id}: the document does not name {status}: {text}");
        let json: Value =
            text.parse().unwrap_or_else(|error| panic!("{id}: {status} is not JSON ({error}): {text}"));
        assert!(json["message"].is_string(), "{id}: {status} says nothing: {text}");
    }
}
