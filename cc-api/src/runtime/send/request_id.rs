//! A name for each call, sent along: the same on all its attempts, so that a server's logs show that they are one.

use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::random::Random;

/// The name of one call.
#[derive(Debug, Clone, Copy)]
pub(super) struct RequestId([u32; 4]);

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

impl RequestId {
    /// A new one. It is no secret, and need not be unique for ever.
    pub(super) fn draw(random: &Random) -> Self {
        Self([random.bits(), random.bits(), random.bits(), random.bits()])
    }

    /// Puts it into a request, unless the caller has named the call already.
    pub(super) fn put_in(self, headers: &mut HeaderMap) {
        if headers.contains_key(HEADER) {
            return;
        }
        let mut text = [0; 32];
        for (place, digit) in text.iter_mut().enumerate() {
            let bits = self.0[place / 8] >> (28 - place % 8 * 4) & 15;
            *digit = b"0123456789abcdef"[bits as usize];
        }
        if let Ok(value) = HeaderValue::from_bytes(&text) {
            headers.insert(HEADER, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use http::HeaderMap;

    use super::{Random, RequestId};

    #[test]
    fn a_call_is_named_by_32_hexadecimal_digits_unless_the_caller_names_it() {
        let id = RequestId([0x0123_4567, 0x89ab_cdef, 0, u32::MAX]);
        let mut headers = HeaderMap::new();
        id.put_in(&mut headers);
        assert_eq!(headers["x-request-id"], "0123456789abcdef00000000ffffffff");
        RequestId::draw(&Random::Given(Arc::new(|| 0.5))).put_in(&mut headers);
        assert_eq!(headers["x-request-id"], "0123456789abcdef00000000ffffffff");
    }

    #[test]
    fn two_calls_have_two_names() {
        let random = Random::new();
        assert_ne!(RequestId::draw(&random).0, RequestId::draw(&random).0);
    }
}
