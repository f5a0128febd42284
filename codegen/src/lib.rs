//! Compiles an `OpenAPI` 3.1 document into a typed Rust client: spec text in, files out.

pub mod model;
pub mod source;
