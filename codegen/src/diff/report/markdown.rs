//! A review as the comment of a pull request, within the size that code hosts take.
//!
//! The verdict, what breaks and what keys lose are always whole. When the rest is too long, whole sections go, the
//! last ones first, and the comment says which and where they can be read. Text of the document is escaped: a
//! description can't mention people, link issues or break a table.

use std::fmt::Write as _;

use super::words::{NAMED_OPERATIONS, Topic, reach_is_news, topic, verdict, weight};
use crate::diff::exceptions::approval_snippet;
use crate::diff::finding::Finding;
use crate::diff::review::Review;

/// The largest comment, in characters. GitHub refuses more than 65,536.
pub const COMMENT_BUDGET: usize = 60_000;
/// By this the comment is found again, to be edited in its place.
const MARKER: &str = "<!-- spec-diff -->";
/// Lines that are shown open; more are folded.
const OPEN_LINES: usize = 15;
/// Signatures that are shown open; more are folded.
const OPEN_SIGNATURES: usize = 40;

/// A part of the comment.
struct Section {
    /// What it is called when it had to go.
    name: &'static str,
    /// Whether it stays whatever the size.
    stays: bool,
    text: String,
}

/// Writes the review as Markdown of at most `budget` characters.
pub fn to_markdown(review: &Review, budget: usize) -> String {
    let mut sections = vec![
        section("verdict", true, format!("{}\n", escaped(&verdict(review)))),
        section("breaking", true, list("Breaking", &review.breaking(), false)),
        section("access", true, access(review)),
        section("versions", false, versions(review)),
        section("Rust API", false, rust_api(review)),
        section("behaviour", false, list("Behaviour", &of_topic(review, Topic::Behaviour), false)),
        section("deprecations", false, list("Deprecations", &of_topic(review, Topic::Deprecation), true)),
        section("approvals", false, approvals(review)),
        section("additions", false, list("Additions", &of_topic(review, Topic::Addition), true)),
        section("evidence", false, evidence(review)),
        section("names", false, list("Names and the like", &of_topic(review, Topic::Other), true)),
        section("docs", false, docs(review)),
    ];
    sections.retain(|section| !section.text.is_empty());
    let footer = footer(review);
    let mut gone = Vec::new();
    while length(&sections) + notice(&gone).chars().count() + footer.chars().count() > budget {
        let Some(last) = sections.iter().rposition(|section| !section.stays) else { break };
        gone.push(sections.remove(last).name);
    }
    let room = budget.saturating_sub(notice(&gone).chars().count() + footer.chars().count());
    let body = within(&sections, room);
    format!("{body}{}{footer}", notice(&gone))
}

fn section(name: &'static str, stays: bool, text: String) -> Section {
    Section { name, stays, text }
}

fn length(sections: &[Section]) -> usize {
    sections.iter().map(|section| section.text.chars().count() + 1).sum()
}

/// The sections as one text. If those that stay are too long by themselves, it ends at the last whole line that fits.
fn within(sections: &[Section], room: usize) -> String {
    let whole: String = sections.iter().map(|section| format!("{}\n", section.text)).collect();
    if whole.chars().count() <= room {
        return whole;
    }
    let closing =
        "\n</details>\n\nThere is more than fits a comment; the report of the step has all of it.\n";
    let fitting: String = whole.chars().take(room.saturating_sub(closing.len())).collect();
    let lines = fitting.rsplit_once('\n').map_or("", |(lines, _)| lines);
    let is_folded = lines.matches("<details>").count() > lines.matches("</details>").count();
    format!("{lines}{}", if is_folded { closing } else { closing.trim_start_matches("\n</details>") })
}

fn notice(gone: &[&str]) -> String {
    if gone.is_empty() {
        return String::new();
    }
    format!(
        "Left out, as a comment has an end: {}. The report of the step has all of it.\n\n",
        gone.join(", ")
    )
}

fn of_topic(review: &Review, wanted: Topic) -> Vec<&Finding> {
    review.open().filter(|finding| topic(finding) == wanted && !finding.is_breaking()).collect()
}

fn list(title: &str, findings: &[&Finding], folded: bool) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = findings.iter().map(|finding| line(finding)).collect();
    if folded {
        return fold(&format!("{title} ({})", lines.len()), &lines.concat());
    }
    let open = lines.iter().take(OPEN_LINES).cloned().collect::<String>();
    let rest: String = lines.iter().skip(OPEN_LINES).cloned().collect();
    let more = lines.len().saturating_sub(OPEN_LINES);
    let rest = if more == 0 { String::new() } else { format!("\n{}", fold(&format!("{more} more"), &rest)) };
    format!("### {title} ({})\n\n{open}{rest}", lines.len())
}

/// A finding in one line: rule, place, what, weight, whom it reaches, what would soften it.
fn line(finding: &Finding) -> String {
    let mut text = format!(
        "- {} {}: {} ({})",
        code(finding.rule.id()),
        code(&finding.place.to_string()),
        escaped(&finding.message),
        weight(finding),
    );
    if finding.is_breaking() {
        let _ = write!(text, ". {}", escaped(finding.rule.entry().why));
    }
    if reach_is_news(finding) {
        let _ = write!(text, " Reaches {}", reached(finding));
    }
    if let Some(hint) = &finding.hint {
        let _ = write!(text, " To soften it: {}.", escaped(hint));
    }
    text.push('\n');
    text
}

fn reached(finding: &Finding) -> String {
    let codes: Vec<String> = finding.affects.iter().map(|operation| code(operation)).collect();
    let (first, more) = codes.split_at(codes.len().min(NAMED_OPERATIONS));
    let rest = if more.is_empty() {
        String::from(".")
    } else {
        format!(" <details><summary>and {} more</summary>{}</details>", more.len(), more.join(", "))
    };
    format!("{}{rest}", first.join(", "))
}

fn access(review: &Review) -> String {
    let findings: Vec<&Finding> = review.open().filter(|finding| topic(finding) == Topic::Access).collect();
    if findings.is_empty() && review.access.is_empty() && review.uses.is_none() {
        return String::new();
    }
    let mut text = String::from("### Access\n\n");
    for finding in findings {
        let flag = if finding.security { ", **security review**" } else { "" };
        let _ = writeln!(
            text,
            "- {} {}: {}{flag}",
            code(finding.rule.id()),
            code(&finding.place.to_string()),
            escaped(&finding.message)
        );
    }
    for effect in &review.access {
        let scopes: Vec<String> = effect.scopes.iter().map(|scope| code(scope)).collect();
        let names = |operations: &[String]| {
            let names: Vec<String> = operations.iter().map(|operation| code(operation)).collect();
            if names.is_empty() { String::from("nothing") } else { names.join(", ") }
        };
        let (lost, gained) = (names(&effect.lost), names(&effect.gained));
        let _ = writeln!(text, "- Keys with {} only: lose {lost}; gain {gained}.", scopes.join(" and "));
    }
    if let Some(uses) = &review.uses {
        let names = |scopes: &std::collections::BTreeSet<String>| {
            let names: Vec<String> = scopes.iter().map(|scope| code(scope)).collect();
            if names.is_empty() { String::from("none") } else { names.join(" ") }
        };
        let _ = writeln!(
            text,
            "- The caller needs {} before and {} after.",
            names(&uses.before),
            names(&uses.after)
        );
    }
    text
}

fn versions(review: &Review) -> String {
    if review.is_empty() {
        return String::new();
    }
    let mut text = String::from("| | now | advised |\n| --- | --- | --- |\n");
    for (what, advice) in [("Crate", &review.advice.crate_), ("`info.version`", &review.advice.api)] {
        let shown = |version: Option<crate::diff::Version>| version.map(|version| version.to_string());
        let before = shown(advice.before).unwrap_or_else(|| String::from("not known"));
        let wanted = shown(advice.wanted).map(|version| format!("{version} ")).unwrap_or_default();
        let _ = writeln!(text, "| {what} | {before} | {wanted}({}) |", advice.bump.as_str());
    }
    let works = if review.advice.released_clients_work {
        "all"
    } else {
        "none of those that use what breaks on the wire"
    };
    let _ = writeln!(text, "| Releases that work against the new service | {works} | |");
    let pending = review.breaking().len();
    let _ = writeln!(text, "| Approvals pending | {pending} | |");
    text
}

fn rust_api(review: &Review) -> String {
    let Some(change) = review.rust_api.as_ref().filter(|change| !change.lines.is_empty()) else {
        return String::new();
    };
    let lines: Vec<String> = change
        .lines
        .iter()
        .map(|line| format!("{} {}", if line.is_added { '+' } else { '-' }, line.text.replace('`', "'")))
        .collect();
    let (open, more) = lines.split_at(lines.len().min(OPEN_SIGNATURES));
    let fence = |lines: &[String]| format!("```diff\n{}\n```\n", lines.join("\n"));
    let rest = if more.is_empty() {
        String::new()
    } else {
        fold(&format!("{} more lines", more.len()), &fence(more))
    };
    let witnesses: String =
        change.witnesses.iter().map(|witness| format!("{}\n", witness.replace('`', "'"))).collect();
    let before = if witnesses.is_empty() {
        String::new()
    } else {
        fold(
            &format!("{} calls that compiled before", change.witnesses.len()),
            &format!("```rust\n{witnesses}```\n"),
        )
    };
    format!("### Rust API\n\n{}{rest}{before}", fence(open))
}

fn evidence(review: &Review) -> String {
    if review.evidence.is_empty() {
        return String::new();
    }
    let lines: String = review
        .evidence
        .iter()
        .map(|change| {
            format!(
                "- {}: {} before, {} now\n",
                code(&change.place),
                change.before.as_str(),
                change.after.as_str()
            )
        })
        .collect();
    fold(&format!("Evidence ({})", review.evidence.len()), &lines)
}

fn docs(review: &Review) -> String {
    match review.docs() {
        0 => String::new(),
        1 => String::from("Words changed in one place.\n"),
        places => format!("Words changed in {places} places.\n"),
    }
}

fn approvals(review: &Review) -> String {
    let mut text = String::new();
    for finding in &review.findings {
        let Some(exception) = &finding.approved else { continue };
        let place = code(&finding.place.to_string());
        let _ = writeln!(
            text,
            "- {} {place}: {} (until {})",
            code(finding.rule.id()),
            escaped(&exception.reason),
            exception.until
        );
    }
    if !text.is_empty() {
        text = format!("### Approved\n\n{text}");
    }
    if !review.stale.is_empty() {
        text.push_str("\n### Stale exceptions\n\n");
    }
    for stale in &review.stale {
        let exception = &stale.exception;
        let _ = writeln!(
            text,
            "- line {}: {} {}: {}",
            exception.line,
            code(exception.rule.id()),
            code(&exception.place),
            stale.reason
        );
    }
    text
}

/// Both revisions, the day, the command, lines to approve with, and the mark by which the comment is found.
fn footer(review: &Review) -> String {
    let snippet = review.breaking().first().map_or_else(String::new, |finding| {
        let lines = approval_snippet(finding, "YYYY-MM-DD").replace('`', "'");
        fold("To approve a finding, add to `spec/diff-exceptions.yaml`", &format!("```yaml\n{lines}```\n"))
    });
    format!(
        "{snippet}\n<sub>{} to {}, as of {}, spec-diff {}. <code>cargo xtask diff {}</code></sub>\n{MARKER}\n",
        escaped(&review.base),
        escaped(&review.head),
        review.as_of,
        env!("CARGO_PKG_VERSION"),
        escaped(&review.base),
    )
}

fn fold(summary: &str, text: &str) -> String {
    format!("<details><summary>{summary}</summary>\n\n{text}\n</details>\n")
}

/// Text that no Markdown can come of: everything with a meaning is written as a number.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' | '<' | '>' | '@' | '#' | '|' | '`' | '*' | '_' | '[' | ']' | '~' | '\\' | '!' => {
                let _ = write!(out, "&#{};", u32::from(letter));
            }
            '\n' | '\r' | '\t' => out.push(' '),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

/// A name as code. Inside, what has a meaning is escaped too.
fn code(text: &str) -> String {
    format!("<code>{}</code>", escaped(text))
}
