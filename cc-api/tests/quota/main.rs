//! The quota's stores against a server that counts every request: no store ever lets one too many through.
//!
//! One harness plays random histories against any store; `cc-api/tests/redis` plays them against Redis.

mod chance;
mod history;
mod memory;
mod server;
