//! What stands on web pages.
