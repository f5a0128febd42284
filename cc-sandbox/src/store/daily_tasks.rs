//! Daily tasks.
