//! A review, written down: for people, for programs, for code hosts.

mod changelog;
mod github;
mod json;
mod markdown;
mod sarif;
mod text;
mod words;

pub use changelog::to_changelog;
pub use github::to_github;
pub use json::to_json;
pub use markdown::{COMMENT_BUDGET, to_markdown};
pub use sarif::to_sarif;
pub use text::to_text;
pub use words::{WORK_TREE, verdict};
