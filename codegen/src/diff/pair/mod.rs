//! What of the base is what of the head.

mod operations;

pub(super) use operations::{OperationPairs, pair_operations};
