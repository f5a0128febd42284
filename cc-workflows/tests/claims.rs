//! What is claimed of workflows and of the dashboard, a module a claim.

#![expect(clippy::unwrap_used, reason = "all of it is test code, also what stands beside the test functions")]

mod support;

mod pages;
mod readings;
mod refusals;
mod runs;
