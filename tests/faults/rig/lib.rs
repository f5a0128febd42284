//! What the faults of `faults.yaml` are injected with, and held against.
//!
//! - [`list`] reads the list. What an entry says in its words is data; what it says in prose is for a function of the suite.
//! - [`script`] turns the steps of an entry into what a server does on which request, and counts that it did.
//! - [`wire`] is a server on loopback that plays a script byte by byte: HTTP/1.1, TLS, HTTP/2 frames. Time limits are
//!   real, but run [`timer::SPEED`] times faster; waits are recorded and return at once.
//! - [`logic`] has no sockets: a transport that plays the same scripts, model servers with strict limits, a clock that jumps.
//! - [`case`] is one run of one entry with what came out of it; [`verdict`] holds that against what the entry expects, and
//!   against what has to hold after every case; [`notes`] holds the client's counters against its notes. A [`scene`] is what a function of the suite plays by itself;
//!   [`shapes`] are what some cases stand for.
//! - [`faults!`] makes a test of each line of a suite's tables.

#![expect(
    clippy::expect_used,
    reason = "only tests use this, and a rig that does not start has to fail them"
)]

pub mod case;
pub mod client;
pub mod list;
pub mod logic;
pub mod notes;
pub mod operations;
pub mod scene;
pub mod script;
pub mod shapes;
mod table;
pub mod timer;
pub mod verdict;
pub mod watch;
pub mod wire;
