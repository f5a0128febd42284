//! The tag `files`.
