//! The Coffee & Contracts API for GPT Actions, which can send a bearer token and no other header.
//!
//! ```text
//! GET /user/content/posts-v2?limit=5     Authorization: Bearer cc_...
//!   cc-serve     hyper with timers and bounds: slow heads, half requests and floods of connections end
//!   -> front     what every request is held against, the headers of every answer, the line of the log
//!   -> router    the operations of `dist/chatgpt/openapi.json` and a few pages of our own; nothing else is served
//!   -> operation the key, a place among the calls that run; the tenant is added by the client
//!      input     path, query and body -> arguments, refused with words that a model can act on
//!      call      cc-api within the time that is left; failures say what the user can do
//!      fit       shortened until it is under 100,000 characters, at whole entries, with the next call
//! ```
//!
//! Nothing is stored. A key is known by its digest only, and for no longer than the process.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod answer;
mod app;
mod call;
mod dashboard;
mod document;
mod fit;
mod front;
mod gateway;
mod input;
mod keys;
mod log;
mod operation;
mod options;
mod origin;
mod pages;
mod places;
mod refusal;
mod router;
mod settings;

pub use gateway::Gateway;
pub use log::{Entry, Log};
pub use options::Options;
pub use settings::{Adjust, Quota, Settings};
