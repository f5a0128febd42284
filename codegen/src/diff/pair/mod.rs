//! What of the base is what of the head.

mod operations;
mod parameters;

pub(super) use operations::{OperationPair, OperationPairs, anonymous, pair_operations, prefix};
pub(super) use parameters::{Fate, ParameterPair, pair_parameters, sent, wire_name};
