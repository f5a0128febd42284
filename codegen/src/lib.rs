//! Compiles an `OpenAPI` 3.1 document into a typed Rust client: spec text in, files out.

pub mod diagnostic;
pub mod document;
pub mod model;
pub mod source;

/// Whose document it is, and so which rules bind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Our own spec: evidence, safety class, scopes and form are required.
    House,
    /// Somebody else's document: house rules are warnings, and safe defaults are taken.
    General,
}
