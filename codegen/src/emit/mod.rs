//! From the model to files: one emitter a kind of file, none of which decides anything.
//!
//! Emitters see the model and the [`Target`] and nothing of the document. What several of them share stands in
//! `fragments`.

mod catalogue;
mod crate_files;
mod fragments;
mod layout;
mod operations;
mod root_catalogue;
mod root_mod;
mod scopes;
mod tag_mod;
mod types;
mod workflows;

use layout::Layout;

pub use layout::{RuntimeDependency, Target};

use crate::fileset::GeneratedFile;
use crate::model::ApiModel;
pub use crate::render::RenderError;
use crate::render::{RustFile, render};

/// Writes the model down. Errors are faults of the generator.
pub fn emit(model: &ApiModel, target: &Target) -> Result<Vec<GeneratedFile>, Vec<RenderError>> {
    let layout = Layout::new(target);
    let mut rust: Vec<RustFile> = vec![
        root_mod::emit(model, &layout),
        scopes::emit(model, &layout),
        root_catalogue::emit(model, &layout),
    ];
    rust.extend(types::emit_common(model, &layout));
    for tag in &model.tags {
        rust.push(tag_mod::emit(model, tag, &layout));
        rust.extend(types::emit_tag(model, tag, &layout));
        rust.push(operations::emit(model, tag, &layout));
        rust.push(catalogue::emit(model, tag, &layout));
    }
    let mut files = crate_files::emit(model, &layout);
    let mut errors = Vec::new();
    for file in &rust {
        match render(file) {
            Ok(file) => files.push(file),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(files) } else { Err(errors) }
}
