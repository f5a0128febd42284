//! How a statement about the API is known.

/// How a statement is known, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    /// All of them, strongest first.
    pub const ALL: [Self; 5] = [Self::Page, Self::Guide, Self::Observed, Self::Connector, Self::Inferred];

    /// The word used in the spec: `page`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Guide => "guide",
            Self::Observed => "observed",
            Self::Connector => "connector",
            Self::Inferred => "inferred",
        }
    }

    /// Reads the word used in the spec.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|evidence| evidence.as_str() == word)
    }
}
