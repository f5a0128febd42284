//! How much a finding weighs, on the wire and for users of the generated crate, and what that means for versions.

/// What a change does to requests and answers as they travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wire {
    /// The same bytes.
    None,
    /// Something new that nobody has to know.
    Info,
    /// Calls stay valid, but behave differently.
    Warning,
    /// A call that was right before fails, or an answer can't be read.
    Breaking,
}

/// What a change does to programs that use the generated crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rust {
    /// The same public API.
    None,
    /// More to use.
    Additive,
    /// Everything compiles, but behaves differently.
    Warning,
    /// Some correct program no longer compiles.
    Breaking,
}

/// By how much a version has to move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are those of semantic versioning")]
pub enum Bump {
    None,
    Patch,
    Minor,
    Major,
}

/// When a comparison counts as failed: `--fail-on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threshold {
    /// Something breaks on the wire.
    Wire,
    /// Something breaks for users of the crate.
    Rust,
    /// Something breaks, on either side.
    Any,
    /// Never.
    Never,
}

impl Wire {
    /// The word for it: `breaking`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Breaking => "breaking",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::None, Self::Info, Self::Warning, Self::Breaking]
            .into_iter()
            .find(|level| level.as_str() == word)
    }

    /// What it means for the version of the API: what breaks is major, what else is seen on the wire minor.
    pub fn bump(self) -> Bump {
        match self {
            Self::Breaking => Bump::Major,
            Self::Warning | Self::Info => Bump::Minor,
            Self::None => Bump::Patch,
        }
    }
}

impl Rust {
    /// The word for it: `additive`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Additive => "additive",
            Self::Warning => "warning",
            Self::Breaking => "breaking",
        }
    }

    /// What it means for the version of the crate.
    pub fn bump(self) -> Bump {
        match self {
            Self::Breaking => Bump::Major,
            Self::Warning | Self::Additive => Bump::Minor,
            Self::None => Bump::Patch,
        }
    }
}

impl Bump {
    /// The word for it: `minor`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl Threshold {
    /// Whether findings of these levels reach it.
    pub fn is_reached(self, wire: Wire, rust: Rust) -> bool {
        match self {
            Self::Wire => wire == Wire::Breaking,
            Self::Rust => rust == Rust::Breaking,
            Self::Any => wire == Wire::Breaking || rust == Rust::Breaking,
            Self::Never => false,
        }
    }
}
