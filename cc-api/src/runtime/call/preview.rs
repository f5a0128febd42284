//! A call looked at without sending it: for dry runs, and for whoever has to agree to it first.

use std::fmt;

use super::super::catalogue::{Method, Operation, Safety};
use super::super::error::Error;
use super::super::raw::Raw;
use super::super::scope::{ScopeSet, choices};
use super::super::send::prepared;

/// What a call would send: made by `preview`, of [`JsonCall`](crate::JsonCall), [`Call`](crate::Call) and
/// [`PagedCall`](crate::PagedCall).
///
/// The credential is not in it. What the caller put into the call is, and may be personal: show it to them, and log it
/// nowhere. Each sending also bears an `X-Request-Id`, which is drawn then.
#[derive(Clone)]
#[non_exhaustive]
pub struct Preview {
    /// The entry of the catalogue: what the call is for, who may make it, whether it costs money or removes something.
    pub operation: &'static Operation,
    /// The HTTP method.
    pub method: Method,
    /// The whole address with its query, but for a credential that travels in it.
    pub url: String,
    /// The names and values of the headers, in the order of their names, but for those that may be secret.
    pub headers: Vec<(String, String)>,
    /// The names of the headers that may be secret: of the credential, and of those added with `with_header`.
    pub hidden_headers: Vec<String>,
    /// The body, as JSON text.
    pub body: Option<String>,
    /// Sets of scopes, of which the key has to hold one in full; none where no scope is documented.
    pub scopes: Vec<ScopeSet>,
    /// How many requests of the quota it takes if all goes well. A listing takes as many for each of its pages; how many
    /// those are is known by [`Pages::plan`](crate::Pages::plan) once the first one is there.
    pub requests: u32,
    /// How many it takes at most, if it is sent again where that does no harm.
    pub most_requests: u32,
}

/// What a request would be on the wire, or why it would not be sent.
pub(super) fn preview(mut raw: Raw) -> Result<Preview, Error> {
    let operation = raw.operation;
    let request = prepared(&mut raw).map_err(|error| error.with_operation(operation))?;
    let settings = raw.core.settings();
    let options = raw.options.as_deref();
    let added = |name: &str| {
        options
            .is_some_and(|options| options.headers.iter().any(|(added, _)| added.eq_ignore_ascii_case(name)))
    };
    let (mut headers, mut hidden_headers) = (Vec::new(), Vec::new());
    for (name, value) in &request.headers {
        let name = name.as_str();
        match value.to_str() {
            Ok(value_text) if !value.is_sensitive() && !added(name) => {
                headers.push((name.to_owned(), value_text.to_owned()));
            }
            _ => hidden_headers.push(name.to_owned()),
        }
    }
    headers.sort_unstable();
    hidden_headers.sort_unstable();
    let retry = options.and_then(|options| options.retry).unwrap_or(settings.retry);
    Ok(Preview {
        operation,
        method: operation.method,
        url: format!("{}{}", settings.base_url, request.target),
        headers,
        hidden_headers,
        body: request.body.map(|body| String::from_utf8_lossy(&body).into_owned()),
        scopes: choices(operation),
        requests: 1,
        // What costs money goes out once at most; a connection that did not come about takes nothing of the quota.
        most_requests: if operation.safety == Safety::Costly { 1 } else { retry.most_attempts() },
    })
}

impl fmt::Debug for Preview {
    /// Without address, headers and body: they hold what logs should not.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Preview")
            .field("operation", &self.operation.id)
            .field("method", &self.method)
            .field("body_bytes", &self.body.as_ref().map_or(0, String::len))
            .finish_non_exhaustive()
    }
}
