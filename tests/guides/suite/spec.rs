//! The spec, as the site is made of it.

use std::path::{Path, PathBuf};

use codegen::load::FolderSource;
use codegen::site::{Input, Programs};
use codegen::{Linted, Profile, lint};

/// The folder of the workspace.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The spec.
pub(crate) fn linted() -> Linted {
    lint("spec/openapi.yaml", &FolderSource::new(workspace()), Profile::House)
}

/// What the site's calls are made of.
pub(crate) fn input(linted: &Linted) -> Input<'_> {
    Input {
        model: linted.model.as_ref().unwrap(),
        document: linted.document.as_ref().unwrap(),
        sources: &linted.sources,
        guides: &[],
        questions: &[],
        programs: Programs { command: "ccapi", key: "CC_API_KEY", session: "CC_SESSION_TOKEN" },
        reference_settings: "",
    }
}
