//! The catalogue: every operation of the API as data.
//!
//! Typed calls, [`Client::call`](crate::Client::call), the command line and assistants all read these entries; nothing
//! about an operation stands anywhere else.

mod access;
mod operation;
mod param;
mod schema;
mod service;
mod workflow;

pub use access::{Access, Evidence, Safety};
pub use operation::{Answer, Deprecation, Method, Operation, Paging, Refusal, Tool, Waiter};
pub use param::{BodyShape, Param, Place, QueryStyle};
pub use schema::{input_schema, output_schema};
pub use service::{ApiInfo, CredentialPlace, RateLimits, ScopeInfo, Server, TenantHeader};
pub use workflow::{Expression, Payload, Workflow, WorkflowInput, WorkflowOutput, WorkflowStep};
