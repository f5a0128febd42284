//! The public API of the generated crate before and after, in signatures only.

/// What changes for programs: the lines that go and come, and a call that compiled before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RustApiChange {
    /// The signatures that differ, each beside what takes its place.
    pub lines: Vec<SignatureLine>,
    /// The smallest calls that compiled before and compile no longer, one an operation.
    pub witnesses: Vec<String>,
}

/// A signature that is there on one side only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    /// Whether it came; else it went.
    pub is_added: bool,
    /// The signature: `pub fn get_posts(&self) -> GetPosts`.
    pub text: String,
}
