//! Serving HTTP on a port: what the gateway, the sandbox and the assistants' server have in common below their routes.
//!
//! ```text
//! Server::start     a listener, bounds, and a function from a request to an answer
//!   -> accept       a place for each connection; more wait. Who goes away while being accepted stops nobody
//!   -> connection   hyper with timers: slow heads, half requests and silence end; floods of headers are refused
//! Server::stop      accepts no more, lets calls that are under way end, and cuts off those that do not
//! ```
//!
//! It knows no route and no body: who may call, and what a call may cost, is decided above.

mod accept;
mod bounds;
mod connection;
mod server;

pub use bounds::{Bounds, Life};
pub use connection::{Failure, Visit};
pub use hyper::body::Incoming;
pub use server::Server;
