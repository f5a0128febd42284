//! The tag `events`.
