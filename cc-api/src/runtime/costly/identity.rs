//! What makes two calls the same one.

use bytes::Bytes;

use super::super::catalogue::Place;
#[cfg(feature = "journal")]
use super::super::journal::RequestHash;
use super::super::key_id::key_id;
use super::super::quota::KeyId;
use super::super::raw::Raw;
use super::super::transport::Request;

/// A call as it counts for "the same call again": whose it is, and everything of it that the document gives a meaning.
///
/// Headers that a caller adds, and the address of the server, are left out: an error that is repeated with another
/// trace header, or against the other name of the same host, is still the same purchase. What is asked for is compared in
/// full, so that nothing is taken for a repetition by chance.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) key: KeyId,
    /// Operation, tenant, path and query, and the document's headers, a line each.
    head: String,
    body: Bytes,
}

impl Identity {
    pub(super) fn of(raw: &Raw, request: &Request) -> Self {
        let tenant = raw.core.tenant().unwrap_or_default();
        let mut head = format!("{}\n{tenant}\n{}\n", raw.operation.id, request.target);
        for param in raw.operation.params {
            let value = request.headers.get(param.wire).and_then(|value| value.to_str().ok());
            if let (Place::Header, Some(value)) = (param.place, value) {
                head.push_str(param.wire);
                head.push(':');
                head.push_str(value);
                head.push('\n');
            }
        }
        let body = request.body.clone().unwrap_or_default();
        Self { key: key_id(raw.core.credential()), head, body }
    }
}

#[cfg(feature = "journal")]
impl Identity {
    /// What is asked for, without the key: it can be compared and tells nothing.
    pub(super) fn request(&self) -> RequestHash {
        RequestHash::of(&self.head, &self.body)
    }
}
