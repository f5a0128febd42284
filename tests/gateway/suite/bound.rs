//! How each fault is played: the tables of the areas are made of this.

pub(crate) use cc_faults::faults;

use crate::runner::Ran;

/// How a fault is played. What a caller is owed is held against every answer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bound {
    /// What the list expects of the client decides about the answer.
    Listed,
    /// The list says it in prose, or of typed answers: the gateway answers with one of these statuses.
    Answers(&'static [u16]),
    /// What the list expects of the client decides, as far as it is in words, and this function, which panics if something is
    /// not as it should be.
    Check(fn(&Ran)),
    /// By this function alone.
    Story(fn()),
}
