//! What of the base is what of the head.

mod members;
mod operations;
mod parameters;
mod schemas;

pub(super) use members::pair_members;
pub(super) use operations::{OperationPair, OperationPairs, anonymous, pair_operations, prefix};
pub(super) use parameters::{Fate, ParameterPair, pair_parameters, sent, wire_name};
pub(super) use schemas::{Candidate, pair_schemas};
