//! The runtime through a whole small API, written by hand in the shape that the generator emits.
//!
//! `api/` is the reference for that shape: what `generated/` of `cc-api` looks like with `crate::` in the place of
//! `cc_api::`, and what the crate of another API looks like as it stands. The other modules test the runtime with it.

#[expect(unreachable_pub, dead_code, reason = "it is written as the library that it would be")]
mod api;
mod sending;
