//! Fixtures: folders with a document, found by looking.

#![expect(clippy::unwrap_used, reason = "helpers of tests panic as the tests themselves do")]
#![allow(dead_code, reason = "each test binary uses its own part of this")]

use std::path::{Path, PathBuf};

use codegen::diagnostic::Severity;
use codegen::emit::{RuntimeDependency, Target};
use codegen::fileset::FileSet;
use codegen::load::FolderSource;
use codegen::{Options, Profile, generate};

/// A folder with an `openapi.yaml`.
pub(crate) struct Fixture {
    /// The name of the folder.
    pub(crate) name: String,
    /// Its full path.
    pub(crate) folder: String,
}

/// The folders below `tests/cases/<kind>`, by name.
pub(crate) fn fixtures(kind: &str) -> Vec<Fixture> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(kind);
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.join("openapi.yaml").exists());
    folders.sort();
    let fixture = |folder: &PathBuf| Fixture {
        name: folder.file_name().unwrap().to_string_lossy().into_owned(),
        folder: folder.to_string_lossy().into_owned(),
    };
    folders.iter().map(fixture).collect()
}

impl Fixture {
    /// The text of a file of the folder.
    pub(crate) fn text(&self, file: &str) -> String {
        std::fs::read_to_string(Path::new(&self.folder).join(file)).unwrap_or_default()
    }

    /// The name of the crate that is made of it.
    pub(crate) fn crate_name(&self) -> String {
        self.name.replace('_', "-")
    }

    /// Compiles it into a crate of its own; any error among the findings fails the test.
    pub(crate) fn generate(&self) -> FileSet {
        self.generate_with("../cc-api")
    }

    /// The same, with `cc-api` in this folder.
    pub(crate) fn generate_with(&self, runtime: &str) -> FileSet {
        let runtime = RuntimeDependency::Path(runtime.to_owned());
        let options =
            Options { profile: Profile::General, target: Target::Crate { name: self.crate_name(), runtime } };
        let made = generate("openapi.yaml", &FolderSource::new(&self.folder), &options);
        let errors: Vec<String> = made
            .findings
            .sorted()
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| {
                format!("{} {} {}", made.sources.location(finding.span), finding.code, finding.message)
            })
            .collect();
        assert!(errors.is_empty(), "{}: {}", self.name, errors.join("\n"));
        made.files.unwrap_or_default()
    }
}
