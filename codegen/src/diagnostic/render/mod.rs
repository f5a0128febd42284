//! Findings as text for people, as JSON for programs, as SARIF for code hosts.

mod json;
mod sarif;
mod text;

pub use json::to_json;
pub use sarif::to_sarif;
pub use text::{TextStyle, to_text};

use super::Findings;
use super::Severity;

/// The last line of a report: `2 errors, 1 warning`.
fn count_line(findings: &Findings) -> String {
    let errors = counted(findings.count(Severity::Error), "error");
    let warnings = counted(findings.count(Severity::Warning), "warning");
    format!("{errors}, {warnings}")
}

fn counted(count: usize, word: &str) -> String {
    match count {
        0 => format!("no {word}s"),
        1 => format!("1 {word}"),
        _ => format!("{count} {word}s"),
    }
}
