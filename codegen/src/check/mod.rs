//! Rules over the document, one file a group. None stops another, and none changes anything.

mod answers;
mod definitions;
mod inline_objects;
mod key_order;
mod names;
mod operation_ids;
mod pages;
mod paths;
mod places;
mod scope_marks;
mod security;
mod tags;
mod texts;
mod type_names;
mod yaml_form;

use crate::Profile;
use crate::diagnostic::Findings;
use crate::document::SpecDocument;
use crate::source::SourceMap;

/// Judges a document by every rule.
pub(crate) fn check(document: &SpecDocument, sources: &SourceMap, findings: &mut Findings) {
    // What could not be read may hold the reference that is missed.
    if !findings.has_errors_in_reading() {
        definitions::check(document, findings);
    }
    answers::check(document, findings);
    inline_objects::check(document, findings);
    key_order::check(document, findings);
    operation_ids::check(document, findings);
    paths::check(document, findings);
    scope_marks::check(document, findings);
    security::check(document, findings);
    tags::check(document, findings);
    texts::check(document, findings);
    type_names::check(document, findings);
    if findings.profile() == Profile::House {
        yaml_form::check(document, sources, findings);
    }
}
