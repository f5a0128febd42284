//! From a request to the bytes of its answer.

mod body;
mod executor;
mod headers;
mod path;
mod query;
mod receive;
mod refusal;
mod render;
mod scope_check;

pub(crate) use executor::send;
pub(crate) use render::listing_identity;
