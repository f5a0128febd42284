//! The tag `billing`.
