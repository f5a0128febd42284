//! What of the base is what of the head.

mod operations;
mod parameters;

pub(super) use operations::{OperationPairs, pair_operations};
pub(super) use parameters::{ParameterPair, pair_parameters, wire_name};
