//! What traffic shows that the document does not say, or says otherwise.

use std::fmt;

use super::proposal::Proposal;
use crate::model::Evidence;
use crate::source::Span;

/// One thing that traffic shows.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What kind of thing.
    pub kind: FindingKind,
    /// Where in the API: `Post.headline`, `get_posts 200`.
    pub place: String,
    /// Where the document speaks of it.
    pub span: Span,
    /// The operations whose traffic shows it, by name.
    pub operations: Vec<String>,
    /// How many samples show it.
    pub samples: u64,
    /// How many samples could have shown it.
    pub of: u64,
    /// How the document knows what it says.
    pub evidence: Evidence,
    /// What the document says: `an integer`.
    pub says: String,
    /// What was seen: `a whole number as text`. No value of anybody's is in it.
    pub seen: String,
    /// How the document should be changed; none where that is for people to decide.
    pub proposal: Option<Proposal>,
}

/// What kind of thing traffic shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// A request that no operation describes.
    UnknownOperation,
    /// A status that the operation does not list.
    Status,
    /// An answer that is no JSON where JSON is described.
    MediaType,
    /// An argument of the query that the operation does not name.
    Argument,
    /// A scope that a refusal names and the operation does not ask for.
    Scope,
    /// A field that the schema does not name.
    Field,
    /// A value of another type.
    Type,
    /// Null where the schema has none.
    Null,
    /// A text of another form.
    Format,
    /// A required field that is not always there.
    Required,
    /// A value outside the listed ones.
    Value,
    /// A number outside the bounds.
    Bounds,
    /// A field that many samples never showed.
    NeverSeen,
}

impl FindingKind {
    /// All of them, in the order of a report.
    pub const ALL: [Self; 13] = [
        Self::UnknownOperation,
        Self::Status,
        Self::MediaType,
        Self::Argument,
        Self::Scope,
        Self::Field,
        Self::Type,
        Self::Null,
        Self::Format,
        Self::Required,
        Self::Value,
        Self::Bounds,
        Self::NeverSeen,
    ];

    /// Its name in reports: `new-field`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnknownOperation => "unknown-operation",
            Self::Status => "new-status",
            Self::MediaType => "not-json",
            Self::Argument => "new-argument",
            Self::Scope => "other-scope",
            Self::Field => "new-field",
            Self::Type => "other-type",
            Self::Null => "unexpected-null",
            Self::Format => "other-format",
            Self::Required => "not-always-there",
            Self::Value => "new-value",
            Self::Bounds => "out-of-bounds",
            Self::NeverSeen => "never-seen",
        }
    }
}

impl Finding {
    /// Whether the vendor's own documents say what traffic contradicts: that is for people to sort out.
    pub fn contradicts_documents(&self) -> bool {
        matches!(self.evidence, Evidence::Page | Evidence::Guide) && self.kind != FindingKind::NeverSeen
    }
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
