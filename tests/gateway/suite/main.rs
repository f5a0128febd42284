//! Every fault of the list that fits, with the gateway between the server that misbehaves and somebody who waits for one
//! answer; and somebody who misbehaves, with the gateway between them and the API.
//!
//! `cargo test -p cc-gateway-faults -- F023` plays one. What a caller is owed after each is in [`owed`].

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod beyond;
mod bound;
mod caller;
mod complete;
mod door;
mod elsewhere;
mod every_operation;
mod owed;
mod request;
mod runner;

mod framing;
mod money;
mod parse;
mod quota;
mod retry;
mod sandbox;
mod security;
mod throttle;
mod tls;
mod transport;
