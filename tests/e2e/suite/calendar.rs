//! The tag `calendar`.
