//! Trees to document: one reader a kind of object, each taking a node, reporting what is wrong with it, and
//! going on with what is left.
//!
//! Nothing here recurses over references: a schema that is referred to gets its place in the arena at once and
//! is read later, so that neither cycles nor long chains matter.

mod action;
mod body;
mod definitions;
mod example;
mod extension;
mod fields;
mod operation;
mod parameter;
mod resolve;
mod root;
mod runtime_value;
mod schema;
mod schema_parts;
mod security;
mod workflow;
mod zapier;

pub(crate) use operation::OPERATION_KEYS;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::{Address, DefinitionKind, SchemaId, Schemas, SourceTree, SpecDocument};
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::load::Library;
use crate::source::Span;

/// The file beside the root that holds workflows.
const WORKFLOWS: &str = "workflows.arazzo.yaml";

/// Reads a document, starting from its root file. `None` if there is nothing to start from.
pub(crate) fn read(root: &str, library: &mut Library<'_>, findings: &mut Findings) -> Option<SpecDocument> {
    let tree = match library.open(root, findings) {
        Ok(tree) => tree,
        Err(reason) => {
            if let Some(reason) = reason {
                report_missing_root(root, &reason, library, findings);
            }
            return None;
        }
    };
    let mut reader = Reader {
        root: root.to_owned(),
        library,
        findings,
        schemas: Schemas::default(),
        queue: VecDeque::new(),
        references: BTreeMap::new(),
    };
    reader.document(&tree)
}

/// There is no text to point at, so an empty one takes its place.
fn report_missing_root(root: &str, reason: &str, library: &mut Library<'_>, findings: &mut Findings) {
    let file = library.add_empty(root);
    findings.push(
        Diagnostic::new(
            Code::UnreadableFile,
            Span { file, start: 0, end: 0 },
            format!("can't read `{root}`: {reason}"),
        )
        .label("the root of the document")
        .help("name the root file of an OpenAPI 3.1 document"),
    );
}

/// What all readers share.
struct Reader<'r, 's> {
    root: String,
    library: &'r mut Library<'s>,
    findings: &'r mut Findings,
    schemas: Schemas,
    /// Schemas that have their place but were not read yet.
    queue: VecDeque<(SchemaId, Address)>,
    /// Every address that a reference leads to, with what was expected there.
    references: BTreeMap<Address, DefinitionKind>,
}

impl Reader<'_, '_> {
    fn document(&mut self, tree: &Arc<SourceTree>) -> Option<SpecDocument> {
        let mut document = self.root_object(tree)?;
        self.read_queued_schemas();
        // What is used is known now; the rest of the definitions is read only to find its mistakes.
        document.definitions = self.definitions();
        self.read_unused(&document.definitions);
        self.read_queued_schemas();
        document.workflows = self.workflows();
        self.read_queued_schemas();
        document.schemas = std::mem::take(&mut self.schemas);
        document.trees = self.library.trees().to_vec();
        Some(document)
    }
}
