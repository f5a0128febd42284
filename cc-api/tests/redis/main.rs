//! The quota on a real Redis server, which the tests start on a free port of this machine.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says so by panicking")]

#[path = "../quota/chance.rs"]
mod chance;
#[path = "../quota/children.rs"]
mod children;
mod faults;
mod histories;
#[path = "../quota/history.rs"]
mod history;
#[path = "../quota/server.rs"]
mod server;
mod servers;
#[path = "../quota/support.rs"]
mod support;
#[cfg(feature = "redis-rustls")]
mod tls;
#[path = "../quota/told.rs"]
mod told;
mod workers;
