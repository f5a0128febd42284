//! Traffic with a sandbox, recorded as users record it, and guesses that are wrong.

#![expect(clippy::unwrap_used, reason = "only tests use this, and what goes wrong here has to fail them")]

mod guess;
mod spec;
mod traffic;

pub use guess::{Guess, Kind, drawn};
pub use spec::{Learnt, Spec};
pub use traffic::World;
