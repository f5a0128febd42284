//! The tag `notifications`.
