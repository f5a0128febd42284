//! An in-memory server for tests, and a clock: no network, no waiting, five lines.
//!
//! ```
//! # use cc_api::internal::TEST_API as API; // `cc_api::API` in your own tests
//! # use cc_api::{Client, fake::FakeTransport};
//! let fake = FakeTransport::new();
//! fake.answer("get_posts", 200, r#"{"results": [{"slug": "open-house"}], "count": 1}"#);
//! let client = Client::builder_for(&API).transport(fake.clone()).build()?;
//! // … call the client …
//! assert_eq!(fake.requests().len(), 0);
//! # Ok::<(), cc_api::Error>(())
//! ```

mod timer;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use super::catalogue::{ApiInfo, CredentialPlace, Evidence, Server, TenantHeader};
use super::timer::BoxFuture;
use super::transport::{Answer, Body, Failure, Request, Transport, TransportError};
pub use timer::FakeTimer;

/// A server in memory. Clones are the same server, so keep one to ask what it was sent.
///
/// A request is answered by what was laid out for its operation, in order, the last of it again and again; else by
/// the closure of [`respond`](Self::respond); else by 404.
#[derive(Clone, Default)]
pub struct FakeTransport(Arc<Mutex<Script>>);

#[derive(Default)]
struct Script {
    /// The answers with the names of their operations, in the order in which they were laid out.
    answers: Vec<(String, FakeAnswer)>,
    respond: Option<Responder>,
    requests: Vec<FakeRequest>,
}

type Responder = Box<dyn FnMut(&FakeRequest) -> FakeAnswer + Send>;

/// A request that the fake received.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FakeRequest {
    /// The operation, by its name.
    pub operation: &'static str,
    /// The method: `GET`.
    pub method: String,
    /// Path and query: `/user/content/posts-v2?limit=10`.
    pub target: String,
    /// The headers. The credential is among them, marked as sensitive.
    pub headers: HeaderMap,
    /// The body; empty if there was none.
    pub body: Bytes,
}

/// What the fake answers.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FakeAnswer {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
    failure: Option<TransportError>,
}

impl FakeTransport {
    /// A server that knows nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lays out an answer for an operation, by its name: a status and a body.
    pub fn answer(&self, operation: &str, status: u16, body: impl Into<Bytes>) -> &Self {
        self.script(operation, FakeAnswer::new(status, body))
    }

    /// Lays out an answer for an operation, by its name.
    pub fn script(&self, operation: &str, answer: FakeAnswer) -> &Self {
        self.lock().answers.push((operation.to_owned(), answer));
        self
    }

    /// Answers what nothing was laid out for.
    pub fn respond(&self, respond: impl FnMut(&FakeRequest) -> FakeAnswer + Send + 'static) -> &Self {
        self.lock().respond = Some(Box::new(respond));
        self
    }

    /// What it was sent so far.
    pub fn requests(&self) -> Vec<FakeRequest> {
        self.lock().requests.clone()
    }

    /// Forgets what it was sent, not what it answers.
    pub fn forget_requests(&self) {
        self.lock().requests.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Script> {
        // A panicking responder leaves nothing half done that matters to the next request.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Script {
    /// The next answer for an operation; the last one stays.
    fn laid_out(&mut self, operation: &str) -> Option<FakeAnswer> {
        let mut next = None;
        for (place, (name, _)) in self.answers.iter().enumerate() {
            match next {
                Some(next) if name == operation => return Some(self.answers.remove(next).1),
                None if name == operation => next = Some(place),
                _ => {}
            }
        }
        Some(self.answers.get(next?)?.1.clone())
    }
}

impl FakeRequest {
    /// A header as text; none if it isn't there.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as JSON; null if there was none.
    pub fn json(&self) -> Value {
        std::str::from_utf8(&self.body).ok().and_then(|text| text.parse().ok()).unwrap_or(Value::Null)
    }

    /// A query parameter as it was sent, encoded; the first of its name.
    pub fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.target.split_once('?')?;
        for pair in query.split('&') {
            if let Some((key, value)) = pair.split_once('=')
                && key == name
            {
                return Some(value);
            }
        }
        None
    }
}

impl FakeAnswer {
    /// A status and a body.
    pub fn new(status: u16, body: impl Into<Bytes>) -> Self {
        Self { status, headers: HeaderMap::new(), body: body.into(), failure: None }
    }

    /// 200 with JSON.
    pub fn json(json: &Value) -> Self {
        Self::new(200, json.to_string()).header("content-type", "application/json")
    }

    /// No answer at all.
    pub fn failure(failure: Failure, message: impl Into<String>) -> Self {
        Self { failure: Some(TransportError::new(failure, message)), ..Self::new(0, "") }
    }

    /// Adds a header; names and values that can't be one are left out.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            self.headers.append(name, value);
        }
        self
    }
}

impl Transport for FakeTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Answer, TransportError>> {
        let request = FakeRequest {
            operation: request.operation,
            method: request.method.to_string(),
            target: request.target,
            headers: request.headers,
            body: request.body.unwrap_or_default(),
        };
        let mut script = self.lock();
        let answer = match (script.laid_out(request.operation), &mut script.respond) {
            (Some(answer), _) => answer,
            (None, Some(respond)) => respond(&request),
            (None, None) => FakeAnswer::new(404, r#"{"detail":"the fake has no answer for this operation"}"#),
        };
        script.requests.push(request);
        let FakeAnswer { status, headers, body, failure } = answer;
        let result = match failure {
            None => Ok(Answer::new(status, headers, Body::Whole(body))),
            Some(failure) => Err(failure),
        };
        Box::pin(std::future::ready(result))
    }
}

impl fmt::Debug for FakeTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeTransport").field("requests", &self.lock().requests.len()).finish_non_exhaustive()
    }
}

/// An API for tests of the runtime itself, and for examples that must not depend on the generated one.
#[doc(hidden)]
pub static TEST_API: ApiInfo = ApiInfo {
    crate_name: "test-api",
    crate_version: "0.0.0",
    title: "An API for tests",
    servers: &[Server { url: "https://api.test.example/api", description: "", evidence: Evidence::Inferred }],
    credential: CredentialPlace::Bearer,
    key_prefix: Some("cc_"),
    env_prefix: "CC",
    tenant: Some(TenantHeader { name: "X-Tenant-Slug", default: Some("coffee-contracts") }),
    rate_limits: None,
    scopes: &[],
    marks: None,
};
