//! What is sent, whatever the protocol: status, headers, body.

use super::server::Shared;
use crate::list::Send;

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// How long the body is said to be.
    pub(crate) length: usize,
}

impl Message {
    /// How the operation is answered when nothing is wrong.
    pub(crate) fn usual(shared: &Shared) -> Self {
        Self::new(shared.sample.status, Vec::new(), shared.sample.body.into())
    }

    /// What a step sends. A success without a body has the usual one.
    pub(crate) fn of(send: &Send, shared: &Shared) -> Self {
        let status = send.status.unwrap_or(200);
        let body = match &send.body {
            Some(body) => shared.bodies.bytes(body),
            None if (200..300).contains(&status) => shared.sample.body.into(),
            None => Vec::new(),
        };
        Self::new(status, send.headers.0.clone(), body)
    }

    fn new(status: u16, mut headers: Vec<(String, String)>, body: Vec<u8>) -> Self {
        let named = |headers: &[(String, String)], name: &str| {
            headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
        };
        if named(&headers, "content-type").is_none() && !body.is_empty() {
            headers.push(("content-type".into(), "application/json".into()));
        }
        let announced = named(&headers, "content-length").and_then(|value| value.parse().ok());
        if announced.is_none() && status != 204 && status != 304 {
            headers.push(("content-length".into(), body.len().to_string()));
        }
        let length = if announced.is_some() && body.is_empty() || announced > Some(body.len()) {
            announced.unwrap_or_default()
        } else {
            body.len()
        };
        Self { status, headers, body, length }
    }

    /// Whether all of the body that is announced is there.
    pub(crate) fn is_whole(&self) -> bool {
        self.body.len() >= self.length
    }
}
