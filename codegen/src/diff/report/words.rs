//! What all reports say in the same words: the verdict, the kinds of findings, a finding in one line.

use crate::diff::days::days_after;
use crate::diff::exceptions::StaleException;
use crate::diff::finding::Finding;
use crate::diff::level::{Bump, Rust, Wire};
use crate::diff::review::Review;
use crate::diff::rules::Rule;

/// What the head is called when it is no revision and no file.
pub const WORK_TREE: &str = "work tree";
/// Operations that are named with a finding; the others are counted.
pub(super) const NAMED_OPERATIONS: usize = 5;

/// How long an approval holds that nobody thought about further.
const DAYS_OF_APPROVAL: i64 = 90;

/// What a reader looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Topic {
    /// Scopes, credentials, tenants.
    Access,
    /// Defaults, page sizes, limits: calls stay valid and do something else.
    Behaviour,
    /// What is new, or taken more readily.
    Addition,
    /// What is going away, or no longer.
    Deprecation,
    /// What breaks and is no question of access.
    Break,
    /// Names and the like, which nobody outside the document sees.
    Other,
}

/// The topic of a finding.
pub(super) fn topic(finding: &Finding) -> Topic {
    match finding.rule {
        rule if is_access(rule) => Topic::Access,
        Rule::DeprecationChanged | Rule::SunsetShortened => Topic::Deprecation,
        _ if finding.is_breaking() => Topic::Break,
        _ if finding.wire == Wire::Warning || finding.rust == Rust::Warning => Topic::Behaviour,
        _ if finding.wire == Wire::Info || finding.rust == Rust::Additive => Topic::Addition,
        _ => Topic::Other,
    }
}

fn is_access(rule: Rule) -> bool {
    rule.entry().security
        || matches!(
            rule,
            Rule::ScopeCatalogueAdded | Rule::ScopeCatalogueRemoved | Rule::SecuritySchemeRenamed
        )
}

/// The verdict in one line, in a fixed order of words, for people and for `grep`.
pub fn verdict(review: &Review) -> String {
    let head = format!("Spec diff {}..{}", review.base, review.head);
    if review.is_empty() {
        return format!("{head}: no semantic change.");
    }
    let open: Vec<&Finding> = review.open().collect();
    let count = |wanted: &dyn Fn(&Finding) -> bool| open.iter().filter(|finding| wanted(finding)).count();
    let word = match (review.breaking().is_empty(), review.findings.iter().any(Finding::is_breaking)) {
        (false, _) => "BREAKING",
        (true, true) => "approved",
        (true, false) => "compatible",
    };
    format!(
        "{head}: {word}. wire {}, Rust {}, access {}, behaviour {}, additions {}, docs {}. Crate: {}. API: {}.",
        count(&|finding| finding.wire == Wire::Breaking),
        count(&|finding| finding.rust == Rust::Breaking),
        count(&|finding| topic(finding) == Topic::Access),
        count(&|finding| topic(finding) == Topic::Behaviour),
        count(&|finding| topic(finding) == Topic::Addition),
        review.docs(),
        bump_word(review.advice.crate_.bump),
        bump_word(review.advice.api.bump),
    )
}

fn bump_word(bump: Bump) -> &'static str {
    match bump {
        Bump::None => "no release",
        other => other.as_str(),
    }
}

/// What a finding weighs, in two words: `wire breaking, Rust none`.
pub(super) fn weight(finding: &Finding) -> String {
    format!("wire {}, Rust {}", finding.wire.as_str(), finding.rust.as_str())
}

/// The operations that a finding reaches: the first few, and how many more.
pub(super) fn reached(finding: &Finding) -> String {
    let named: Vec<&str> = finding.affects.iter().take(NAMED_OPERATIONS).map(String::as_str).collect();
    let more = finding.affects.len().saturating_sub(NAMED_OPERATIONS);
    match (named.is_empty(), more) {
        (true, _) => String::new(),
        (false, 0) => named.join(", "),
        (false, more) => format!("{}, and {more} more", named.join(", ")),
    }
}

/// Whether the operations say more than the place does.
pub(super) fn reach_is_news(finding: &Finding) -> bool {
    let place = finding.place.to_string();
    finding.affects.len() > 1
        || finding.affects.iter().any(|operation| !place.starts_with(operation.as_str()))
}

/// The command that gives the same verdict.
pub(super) fn command(review: &Review) -> String {
    let is_commit = review.base.bytes().all(|byte| byte.is_ascii_hexdigit());
    if review.head == WORK_TREE && is_commit {
        return format!("cargo xtask diff {}", review.base);
    }
    format!("cargo xtask diff --base {} --head {}", side(&review.base), side(&review.head))
}

/// A side as it is named on the command line.
fn side(name: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._-/:".contains(letter);
    match name {
        WORK_TREE => String::from("spec"),
        name if name.chars().all(is_plain) => name.to_owned(),
        name => format!("'{}'", name.replace('\'', "'\\''")),
    }
}

/// Which releases of the crate work against the service after the change.
pub(super) fn works_against_the_new_service(review: &Review) -> String {
    match (review.advice.released_clients_work, review.advice.crate_.wanted) {
        (true, _) => String::from("any"),
        (false, Some(wanted)) => format!("the next one, {wanted}, where the wire breaks"),
        (false, None) => String::from("the next one, where the wire breaks"),
    }
}

/// The last day of an approval that is given on the day of the verdict.
pub(super) fn last_day_of_approval(review: &Review) -> String {
    days_after(&review.as_of, DAYS_OF_APPROVAL).unwrap_or_else(|| review.as_of.clone())
}

/// Why an exception is stale, in one sentence.
pub(super) fn stale_words(stale: &StaleException) -> String {
    let StaleException { exception, reason } = stale;
    format!(
        "the exception for {} at {} approves nothing: {reason}; remove it",
        exception.rule, exception.place
    )
}

#[cfg(test)]
mod tests {
    use super::side;

    #[test]
    fn a_side_is_named_as_a_shell_takes_it() {
        for (name, word) in [
            ("1a2b3c4:spec/openapi.yaml", "1a2b3c4:spec/openapi.yaml"),
            ("work tree", "spec"),
            ("my files/it's.yaml", "'my files/it'\\''s.yaml'"),
        ] {
            assert_eq!(side(name), word);
        }
    }
}
