//! What calling an operation does to the account.

use std::fmt;

use cc_api::catalogue::{Operation, Safety};

/// What calling an operation does to the account: a read, a change that adds or edits, or one that removes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Changes nothing.
    Read,
    /// Adds or changes something.
    Write,
    /// Removes or overwrites something.
    Delete,
}

impl Effect {
    /// The effect of an operation.
    pub fn of(operation: &Operation) -> Self {
        match operation.safety {
            Safety::Read => Self::Read,
            _ if operation.destructive => Self::Delete,
            _ => Self::Write,
        }
    }

    /// Whether a person should say yes before an operation is called: it removes something, or may cost money.
    pub fn asks_first(operation: &Operation) -> bool {
        Self::of(operation) == Self::Delete || operation.safety == Safety::Costly
    }

    /// The word for it: `read`, `write` or `delete`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Delete => "delete",
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
