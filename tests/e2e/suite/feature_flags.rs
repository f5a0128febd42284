//! The tag `feature_flags`.
