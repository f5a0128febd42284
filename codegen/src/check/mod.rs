//! Rules over the document, one file a group. None stops another, and none changes anything.

mod definitions;
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
    if findings.profile() == Profile::House {
        yaml_form::check(document, sources, findings);
    }
}
