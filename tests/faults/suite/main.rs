//! Every fault of the list, by its name: `cargo test -p cc-faults -- F023` runs one, `-- money::` those of an area.
//!
//! A file an area: its table says how each of its faults is run, and the functions below it tell what the list says in prose.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod beyond;
mod bound;
mod chance;
mod child;
mod complete;
mod elsewhere;
mod every_operation;
mod folder;
mod runner;

mod framing;
mod h2;
mod money;
mod paging;
mod parse;
mod quota;
mod redirects;
mod retry;
mod security;
mod tasks;
mod throttle;
mod tls;
mod transport;
mod upload;
