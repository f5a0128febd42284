//! What the gateway promises, held against a sandbox, and against servers that misbehave by a script.

#![expect(clippy::unwrap_used, reason = "all of it is test code, also what stands beside the test functions")]

mod arguments;
mod bounds;
mod failures;
#[cfg(feature = "redis")]
mod fleet;
mod keys;
mod lengths;
mod serving;
mod support;
