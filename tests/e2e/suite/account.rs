//! The tag `account`.
