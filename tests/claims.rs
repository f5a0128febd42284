//! What is claimed of the whole workspace, a module a claim.

mod spec_matches_endpoints;
mod wire_goldens;
