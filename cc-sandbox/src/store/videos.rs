//! The knowledge hub.
