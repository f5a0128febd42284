//! The tag `search`.
