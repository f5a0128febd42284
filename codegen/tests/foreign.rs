//! Documents in the manner of other public APIs, which know nothing of our house rules.

mod documents;

use codegen::diagnostic::{Severity, TextStyle, to_text};
use codegen::load::FolderSource;
use codegen::{Profile, lint};
use documents::fixtures;

#[test]
fn house_rules_bind_our_own_spec_and_are_no_errors_for_others() {
    let documents = fixtures("foreign");
    assert!(documents.len() >= 10, "there are {} documents", documents.len());
    for document in documents {
        let linted = |profile| lint("openapi.yaml", &FolderSource::new(&document.folder), profile);
        let general = linted(Profile::General);
        let text = to_text(&general.sources, &general.findings, TextStyle::Plain);
        assert_eq!(general.findings.count(Severity::Error), 0, "{text}");
        assert!(linted(Profile::House).findings.has_errors(), "{} can't know our house rules", document.name);
    }
}
