//! How each fault is run: the tables of the areas are made of this.

pub(crate) use cc_faults::faults;

use cc_faults::case::Ran;

/// How a fault is run.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bound {
    /// By what the list says, which is all in its words.
    Alone,
    /// By what the list says; what it asserts in prose follows from that, for this reason.
    Implied(&'static str),
    /// By what the list says, and after each case by this function, which panics if an assertion in prose does not hold.
    Check(fn(&Ran)),
    /// By this function alone, which panics if something is not as the list says.
    Story(fn()),
}
