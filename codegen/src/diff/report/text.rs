//! A review for the terminal: the verdict first, then what breaks, then the rest by topic.

use std::fmt::Write as _;

use super::words::{
    Topic, last_day_of_approval, reach_is_news, reached, topic, verdict, weight,
    works_against_the_new_service,
};
use crate::diff::Sides;
use crate::diff::exceptions::approval_snippet;
use crate::diff::finding::Finding;
use crate::diff::review::Review;

/// Writes the review as plain text.
pub fn to_text(review: &Review, sides: &Sides<'_>) -> String {
    let mut out = format!("{}\n", verdict(review));
    let breaking = review.breaking();
    section(&mut out, "Breaking", &breaking, sides);
    for (title, wanted) in [
        ("Access", Topic::Access),
        ("Behaviour", Topic::Behaviour),
        ("Additions", Topic::Addition),
        ("Deprecations", Topic::Deprecation),
        ("Names and the like", Topic::Other),
    ] {
        let of_topic = review.open().filter(|finding| topic(finding) == wanted && !finding.is_breaking());
        section(&mut out, title, &of_topic.collect::<Vec<_>>(), sides);
    }
    keys(&mut out, review);
    rust_api(&mut out, review);
    evidence(&mut out, review);
    versions(&mut out, review);
    approvals(&mut out, review);
    lines_to_approve_with(&mut out, review);
    out
}

fn section(out: &mut String, title: &str, findings: &[&Finding], sides: &Sides<'_>) {
    if findings.is_empty() {
        return;
    }
    let _ = write!(out, "\n{title}\n");
    for finding in findings {
        let _ = writeln!(out, "  {}  {}: {}", finding.rule, finding.place, finding.message);
        let place = match (finding.head_span, finding.base_span) {
            (Some(span), _) => format!("{}", sides.head.sources.location(span)),
            (None, Some(span)) => format!("{} of {}", sides.base.sources.location(span), sides.base.name),
            (None, None) => sides.head.name.to_owned(),
        };
        let _ = writeln!(out, "      {}; {place}", weight(finding));
        if reach_is_news(finding) {
            let _ = writeln!(out, "      reaches {}", reached(finding));
        }
        if let Some(hint) = &finding.hint {
            let _ = writeln!(out, "      to soften it: {hint}");
        }
    }
}

fn keys(out: &mut String, review: &Review) {
    if !review.access.is_empty() {
        out.push_str("\nKeys\n");
    }
    for effect in &review.access {
        let scopes: Vec<&str> = effect.scopes.iter().map(String::as_str).collect();
        let _ = writeln!(out, "  with {} only:", scopes.join(" and "));
        for (word, operations) in [("lose", &effect.lost), ("gain", &effect.gained)] {
            if !operations.is_empty() {
                let _ = writeln!(out, "      {word} {}", operations.join(", "));
            }
        }
    }
    if let Some(uses) = &review.uses {
        let list = |scopes: &std::collections::BTreeSet<String>| {
            let list: Vec<&str> = scopes.iter().map(String::as_str).collect();
            if list.is_empty() { String::from("none") } else { list.join(" ") }
        };
        let _ = write!(
            out,
            "\nScopes of the caller\n  before  {}\n  after   {}\n",
            list(&uses.before),
            list(&uses.after)
        );
        if !uses.gone.is_empty() {
            let _ = writeln!(out, "  gone    {}", uses.gone.join(", "));
        }
    }
}

fn rust_api(out: &mut String, review: &Review) {
    let Some(change) = review.rust_api.as_ref().filter(|change| !change.lines.is_empty()) else { return };
    out.push_str("\nRust API\n");
    for line in &change.lines {
        let _ = writeln!(out, "  {} {}", if line.is_added { '+' } else { '-' }, line.text);
    }
    if !change.witnesses.is_empty() {
        out.push_str("\nCompiled before\n");
        for witness in &change.witnesses {
            let _ = writeln!(out, "  {witness}");
        }
    }
}

fn evidence(out: &mut String, review: &Review) {
    if !review.evidence.is_empty() {
        out.push_str("\nEvidence\n");
    }
    for change in &review.evidence {
        let (before, after) = (change.before.as_str(), change.after.as_str());
        let _ = writeln!(out, "  {}: {before} -> {after}", change.place);
    }
}

fn versions(out: &mut String, review: &Review) {
    if review.is_empty() {
        return;
    }
    out.push_str("\nVersions\n");
    for (what, advice) in [("crate", &review.advice.crate_), ("info.version", &review.advice.api)] {
        let given = match advice.given {
            Some(given) if Some(given) != advice.before => format!("; it is {given} now"),
            _ => String::new(),
        };
        let step = match (advice.before, advice.wanted) {
            (Some(before), Some(wanted)) => format!(" ({before} -> {wanted}{given})"),
            _ => String::new(),
        };
        let _ = writeln!(out, "  {what}: {}{step}", advice.bump.as_str());
    }
    let _ = writeln!(out, "  oldest crate release that works: {}", works_against_the_new_service(review));
}

fn approvals(out: &mut String, review: &Review) {
    let approved: Vec<&Finding> =
        review.findings.iter().filter(|finding| finding.approved.is_some()).collect();
    if !approved.is_empty() {
        out.push_str("\nApproved\n");
    }
    for finding in approved {
        if let Some(exception) = &finding.approved {
            let _ = writeln!(
                out,
                "  {}  {}: {} (until {})",
                finding.rule, finding.place, exception.reason, exception.until
            );
        }
    }
    if !review.stale.is_empty() {
        out.push_str("\nStale exceptions\n");
    }
    for stale in &review.stale {
        let exception = &stale.exception;
        let _ = writeln!(
            out,
            "  {}:{}  {}  {}: {}",
            exception.path, exception.line, exception.rule, exception.place, stale.reason
        );
    }
}

/// The lines that approve what breaks, to be copied into the file of exceptions.
fn lines_to_approve_with(out: &mut String, review: &Review) {
    let breaking = review.breaking();
    if breaking.is_empty() {
        return;
    }
    out.push_str("\nTo approve it, with a reason, in spec/diff-exceptions.yaml\n");
    let until = last_day_of_approval(review);
    for finding in breaking {
        for line in approval_snippet(finding, &until).lines() {
            let _ = writeln!(out, "  {line}");
        }
    }
}
