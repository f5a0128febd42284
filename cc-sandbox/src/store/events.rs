//! Events and places in them.
