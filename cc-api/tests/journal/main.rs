//! The journal of costly calls: through a client in this process, on disks that fail, and between real processes.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says so by panicking")]

mod calls;
mod disks;
mod processes;
mod support;
