//! The tag `resources`.
