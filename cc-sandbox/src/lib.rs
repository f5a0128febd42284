//! The Coffee & Contracts API on localhost, as far as it is documented.
//!
//! The real API takes an account, a key and a daily quota. This is a server with a database that behaves as the documents
//! say: for the demo, for end-to-end tests, and for tests of your own.
//!
//! What the documents leave open is an [option](Options), or a choice that `GET /docs` names. Nothing here is proof of how the
//! real API behaves.

mod answer;
mod app;
mod billing;
mod bucket;
mod clock;
mod control;
mod db;
mod docs;
mod exchange;
mod fault;
mod front;
mod gate;
mod handler;
mod ident;
mod input;
mod landing;
mod options;
mod pages;
mod password;
mod quota;
mod ready;
mod recent;
mod refused;
mod reply;
mod router;
mod routes;
mod sandbox;
mod secret;
mod seed;
mod store;
mod variant;
mod writing;

pub use control::{Control, Effect, Mail};
pub use fault::{Fault, Scripted};
pub use options::{HeaderWindow, Options, ResetStyle, ScopePolicy, Seed};
pub use sandbox::{Access, Keys, Sandbox};
pub use variant::{Variant, Varied};

/// The examples of the manual are compiled, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Manual;
