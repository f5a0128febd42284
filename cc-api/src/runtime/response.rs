//! What came back: the value, and what stands around it.

use bytes::Bytes;
use http::HeaderMap;
use serde::de::DeserializeOwned;

use super::catalogue::Operation;
use super::decode::{decode_page, decode_value};
use super::error::{Error, redacted};
use super::marks::Marks;
use super::page::Page;
use super::words::all_bytes;

/// A value with the status, headers and request id of the answer it came in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The value.
    pub value: T,
    /// The status: 200.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The server's name for the request, to quote to its support.
    pub request_id: Option<String>,
}

/// A successful answer, read but not decoded.
pub(crate) struct Reply {
    pub(crate) operation: &'static Operation,
    /// How the types of its answer are known, for errors of decoding.
    pub(crate) marks: Option<Marks>,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether it is read as JSON of any shape.
    pub(crate) any_json: bool,
    /// How often the request was sent, for errors of decoding.
    pub(crate) attempts: u32,
    /// What paging has to know of the request.
    pub(crate) listing: Option<Box<crate::runtime::page::Position>>,
}

/// The headers under which servers and routers name a request.
const REQUEST_ID: [&str; 3] = ["x-request-id", "request-id", "x-correlation-id"];

/// The server's name for a request, if it is short and plain, and no key that the server says back.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<String> {
    let value = REQUEST_ID.iter().find_map(|name| headers.get(*name))?.to_str().ok()?;
    let plain = !value.is_empty() && value.len() <= 128 && all_bytes(value, |b| b.is_ascii_graphic());
    (plain && *redacted(value) == *value).then(|| value.to_owned())
}

impl Reply {
    pub(crate) fn decode<T: DeserializeOwned>(self) -> Result<T, Error> {
        decode_value(&self)
    }

    pub(crate) fn decode_with_response<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        decode_value(&self).map(|value| self.response(value))
    }

    /// As a type of the caller's own: what that expects is no statement about the API.
    pub(crate) fn decode_as<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        Self { any_json: false, marks: None, ..self }.decode_with_response()
    }

    pub(crate) fn decode_page<T: DeserializeOwned>(self) -> Result<Page<T>, Error> {
        decode_page(&self)
    }

    pub(crate) fn decode_page_with_response<T: DeserializeOwned>(self) -> Result<Response<Page<T>>, Error> {
        decode_page(&self).map(|value| self.response(value))
    }

    fn response<T>(self, value: T) -> Response<T> {
        Response { value, status: self.status, request_id: request_id(&self.headers), headers: self.headers }
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::request_id;

    #[test]
    fn a_name_for_a_request_is_short_and_plain_and_no_key() {
        for (text, name) in [
            ("req-7f3a9d", Some("req-7f3a9d")),
            ("", None),
            ("two words", None),
            ("cc_CANARY_7f3a9d", None),
            ("for:cc_CANARY_7f3a9d", None),
        ] {
            let headers = HeaderMap::from_iter([(
                HeaderName::from_static("x-request-id"),
                HeaderValue::from_static(text),
            )]);
            assert_eq!(request_id(&headers).as_deref(), name, "{text}");
        }
    }
}
