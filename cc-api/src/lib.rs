//! A typed client for the Coffee & Contracts API: content library, calendar, Instagram figures and the rest.
//!
//! ```no_run
//! # #[cfg(feature = "content")]
//! # async fn example() -> Result<(), cc_api::Error> {
//! use cc_api::{Client, Credential};
//!
//! let client = Client::builder().credential(Credential::from_env()?).build()?;
//! let mut posts = client.content().get_posts().content_type("Reel").trending(true).items();
//! while let Some(post) = posts.try_next().await? {
//!     println!("{}", post.title.as_deref().unwrap_or("untitled"));
//! }
//! # Ok(()) }
//! ```
//!
//! - Calls are methods of the client, in groups; `.await` sends. Optional arguments are setters.
//! - [`PagedCall::items`] walks through a listing of any length.
//! - [`Error`] says what went wrong, whether it may have happened all the same, and what to do.
//! - [`fake`] is a server in memory, for tests without a network.
//! - Calls that cost money are sent once at most; with the feature `journal` that holds across crashes, too.
//! - [`catalogue`] holds every operation as data; [`Client::call`] sends any of them with JSON in and out.
//!
//! The runtime is written by hand and knows nothing of this API in particular; everything else is generated
//! from the API's description.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "api")]
mod ext;
#[cfg(feature = "api")]
#[rustfmt::skip]
mod generated;
mod runtime;

#[cfg(feature = "api")]
pub use generated::*;
pub use jiff as time;
pub use jiff::{Timestamp, civil::Date};
#[doc(hidden)]
pub use runtime::internal;
#[cfg(feature = "journal")]
pub use runtime::journal;
#[cfg(feature = "record")]
pub use runtime::record;
pub use runtime::{
    AnyKey, BoxFuture, Builder, Call, Client, Counts, Credential, CredentialText, Decimal, Drift, Error,
    ErrorKind, Extra, FieldError, Id, Items, JsonCall, KeyScopes, Lane, ListingCaps, Note, Outcome, Page,
    PagedCall, Pages, Patch, Pending, Plan, Preview, Quota, QuotaReport, Response, ResumeToken, Retry,
    RetryReason, ScopeName, ScopeRefusal, ScopeSet, Secret, ServerReading, SessionKey, Statement, TaskState,
    Timer, Upload, Uploaded, Uploading, WaitFor, Waiting, Waits, Week, WindowReport, YearMonth, fake,
    transport,
};

/// The store of a quota: where processes keep what a key has used.
pub mod quota {
    #[cfg(feature = "redis")]
    pub use crate::runtime::RedisQuota;
    #[cfg(feature = "sqlite-quota")]
    pub use crate::runtime::SqliteQuota;
    pub use crate::runtime::{
        Ask, Decision, KeyId, MemoryQuota, Pause, PauseReason, QuotaStore, Reading, Report, Slot, Snapshot,
        StoreError, WaitReason, Window, WindowUse,
    };
}
#[cfg(feature = "api")]
pub use scopes::{Scope, grants};

/// Every operation of the API as data: what the command line and assistants stand on.
pub mod catalogue {
    #[cfg(feature = "api")]
    pub use crate::generated::catalogue::*;
    pub use crate::runtime::catalogue::{
        Access, Answer, ApiInfo, BodyShape, CredentialPlace, Deprecation, Evidence, Expression, Method,
        Operation, Paging, Param, Payload, Place, QueryStyle, RateLimits, Refusal, Safety, ScopeInfo, Server,
        TenantHeader, Tool, Waiter, Workflow, WorkflowInput, WorkflowOutput, WorkflowStep,
    };
}
