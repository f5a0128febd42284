//! Compiles an `OpenAPI` 3.1 document into a typed Rust client: spec text in, files out.

pub mod document;
pub mod model;
pub mod source;
