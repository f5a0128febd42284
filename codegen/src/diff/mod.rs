//! What a change of the document does to callers, to keys, and to users of the generated crate.
//!
//! [`diff`] compares two documents in a normal form: what is only written in another way gives no finding.
//! One cause gives one finding, with every operation that it reaches, in the direction of its use; each finding
//! weighs on two scales, on the wire and for Rust programs. Nothing here reads files or asks for the time.

mod compare;
mod exceptions;
mod finding;
mod level;
mod normal;
mod pair;
mod place;
mod rules;

pub use exceptions::{Exception, StaleException};
pub use finding::Finding;
pub use level::{Bump, Rust, Threshold, Wire};
pub use place::{Part, Place};
pub use rules::{Rule, RuleEntry};

use compare::Comparison;
use normal::Side;

use crate::document::SpecDocument;

/// Compares two documents. `as_of` is the day against which announced days are held: `2026-11-22`.
pub fn diff(base: &SpecDocument, head: &SpecDocument, as_of: &str) -> Vec<Finding> {
    let (base, head) = (Side::new(base), Side::new(head));
    let mut comparison = Comparison::new(&base, &head, as_of);
    comparison.operations();
    comparison.finish()
}
