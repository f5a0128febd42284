//! The library: posts and their marks.

pub mod catalogue;
mod operations;
mod types;

pub use operations::*;
pub use types::*;
