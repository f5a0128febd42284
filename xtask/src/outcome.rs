//! How a command ends, as a word and as an exit code.

use std::process::ExitCode;

/// How a command that could be run has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is well: exit code 0.
    Done,
    /// There is something to repair, and the command has said what: exit code 1.
    NeedsWork,
}

/// The exit code of a command that could not do its work at all.
pub(crate) const COULD_NOT_RUN: u8 = 2;

impl Outcome {
    /// `Done` if nothing is left to repair.
    pub(crate) fn done_if(all_is_well: bool) -> Self {
        if all_is_well { Self::Done } else { Self::NeedsWork }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::NeedsWork => Self::FAILURE,
        }
    }
}
