//! The quota's stores against a server that counts every request: no store ever lets one too many through.
//!
//! One harness plays random histories against any store; `cc-api/tests/redis` plays them against Redis.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says so by panicking")]

mod chance;
#[cfg(all(feature = "sqlite-quota", unix))]
mod children;
#[cfg(feature = "sqlite-quota")]
mod files;
mod history;
mod memory;
#[cfg(all(feature = "sqlite-quota", unix))]
mod processes;
mod server;
#[cfg(feature = "sqlite-quota")]
mod support;
#[cfg(feature = "sqlite-quota")]
mod told;
