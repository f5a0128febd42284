//! Who may call an operation, what calling it may do, and how that is known.

use std::fmt;

/// How a statement about the API is known, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Evidence {
    /// The vendor's public page says so.
    Page,
    /// The vendor's older guide says so.
    Guide,
    /// It was seen in traffic.
    Observed,
    /// The vendor's own connector works that way: a strong hint, no proof.
    Connector,
    /// Nobody documented it: a guess.
    Inferred,
}

impl Evidence {
    /// The word for it: `page`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Guide => "guide",
            Self::Observed => "observed",
            Self::Connector => "connector",
            Self::Inferred => "inferred",
        }
    }

    /// Reads the word for it.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        let all = [Self::Page, Self::Guide, Self::Observed, Self::Connector, Self::Inferred];
        all.into_iter().find(|evidence| evidence.as_str() == word)
    }

    /// Whether it is sure enough to refuse a call before it is sent.
    pub fn is_documented(self) -> bool {
        matches!(self, Self::Page | Self::Observed)
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Who may call an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Access {
    /// Anybody, with or without a credential.
    Public,
    /// Only a session token: keys are refused.
    Session,
    /// Any credential whose key holds every scope of one of the sets.
    Scoped {
        /// The sets; one of them has to be held in full: `[["content:read"]]`.
        any_of: &'static [&'static [&'static str]],
        /// How the requirement is known.
        evidence: Evidence,
    },
    /// Any credential; no scope is documented.
    Undocumented,
}

/// What sending an operation a second time may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Safety {
    /// Changes nothing.
    Read,
    /// Leaves the same state however often it is sent.
    Idempotent,
    /// Each sending may change something again.
    Write,
    /// Each sending may cost money or credits.
    Costly,
}

impl Safety {
    /// The word for it: `read`, `idem`, `write` or `costly`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Idempotent => "idem",
            Self::Write => "write",
            Self::Costly => "costly",
        }
    }

    /// Whether sending it again does no harm when nobody knows what became of the first time.
    pub fn is_repeatable(self) -> bool {
        matches!(self, Self::Read | Self::Idempotent)
    }
}

impl fmt::Display for Safety {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
