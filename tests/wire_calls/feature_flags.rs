//! The calls of the tag `feature_flags`, with everything that a caller can pass.

use super::{Entry, page};

pub(super) const CALLS: [Entry; 1] = [("list_feature_flags", |client| {
    page(client.feature_flags().list_feature_flags().limit(50).offset(100))
})];
