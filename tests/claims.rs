//! What is claimed of the whole workspace, a module a claim.

#![expect(clippy::unwrap_used, reason = "all of it is test code, also what stands beside the test functions")]

mod caller;
mod wire_calls;

mod api_surface;
mod dependencies;
mod examples_round_trip;
mod secrets_hide;
mod spec_matches_endpoints;
mod tools_match_connector;
mod wire_calls_match;
mod wire_goldens;
