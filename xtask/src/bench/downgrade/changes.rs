//! What had to be changed to write a document down, and where: counted by kind for the report.

use std::collections::BTreeMap;
use std::fmt;

/// A kind of change, in the order in which the report lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::bench) enum Change {
    Version,
    DocumentKey,
    PathItemRef,
    BearerScopes,
    NullableType,
    SeveralTypes,
    NullBranch,
    OnlyNull,
    RefSiblingsDropped,
    RefSiblingsWrapped,
    Const,
    Examples,
    ExclusiveBound,
    Binary,
    BooleanSchema,
    MissingItems,
    Keyword,
    CookieParameter,
    ParameterStyle,
    QueryObject,
    ContentParameter,
    BodyMedia,
    Schemaless,
    SuccessKinds,
    ErrorKinds,
}

impl Change {
    /// Whether it answers a limit of progenitor rather than one of version 3.0 of the format.
    pub(in crate::bench) fn is_for_progenitor(self) -> bool {
        self >= Self::CookieParameter
    }

    /// The change as a sentence.
    pub(in crate::bench) fn as_str(self) -> &'static str {
        match self {
            Self::Version => "the version is now 3.0.3",
            Self::DocumentKey => "a key that 3.0 does not know was dropped",
            Self::PathItemRef => "a reference to a path item was replaced by the path item",
            Self::BearerScopes => "scopes were dropped: 3.0 allows them only for OAuth 2 and OpenID Connect",
            Self::NullableType => "`type: [T, null]` became `type: T` with `nullable`",
            Self::SeveralTypes => "a list of several types became `anyOf`",
            Self::NullBranch => "`anyOf` or `oneOf` with null became `nullable` with the rest",
            Self::OnlyNull => "null as the only value became `nullable` with `enum: [null]`",
            Self::RefSiblingsDropped => "descriptions beside a `$ref` were dropped: 3.0 ignores them",
            Self::RefSiblingsWrapped => "`$ref` with other keywords beside it became `allOf`",
            Self::Const => "`const` became an `enum` of one value",
            Self::Examples => "`examples` of a schema became one `example`",
            Self::ExclusiveBound => "an exclusive bound became a bound with a flag",
            Self::Binary => "an encoded or binary content became a `format`",
            Self::BooleanSchema => "`true` or `false` as a schema became `{}` or `not: {}`",
            Self::MissingItems => "a list without `items` got empty ones",
            Self::Keyword => "a keyword of a schema that 3.0 does not know was dropped",
            Self::CookieParameter => "a cookie parameter was dropped",
            Self::ParameterStyle => "the style of a parameter was set to the default one",
            Self::QueryObject => "an object in the query became text",
            Self::ContentParameter => "a parameter with `content` became text",
            Self::BodyMedia => "media types beside `application/json` were dropped",
            Self::Schemaless => "JSON content without a schema was dropped",
            Self::SuccessKinds => "a success answer of a second kind was dropped",
            Self::ErrorKinds => "an error answer of a second kind was dropped",
        }
    }
}

/// All changes to one document: for each kind the JSON pointers to where it was made.
#[derive(Debug, Default)]
pub(in crate::bench) struct Changes(BTreeMap<Change, Vec<String>>);

impl Changes {
    /// Notes one change at a JSON pointer.
    pub(super) fn note(&mut self, change: Change, at: impl Into<String>) {
        self.0.entry(change).or_default().push(at.into());
    }

    /// The places at which a kind of change was made.
    #[cfg(test)]
    pub(super) fn places(&self, change: Change) -> &[String] {
        self.0.get(&change).map_or(&[], Vec::as_slice)
    }

    /// The kinds of change that were made.
    #[cfg(test)]
    pub(super) fn kinds(&self) -> Vec<Change> {
        self.0.keys().copied().collect()
    }
}

impl fmt::Display for Changes {
    /// A line a kind: how often, what, and the first place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups = [(false, "Changed for OpenAPI 3.0:"), (true, "Changed because progenitor refuses it:")];
        for (for_progenitor, title) in groups {
            let mut kinds =
                self.0.iter().filter(|(kind, _)| kind.is_for_progenitor() == for_progenitor).peekable();
            if kinds.peek().is_none() {
                continue;
            }
            writeln!(f, "{title}")?;
            for (kind, places) in kinds {
                let first = places.first().map_or("", String::as_str);
                writeln!(f, "{:>5}  {}", places.len(), kind.as_str())?;
                writeln!(f, "       e.g. {first}")?;
            }
        }
        Ok(())
    }
}
