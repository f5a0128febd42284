//! The tag `organization`.
