//! From the model to files: one emitter a kind of file, none of which decides anything.
//!
//! Emitters see the model and the [`Target`] and nothing of the document. What several of them share stands in
//! `fragments`.

mod catalogue;
mod crate_files;
mod evidence_marks;
mod fragments;
mod layout;
mod operations;
mod root_catalogue;
mod root_mod;
mod scopes;
mod surface;
mod tag_mod;
mod types;
mod workflows;

use std::sync::atomic::{AtomicUsize, Ordering};

use layout::Layout;

pub use layout::{RuntimeDependency, Target};
pub(crate) use operations::call_with;
pub(crate) use surface::{Signature, surface};

use crate::fileset::GeneratedFile;
use crate::model::{ApiModel, Tag};
pub use crate::render::RenderError;
use crate::render::{RustFile, render};
use crate::room::side_by_side;

/// Rendering is half of a run, and the files of one tag need nothing of another's. Two threads are what the
/// smallest machine has cores for.
const WORKERS: usize = 2;

/// Writes the model down. Errors are faults of the generator.
pub fn emit(model: &ApiModel, target: &Target) -> Result<Vec<GeneratedFile>, Vec<RenderError>> {
    let parts: Vec<Option<&Tag>> = std::iter::once(None).chain(model.tags.iter().map(Some)).collect();
    // Who is done takes the next part: tags differ too much in size to be dealt out before.
    let next = AtomicUsize::new(0);
    let rendered = side_by_side(WORKERS, |_| {
        let layout = Layout::new(target);
        let own = std::iter::from_fn(|| parts.get(next.fetch_add(1, Ordering::Relaxed)));
        let files = own.flat_map(|part| rust_files(model, *part, &layout));
        files.map(|file| render(&file)).collect::<Vec<_>>()
    });
    let mut files = crate_files::emit(model, &Layout::new(target));
    let mut errors = Vec::new();
    for result in rendered.into_iter().flatten() {
        match result {
            Ok(file) => files.push(file),
            Err(error) => errors.push(error),
        }
    }
    // The order so far is that in which the workers came to them.
    files.sort();
    errors.sort_by(|one, other| one.path.cmp(&other.path));
    if errors.is_empty() { Ok(files) } else { Err(errors) }
}

/// The Rust files of a tag, or those that all tags share.
fn rust_files(model: &ApiModel, tag: Option<&Tag>, layout: &Layout) -> Vec<RustFile> {
    let mut files = Vec::new();
    match tag {
        None => {
            files.push(root_mod::emit(model, layout));
            files.push(scopes::emit(model, layout));
            files.push(root_catalogue::emit(model, layout));
            files.extend(types::emit_common(model, layout));
        }
        Some(tag) => {
            files.push(tag_mod::emit(model, tag, layout));
            files.extend(types::emit_tag(model, tag, layout));
            files.push(operations::emit(model, tag, layout));
            files.push(catalogue::emit(model, tag, layout));
        }
    }
    files
}
