//! The connected Instagram account.
