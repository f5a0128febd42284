//! What the claims stand on: a reader of the spec and a renderer of requests of their own.
//!
//! Nothing here uses `codegen` or anything that it made. Where a claim says that the generated client sends
//! what the spec asks for, the expectation comes from here, so that both can't be wrong alike.

#![expect(
    clippy::expect_used,
    reason = "only tests use this, and a spec that is not as expected has to fail them"
)]

pub mod endpoints;
pub mod golden;
pub mod mutation;
pub mod node;
pub mod operation;
pub mod values;
pub mod wire;

use std::path::PathBuf;
use std::sync::OnceLock;

use node::Spec;

/// The root of the workspace.
pub fn workspace() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The spec, read once.
pub fn spec() -> &'static Spec {
    static SPEC: OnceLock<Spec> = OnceLock::new();
    SPEC.get_or_init(|| Spec::read(&workspace().join("spec")))
}
