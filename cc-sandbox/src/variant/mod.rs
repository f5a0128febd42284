//! Variants: the API as it may really be, where the document is wrong.
//!
//! The document marks much as inferred, and nobody has seen the API that would say otherwise. A variant plays it: the
//! sandbox works out its answer as ever, and a list of changes is then made to it on its way out. So a client, or a tool
//! that learns from traffic, meets an API that differs from the document in known places.
//!
//! - Changes name things as the document does, whatever other changes make of them: values are changed first, then
//!   fields are dropped, renamed, moved and added, then the answer gets another shape, status and headers.
//! - `schema: Post` means every place of an answer where a Post stands, by the JSON Schema of that answer: also in pages,
//!   in other objects, and where there may be null instead. The fields of the object count, not those of objects in it.
//! - `every: 3` means the third, sixth … such place within one answer, in the answer's own order; so what is asked
//!   before does not matter. Changes of whole answers (`status`, `envelope`, `error`, `header`) count the answers that they
//!   fit, over as long as the variant is played. Null is left as it is, and no change of a value counts it.
//! - Gate, rate limit, ledger and state know nothing of it, but for `scope` and `cap`, which are decided there.
//! - What a scripted fault says is sent as it says. The back door and the pages for people have no variant.

mod answers;
mod change;
mod dates;
mod fields;
mod headers;
mod read;
mod schemas;
mod stage;
mod values;
mod walk;

pub(crate) use answers::Answered;
pub(crate) use headers::Times;
pub(crate) use stage::Stage;

use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;
use serde_json::{Map, Value};

use change::Change;

/// How an API differs from the document, for a sandbox to play.
///
/// ```
/// use cc_sandbox::Variant;
///
/// let variant = Variant::parse(r#"
/// changes:
///   - { kind: rename, schema: Post, field: title, to: headline }
///   - { kind: "null", schema: Post, field: caption, every: 3 }
///   - { kind: cap, max_page: 50 }
/// "#)?;
/// # anyhow::Ok(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    changes: Vec<Change>,
}

/// A change of the variant that is played.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Varied {
    /// How often it has made a difference. A change that nobody met proves nothing.
    pub hits: u64,
    /// The change, as it was given.
    #[serde(flatten)]
    pub change: Map<String, Value>,
}

impl Variant {
    /// Reads one from YAML. The error names all that is wrong with it, each with its line and with what is allowed.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        read::yaml(text)
    }

    /// Reads one from a file.
    pub fn read(file: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("the variant {} cannot be read", file.display()))?;
        Self::parse(&text).with_context(|| format!("the variant {}", file.display()))
    }

    /// The same from a tree: `{"changes": […]}`.
    pub(crate) fn from_json(tree: &Value) -> anyhow::Result<Self> {
        read::json(tree)
    }
}

#[cfg(test)]
mod tests;
