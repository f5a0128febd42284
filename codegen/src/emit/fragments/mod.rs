//! The pieces that several emitters share; each has one owner.

pub(super) mod doc_attrs;
pub(super) mod idents;
pub(super) mod runtime_paths;
pub(super) mod rust_types;
