//! What the API's description says of a place in an answer that did not fit.

use std::fmt;

use super::super::catalogue::Evidence;

/// What the API's description says of the place in an answer that did not fit, and how that is known.
///
/// A statement that nobody documented is a guess of the description, and the answer shows that it is wrong: a recording
/// of the traffic corrects it. In this repository `ccapi doctor --record FILE` makes one and `cargo xtask learn` reads it; in
/// a program the feature `record` makes it. A statement that the vendor published was true once: the API has changed.
///
/// ```
/// use cc_api::catalogue::Evidence;
/// use cc_api::{Error, ErrorKind, Statement};
///
/// let reach = Statement {
///     schema: Some("InstagramMedia".to_owned()),
///     field: Some("reach".to_owned()),
///     evidence: Evidence::Connector,
/// };
/// let error = Error::new(ErrorKind::Decode, "expected an integer, found text").with_statement(reach);
/// assert!(error.statement().is_some_and(Statement::is_guess));
/// assert!(error.to_string().contains("`InstagramMedia.reach` is inferred, source: connector"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The schema that says it: `InstagramMedia`. None if it is written with the operation, as a page is.
    pub schema: Option<String>,
    /// The field that it is about: `reach`. None if it is about the whole.
    pub field: Option<String>,
    /// How it is known.
    pub evidence: Evidence,
}

impl Statement {
    /// Whether nobody documented it and nobody saw it, so that the description is more likely to be wrong than the API to
    /// have changed.
    pub fn is_guess(&self) -> bool {
        matches!(self.evidence, Evidence::Connector | Evidence::Inferred)
    }

    /// What it is about, in Markdown: `InstagramMedia.reach` between backticks.
    pub(crate) fn subject(&self) -> String {
        match (&self.schema, &self.field) {
            (Some(schema), Some(field)) => format!("`{schema}.{field}`"),
            (Some(schema), None) => format!("`{schema}`"),
            (None, Some(field)) => format!("`{field}` of the answer"),
            (None, None) => "the form of the answer".to_owned(),
        }
    }
}

impl fmt::Display for Statement {
    /// How it is known, and what to do: `Post.slug` is inferred …
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.subject())?;
        f.write_str(match self.evidence {
            Evidence::Inferred => {
                " is inferred: a guess that this answer contradicts; a recording of the traffic corrects it"
            }
            Evidence::Connector => {
                " is inferred, source: connector; this answer contradicts it, and a recording of the traffic corrects it"
            }
            Evidence::Observed => {
                " was observed in traffic: the API may have changed; please report it with the path"
            }
            Evidence::Guide => {
                " is documented, source: guide; the API has changed; please report it with the path"
            }
            Evidence::Page => {
                " is documented, source: page; the API has changed; please report it with the path"
            }
        })
    }
}
