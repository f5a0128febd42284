//! Rules over the document, one file a group. None stops another, and none changes anything.

mod actions;
mod answers;
mod definitions;
mod discriminators;
mod endless;
mod evidence;
mod examples;
pub(crate) mod idle_keys;
mod inline_objects;
mod key_order;
mod limits;
mod names;
mod operation_ids;
mod pages;
mod paging;
mod paths;
mod places;
mod removal;
mod required;
mod safety;
mod schemas;
mod scope_marks;
mod security;
mod shape;
mod step_arguments;
mod tags;
mod texts;
mod tools;
mod type_names;
mod validate;
mod values;
mod verbs;
mod waiters;
mod workflows;
mod yaml_form;
mod zapier;

use crate::Profile;
use crate::diagnostic::Findings;
use crate::document::SpecDocument;
use crate::source::SourceMap;

/// Whether the schemas of a document can be walked through: if not, no later stage may try.
pub(crate) fn can_be_walked(document: &SpecDocument) -> bool {
    limits::check(document, &mut Findings::new(Profile::General))
}

/// Judges a document by every rule but those of form. The answer is whether its schemas can be walked through: if
/// not, no later stage may try.
pub(crate) fn check(document: &SpecDocument, sources: &SourceMap, findings: &mut Findings) -> bool {
    if !limits::check(document, findings) {
        return false;
    }
    // What could not be read may be just what these would miss.
    if !findings.has_errors_in_reading() {
        actions::check(document, findings);
        definitions::check(document, findings);
        discriminators::check(document, findings);
        evidence::check(document, findings);
        examples::check(document, findings);
        paging::check(document, findings);
        required::check(document, findings);
        safety::check(document, findings);
        schemas::check(document, findings);
        scope_marks::check(document, findings);
        security::check(document, findings);
        tools::check(document, findings);
        waiters::check(document, findings);
        workflows::check(document, findings);
        zapier::check(document, findings);
    }
    answers::check(document, findings);
    endless::check(document, findings);
    idle_keys::check(document, findings);
    inline_objects::check(document, findings);
    key_order::check(document, findings);
    operation_ids::check(document, findings);
    paths::check(document, findings);
    removal::check(document, findings);
    tags::check(document, findings);
    texts::check(document, sources, findings);
    type_names::check(document, findings);
    values::check(document, findings);
    true
}

/// What there is to say about how the files are written, if they are ours. It takes as long as all other rules
/// together, since it reads the files once more, and needs none of them: so it stands apart.
pub(crate) fn check_form(document: &SpecDocument, sources: &SourceMap, profile: Profile) -> Option<Findings> {
    (profile == Profile::House).then(|| {
        let mut findings = Findings::new(profile);
        yaml_form::check(document, sources, &mut findings);
        findings
    })
}
