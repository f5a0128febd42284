//! From a request to the bytes of its answer.

mod attempt;
mod body;
mod course;
mod executor;
mod headers;
mod path;
mod query;
mod random;
mod receive;
mod refusal;
mod render;
mod request_id;
mod retry;
mod scope_check;
mod under_way;
mod verdict;

pub(crate) use attempt::not_answered;
pub(crate) use executor::{prepared, send};
pub(crate) use query::plain_text;
pub(crate) use random::Random;
pub(crate) use receive::{Limits, read};
pub(crate) use render::listing_identity;
pub use retry::Retry;
pub(crate) use under_way::UnderWay;
pub use verdict::RetryReason;
pub(crate) use verdict::{Verdict, verdict};
