//! The traits to choose from.
