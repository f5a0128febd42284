//! Writes proposals into the document, as a person would: where it belongs, in the style of the file, with all other
//! bytes as they were.

mod map_edit;
mod new_schema;
mod operation;
mod schema;
pub(super) mod splice;
mod wrap;
pub(super) mod yaml_text;

use std::collections::{BTreeMap, BTreeSet};

use super::finding::Finding;
use super::proposal::Proposal;
use crate::document::{Address, SchemaId, SpecDocument};
use crate::source::{FileId, SourceMap};
use map_edit::MapEdit;
use splice::Splice;

/// What became of proposals.
#[derive(Debug, Clone, Default)]
pub struct Edited {
    /// The files that change, with their new text.
    pub files: BTreeMap<FileId, String>,
    /// The findings that are settled by it, by their places in the list.
    pub settled: Vec<usize>,
    /// The findings whose proposals can't be written, by their places in the list, each with the reason.
    pub left: Vec<(usize, String)>,
}

/// Writes the proposals of findings. `date` is the day that stands beside what was observed: `2026-11-22`.
pub fn edited(document: &SpecDocument, sources: &SourceMap, findings: &[Finding], date: &str) -> Edited {
    let mut editor = Editor::new(document, sources, date);
    let mut edited = Edited::default();
    for (at, finding) in findings.iter().enumerate() {
        let Some(proposal) = &finding.proposal else { continue };
        match editor.add(finding, proposal) {
            Ok(()) => edited.settled.push(at),
            Err(reason) => edited.left.push((at, reason.to_owned())),
        }
    }
    edited.files = editor.finish();
    edited
}

/// Why a proposal can't be written.
type NotWritten = &'static str;

/// Which of the lines after the same byte come first: those that go on with what ends there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Within,
    NewSchema,
}

/// Gathers the changes of a document.
struct Editor<'d> {
    document: &'d SpecDocument,
    sources: &'d SourceMap,
    date: &'d str,
    /// Changes of maps, by where they stand.
    maps: BTreeMap<Address, MapEdit>,
    /// Lines to be added after a byte of a file: what belongs there first, then in the order of their names.
    added: BTreeMap<(FileId, usize), BTreeMap<(Rank, String), String>>,
    /// Other pieces.
    pieces: BTreeMap<FileId, Vec<Splice>>,
    /// Properties that are required no longer.
    relaxed: BTreeMap<SchemaId, Vec<String>>,
    /// Operations whose list of arguments is begun.
    begun: BTreeSet<usize>,
    /// Names of schemas that were made, so that no two are alike.
    made: Vec<String>,
}

impl<'d> Editor<'d> {
    fn new(document: &'d SpecDocument, sources: &'d SourceMap, date: &'d str) -> Self {
        Self {
            document,
            sources,
            date,
            maps: BTreeMap::new(),
            added: BTreeMap::new(),
            pieces: BTreeMap::new(),
            relaxed: BTreeMap::new(),
            begun: BTreeSet::new(),
            made: Vec::new(),
        }
    }

    fn add(&mut self, finding: &Finding, proposal: &Proposal) -> Result<(), NotWritten> {
        let samples = finding.samples;
        match proposal {
            Proposal::AddProperty { schema, name, shape } => self.add_property(*schema, name, shape, samples),
            Proposal::Replace { schema, owner, name, shape } => {
                self.replace(*schema, *owner, name, shape, samples)
            }
            Proposal::AllowNullBeside { schema, property } => {
                self.allow_null_beside(*schema, property, samples)
            }
            Proposal::Relax { schema, property } => self.relax(*schema, property),
            Proposal::AddValues { schema, values } => self.add_values(*schema, values, samples),
            Proposal::AddStatus { operation, status } => self.add_status(*operation, *status, samples),
            Proposal::AddArgument { operation, name, shape } => {
                self.add_argument(*operation, name, shape, samples)
            }
            Proposal::SetScope { operation, scope } => self.set_scope(*operation, scope, samples),
            Proposal::AllowNull { schema } => {
                self.allow_null(*schema, samples);
                Ok(())
            }
            Proposal::Reformat { schema, format } => {
                self.reformat(*schema, *format, samples);
                Ok(())
            }
            Proposal::Retype { schema, values } => {
                self.retype(*schema, values, samples);
                Ok(())
            }
            Proposal::DropBounds { schema } => {
                self.drop_bounds(*schema, samples);
                Ok(())
            }
        }
    }

    /// The text of a file.
    fn text(&self, file: FileId) -> &'d str {
        self.sources.file(file).map_or("", |source| source.text())
    }

    /// Lines that come after the line of a byte.
    fn add_lines(&mut self, file: FileId, after: usize, rank: Rank, name: &str, lines: String) {
        let at = splice::line_end(self.text(file), after);
        self.added.entry((file, at)).or_default().insert((rank, name.to_owned()), lines);
    }

    /// The new texts of all files that change.
    fn finish(mut self) -> BTreeMap<FileId, String> {
        for (address, edit) in &self.maps {
            let Some(node) = self.document.node(address) else { continue };
            let text = self.sources.file(address.file).map_or("", |source| source.text());
            self.pieces.entry(address.file).or_default().extend(edit.splices(text, node));
        }
        for ((file, at), lines) in &self.added {
            let text: String = lines.values().map(String::as_str).collect();
            self.pieces.entry(*file).or_default().push(Splice { start: *at, end: *at, text });
        }
        let mut files = BTreeMap::new();
        for (file, pieces) in self.pieces {
            let text = self.sources.file(file).map_or("", |source| source.text());
            if let Some(new) = splice::spliced(text, pieces) {
                files.insert(file, wrap::wrapped(new));
            }
        }
        files
    }
}
