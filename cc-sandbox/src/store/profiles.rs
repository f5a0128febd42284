//! What accounts say of themselves.
