//! A client over a server in memory, for the claims that make calls.

use std::future::{Future as _, IntoFuture, ready};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use cc_api::transport::{self, Body, Transport, TransportError};
use cc_api::{BoxFuture, Client, Credential, Quota, Retry};
use cc_tests::operation::Operation;
use cc_tests::wire::{self, Request};
use serde_json::Value;

/// A client and the server that it talks to.
pub(crate) struct Caller {
    /// The client; its credential is of the kind that the operation takes.
    pub(crate) client: Client,
    server: Recorder,
}

/// A server in memory that keeps what it is sent, with the whole address.
#[derive(Debug, Clone, Default)]
struct Recorder(Arc<Mutex<Log>>);

#[derive(Debug, Default)]
struct Log {
    answer: (u16, Bytes),
    requests: Vec<Request>,
}

impl Caller {
    /// A client for this operation.
    pub(crate) fn of(operation: &Operation<'_>) -> Self {
        let credential = if wire::is_for_sessions_only(operation) {
            Credential::session_token(wire::SESSION_TOKEN)
        } else {
            Credential::api_key(wire::API_KEY)
        };
        let server = Recorder::default();
        let builder = Client::builder().quota(Quota::unlimited()).retry(Retry::never());
        let builder = builder.credential(credential.unwrap()).transport(server.clone());
        Self { client: builder.build().unwrap(), server }
    }

    /// Has the server answer like this from now on.
    pub(crate) fn answer(&self, status: u16, body: Option<&Value>) {
        let body = body.map(Value::to_string).unwrap_or_default();
        self.server.0.lock().unwrap().answer = (status, body.into());
    }

    /// The one request that was sent.
    pub(crate) fn request(&self) -> Request {
        let log = self.server.0.lock().unwrap();
        assert_eq!(log.requests.len(), 1, "one call is one request");
        log.requests[0].clone()
    }
}

impl Transport for Recorder {
    fn send(&self, request: transport::Request) -> BoxFuture<'_, Result<transport::Answer, TransportError>> {
        let mut log = self.0.lock().unwrap();
        log.requests.push(as_sent(&request));
        let (status, body) = log.answer.clone();
        Box::pin(ready(Ok(transport::Answer::new(status, http::HeaderMap::new(), Body::Whole(body)))))
    }
}

/// The request as the wire tests look at it; the host is shown as a header, as HTTP does.
fn as_sent(request: &transport::Request) -> Request {
    let (_, address) = request.url.split_once("://").unwrap();
    let (host, path) = address.split_at(address.find('/').unwrap());
    let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        (name.as_str().to_owned(), value.to_str().unwrap().to_owned())
    };
    Request {
        method: request.method.to_string(),
        target: path.to_owned(),
        headers: [("host".to_owned(), host.to_owned())]
            .into_iter()
            // The name that the client gives to a call is no part of the document.
            .chain(request.headers.iter().map(header).filter(|(name, _)| name != "x-request-id"))
            .collect(),
        body: request.body.as_ref().map(|body| String::from_utf8(body.to_vec()).unwrap()),
    }
}

/// Runs a future that never has to wait, since the server is in memory.
pub(crate) fn run<F: IntoFuture>(future: F) -> F::Output {
    let mut future = pin!(future.into_future());
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a call over a server in memory had to wait"),
    }
}
