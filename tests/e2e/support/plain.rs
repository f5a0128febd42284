//! Requests that no generated client sends: plain ones, and raw bytes.

use std::net::SocketAddr;

use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::{TENANT, World};

/// An answer as it came.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

impl World {
    /// A request to this path, from the root: `/api/user/events`. It bears no credential yet, but the tenant.
    ///
    /// # Panics
    /// If there is no such method.
    pub fn ask(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let url = format!("http://{}{path}", self.sandbox.address());
        let method = method.parse::<http::Method>().expect("a method");
        self.plain.request(method, url).header("x-tenant-slug", TENANT)
    }

    /// The same by the key that holds every scope.
    pub fn ask_with_key(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        self.ask(method, path).bearer_auth(&self.sandbox.access().keys.full)
    }

    /// Sends these bytes over a connection of their own, and reads until it is closed.
    ///
    /// # Panics
    /// If the sandbox cannot be reached.
    pub async fn send_raw(&self, bytes: &[u8]) -> String {
        let mut stream = connect(self.sandbox.address()).await;
        // The sandbox may refuse and close before all is sent, and the rest then goes nowhere.
        let _ = stream.write_all(bytes).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }
}

/// A connection.
///
/// # Panics
/// If nobody listens there.
pub async fn connect(address: SocketAddr) -> TcpStream {
    TcpStream::connect(address).await.expect("a connection")
}

/// Sends a request, and takes its answer as it comes.
///
/// # Panics
/// If there is no whole answer.
pub async fn see(request: reqwest::RequestBuilder) -> Seen {
    try_see(request).await.expect("a whole answer")
}

/// The same for a request that may get none.
pub async fn try_see(request: reqwest::RequestBuilder) -> Result<Seen, reqwest::Error> {
    let answer = request.send().await?;
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    Ok(Seen { status, headers, body: answer.bytes().await? })
}

impl Seen {
    /// The body as JSON.
    ///
    /// # Panics
    /// If it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header, if it is there.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Fails unless the answer is like every answer of the sandbox: the three headers of the rate limit, no CORS.
    ///
    /// # Panics
    /// If it is not.
    pub fn check_headers(&self, case: &str) {
        for name in cc_api::API.rate_limits.map_or(&[][..], |limits| limits.headers) {
            assert!(self.headers.contains_key(*name), "{case}: no {name} with {}", self.status);
        }
        let cors = self.headers.keys().find(|name| name.as_str().starts_with("access-control"));
        assert_eq!(cors, None, "{case}");
    }
}
