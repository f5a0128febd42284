//! The tag `instagram`.
