//! What a handler answers when all went well.

use http::StatusCode;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::input::PageRequest;
use crate::refused::Refused;

/// A JSON text that is already written: a post as it lies in the database.
pub(crate) type Json = Box<RawValue>;

/// An answer: a status, and JSON or nothing.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) body: Option<Vec<u8>>,
}

impl Reply {
    /// 200 with this body.
    pub(crate) fn ok(body: &impl Serialize) -> Result<Self, Refused> {
        Self::with(StatusCode::OK, body)
    }

    /// 201 with this body.
    pub(crate) fn created(body: &impl Serialize) -> Result<Self, Refused> {
        Self::with(StatusCode::CREATED, body)
    }

    /// 200 without a body.
    #[expect(clippy::unnecessary_wraps, reason = "handlers end in it as they end in `ok`")]
    pub(crate) fn done() -> Result<Self, Refused> {
        Ok(Self { status: StatusCode::OK, body: None })
    }

    /// 200 with a body that is written already, as JSON.
    pub(crate) fn written(body: Vec<u8>) -> Self {
        Self { status: StatusCode::OK, body: Some(body) }
    }

    /// 204.
    #[expect(clippy::unnecessary_wraps, reason = "handlers end in it as they end in `ok`")]
    pub(crate) fn empty() -> Result<Self, Refused> {
        Ok(Self { status: StatusCode::NO_CONTENT, body: None })
    }

    /// One page of a listing: `{"results": […], "count": 100}`.
    pub(crate) fn page<T: Serialize>(results: &[T], count: i64) -> Result<Self, Refused> {
        #[derive(Serialize)]
        struct Page<'a, T> {
            results: &'a [T],
            count: i64,
        }
        Self::ok(&Page { results, count })
    }

    /// One page of a list that is short enough to be made whole each time.
    pub(crate) fn page_of<T: Serialize>(all: &[T], page: PageRequest) -> Result<Self, Refused> {
        let count = all.len();
        let clamp = |number: i64| usize::try_from(number).unwrap_or(count).min(count);
        let start = clamp(page.offset);
        let end = clamp(page.offset.saturating_add(page.limit));
        Self::page(&all[start..end], i64::try_from(count).unwrap_or(i64::MAX))
    }

    fn with(status: StatusCode, body: &impl Serialize) -> Result<Self, Refused> {
        match serde_json::to_vec(body) {
            Ok(body) => Ok(Self { status, body: Some(body) }),
            Err(error) => Err(Refused::failure(&error)),
        }
    }
}
