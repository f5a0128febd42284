//! Notifications and flags.
