//! The smaller parts of the comment: versions, signatures, evidence, words, approvals.

use std::fmt::Write as _;

use super::super::words::{last_day_of_approval, works_against_the_new_service};
use super::escape::{clipped, code, escaped, fence, fold};
use crate::diff::Version;
use crate::diff::exceptions::approval_snippet;
use crate::diff::review::Review;

/// Signatures that are shown open; more are folded.
const OPEN_SIGNATURES: usize = 40;
/// The longest reason of an approval that is shown whole.
const REASON: usize = 300;

/// Which versions to release, and what is still to be approved.
pub(super) fn versions(review: &Review) -> String {
    if review.is_empty() {
        return String::new();
    }
    let mut text = String::from("| | before | in this change | advised |\n| --- | --- | --- | --- |\n");
    for (what, advice) in
        [("Crate", &review.advice.crate_), ("<code>info.version</code>", &review.advice.api)]
    {
        let shown = |version: Option<Version>| version.map(|version| version.to_string());
        let before = shown(advice.before).unwrap_or_else(|| String::from("not known"));
        let given = shown(advice.given).unwrap_or_default();
        let wanted = shown(advice.wanted).map(|version| format!("{version} ")).unwrap_or_default();
        let _ = writeln!(text, "| {what} | {before} | {given} | {wanted}({}) |", advice.bump.as_str());
    }
    let works = works_against_the_new_service(review);
    let _ = writeln!(text, "| Oldest crate release that works against the new service | | | {works} |");
    let _ = writeln!(text, "| Approvals pending | {} | | |", review.breaking().len());
    text
}

/// The signatures that go and come, and calls that compiled before.
pub(super) fn rust_api(review: &Review) -> String {
    let Some(change) = review.rust_api.as_ref().filter(|change| !change.lines.is_empty()) else {
        return String::new();
    };
    let sign = |is_added| if is_added { '+' } else { '-' };
    let lines: Vec<String> =
        change.lines.iter().map(|line| format!("{} {}", sign(line.is_added), line.text)).collect();
    let (open, more) = lines.split_at(lines.len().min(OPEN_SIGNATURES));
    let rest = match more.len() {
        0 => String::new(),
        count => fold(&format!("{count} more lines"), &fence("diff", &more.join("\n"))),
    };
    let witnesses = match change.witnesses.len() {
        0 => String::new(),
        count => fold(
            &format!("Calls that compiled before ({count})"),
            &fence("rust", &change.witnesses.join("\n")),
        ),
    };
    format!("### Rust API\n\n{}{rest}{witnesses}", fence("diff", &open.join("\n")))
}

/// What is known in another way.
pub(super) fn evidence(review: &Review) -> String {
    if review.evidence.is_empty() {
        return String::new();
    }
    let line = |change: &crate::diff::EvidenceChange| {
        let (before, after) = (change.before.as_str(), change.after.as_str());
        format!("- {}: {before} before, {after} now\n", code(&change.place))
    };
    let better = review.evidence.iter().filter(|change| change.is_better()).count();
    let lines: String = review.evidence.iter().map(line).collect();
    fold(&format!("Evidence ({}, of which {better} better)", review.evidence.len()), &lines)
}

/// How many places have other words.
pub(super) fn docs(review: &Review) -> String {
    match review.docs() {
        0 => String::new(),
        1 => String::from("Words changed in one place.\n"),
        places => format!("Words changed in {places} places.\n"),
    }
}

/// What is approved, and what approves nothing any more.
pub(super) fn approvals(review: &Review) -> String {
    let mut text = String::new();
    for finding in &review.findings {
        let Some(exception) = &finding.approved else { continue };
        let (rule, place) = (code(finding.rule.id()), code(&finding.place.to_string()));
        let reason = escaped(&clipped(&exception.reason, REASON));
        let _ = writeln!(text, "- {rule} {place}: {reason} (until {})", exception.until);
    }
    if !text.is_empty() {
        text = format!("### Approved\n\n{text}");
    }
    if !review.stale.is_empty() {
        let gap = if text.is_empty() { "" } else { "\n" };
        let _ = write!(text, "{gap}### Stale exceptions\n\n");
    }
    for stale in &review.stale {
        let exception = &stale.exception;
        let file = code(&format!("{}:{}", exception.path, exception.line));
        let (rule, place) = (code(exception.rule.id()), code(&exception.place));
        let _ = writeln!(text, "- {file} {rule} {place}: {}", escaped(&stale.reason));
    }
    text
}

/// The lines that approve what breaks, to be copied.
pub(super) fn lines_to_approve_with(review: &Review) -> String {
    let until = last_day_of_approval(review);
    let lines: String =
        review.breaking().into_iter().map(|finding| approval_snippet(finding, &until)).collect();
    if lines.is_empty() {
        return String::new();
    }
    let summary = "To approve it: the label <code>spec-diff-approved</code>, or lines in <code>spec/diff-exceptions.yaml</code>";
    fold(summary, &fence("yaml", &lines))
}
