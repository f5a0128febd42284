//! The runtime through a whole small API, written by hand in the shape that the generator emits.
//!
//! `api/` is the reference for that shape: what `generated/` of `cc-api` looks like with `crate::` in the place of
//! `cc_api::`, and what the crate of another API looks like as it stands. The other modules test the runtime with it.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says so by panicking")]

mod accounts;

#[expect(unreachable_pub, reason = "it is written as the library that it would be")]
mod api;
#[cfg(feature = "blocking")]
mod blocking;
mod counting;
mod decoding;
mod json_calls;
mod moving_list;
mod moving_rows;
mod paging;
mod paging_ahead;
mod paging_histories;
mod paging_strict;
mod previews;
mod refusals;
mod resending;
mod sending;
mod support;
mod taking_turns;
mod time_limits;
mod uploading;
mod waiting;
#[cfg(feature = "http")]
mod wire;
