//! The runtime: everything about calling an API that is the same for all operations, written by hand.
//!
//! It names no operation and no type of the API and never looks into the generated code; what is particular to
//! an API reaches it as [`catalogue::ApiInfo`] and [`catalogue::Operation`]. One file is one policy.

mod base_url;
#[cfg(feature = "blocking")]
mod blocking;
mod builder;
mod calendar_types;
mod call;
pub(crate) mod catalogue;
mod client;
mod costly;
mod counts;
mod credential;
mod credential_env;
mod decimal;
mod decode;
mod error;
mod extra;
pub mod fake;
mod field_order;
mod id;
pub mod internal;
#[cfg(feature = "journal")]
pub mod journal;

mod json_scan;
mod key_id;
mod keys;
mod macros;
mod marks;
mod network;
mod note;
mod object;
mod page;
mod patch;
pub(crate) mod quota;
mod raw;
#[cfg(feature = "record")]
pub mod record;
mod response;
mod scope;
mod secret;
mod send;
mod text;
mod timer;
#[cfg(feature = "tracing")]
mod trace;
pub mod transport;
#[cfg(feature = "http")]
mod transport_reqwest;
mod union;
mod upload;
mod wait;
mod words;

pub use builder::Builder;
pub use calendar_types::{Week, YearMonth};
pub use call::{Call, JsonCall, PagedCall, Pending, Preview};
pub use client::Client;
pub use counts::{Counts, Waits};
pub use credential::{Credential, CredentialText};
pub use decimal::Decimal;
pub use error::{Error, ErrorKind, FieldError, Outcome, ScopeRefusal, Statement, TaskState};
pub use extra::Extra;
pub use id::Id;
pub use note::{Note, WaitReason};
pub use page::{Drift, Items, ListingCaps, Page, Pages, Plan, ResumeToken};
pub use patch::Patch;
#[cfg(feature = "redis")]
pub use quota::RedisQuota;
#[cfg(feature = "sqlite-quota")]
pub use quota::SqliteQuota;
pub use quota::{
    Ask, Decision, KeyId, Lane, MemoryQuota, Pause, PauseReason, Quota, QuotaReport, QuotaStore, Reading,
    Report, ServerReading, Slot, Snapshot, StoreError, Window, WindowReport, WindowUse,
};
pub use response::Response;
pub use scope::{AnyKey, KeyScopes, ScopeName, ScopeSet, SessionKey};
pub use secret::Secret;
pub use send::{Retry, RetryReason};
pub use timer::{BoxFuture, Timer};
pub use upload::{Upload, Uploaded, Uploading};
pub use wait::{WaitFor, Waiting};
