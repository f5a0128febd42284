//! A review as an entry of a changelog, in the form of "Keep a Changelog".
//!
//! A finding stands once: under Breaking if it breaks, under Security if it lets more keys in, else by its kind.
//! Approvals do not count here: users feel what was approved like everything else.

use std::fmt::Write as _;

use super::words::works_against_the_new_service;
use crate::diff::advice::VersionAdvice;
use crate::diff::finding::Finding;
use crate::diff::level::Bump;
use crate::diff::review::Review;
use crate::diff::rules::Rule;

/// Operations or places that a line names; more are counted.
const NAMED: usize = 3;

/// The parts of an entry, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Breaking,
    Added,
    Changed,
    Deprecated,
    Removed,
    Security,
}

/// Writes the entry: the versions to release, then what changed, a heading a part.
pub fn to_changelog(review: &Review) -> String {
    let mut text = format!("{}\n", versions(review));
    for (part, title) in [
        (Part::Breaking, "Breaking"),
        (Part::Added, "Added"),
        (Part::Changed, "Changed"),
        (Part::Deprecated, "Deprecated"),
        (Part::Removed, "Removed"),
        (Part::Security, "Security"),
    ] {
        let findings = review.findings.iter().filter(|finding| part_of(finding) == Some(part));
        let mut lines = lines(&findings.collect::<Vec<_>>());
        if part == Part::Changed {
            lines.extend(words_and_evidence(review));
        }
        if !lines.is_empty() {
            let _ = write!(text, "\n### {title}\n\n{}", lines.concat());
        }
    }
    text
}

/// The part of a finding; none for what is counted or says nothing to users.
fn part_of(finding: &Finding) -> Option<Part> {
    match finding.rule {
        Rule::DocsChanged | Rule::UnusedSchemaChanged | Rule::ApiVersionBumpTooSmall => None,
        _ if finding.is_breaking() => Some(Part::Breaking),
        _ if finding.security => Some(Part::Security),
        Rule::DeprecationChanged | Rule::SunsetShortened => Some(Part::Deprecated),
        rule if rule.id().ends_with("-removed") => Some(Part::Removed),
        rule if rule.id().contains("-added") => Some(Part::Added),
        _ => Some(Part::Changed),
    }
}

/// The findings of a part, one line for all that say the same: of how many places, and of the first few by name.
fn lines(findings: &[&Finding]) -> Vec<String> {
    let mut alike: Vec<(&str, Vec<&Finding>)> = Vec::new();
    for finding in findings {
        match alike.iter_mut().find(|(message, of)| *message == finding.message && of[0].rule == finding.rule)
        {
            Some((_, of)) => of.push(finding),
            None => alike.push((&finding.message, vec![finding])),
        }
    }
    let line = |(message, of): (&str, Vec<&Finding>)| match of.as_slice() {
        [finding] => line(finding),
        several => {
            let places: Vec<String> = several.iter().map(|finding| finding.place.to_string()).collect();
            format!("- {}: {}\n", plain(message), named(places.iter().map(String::as_str)))
        }
    };
    alike.into_iter().map(line).collect()
}

fn line(finding: &Finding) -> String {
    let place = finding.place.to_string();
    let is_named = |operation: &String| place.starts_with(operation.as_str());
    let reached = if finding.affects.iter().all(is_named) {
        String::new()
    } else {
        format!(" ({})", named(finding.affects.iter().map(String::as_str)))
    };
    format!("- {}: {}{reached}\n", code(&place), plain(&finding.message))
}

/// The first few names as code, and how many more there are.
fn named<'n>(names: impl Iterator<Item = &'n str> + Clone) -> String {
    let first: Vec<String> = names.clone().take(NAMED).map(code).collect();
    match names.count().saturating_sub(NAMED) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

fn words_and_evidence(review: &Review) -> Vec<String> {
    let better = review.evidence.iter().filter(|change| change.is_better()).count();
    let counted = [
        (review.docs(), "The words changed in one place", "The words changed in", "places"),
        (better, "One statement is known better than before", "Known better than before:", "statements"),
    ];
    let shown = counted.into_iter().filter(|(count, ..)| *count > 0);
    shown
        .map(|(count, one, many, what)| match count {
            1 => format!("- {one}.\n"),
            count => format!("- {many} {count} {what}.\n"),
        })
        .collect()
}

/// Which versions to release, in a sentence.
fn versions(review: &Review) -> String {
    if review.is_empty() {
        return String::from("Nothing changed in the API.");
    }
    let (crate_, api) = (release(&review.advice.crate_), release(&review.advice.api));
    let works = works_against_the_new_service(review);
    format!("Release: the crate {crate_}; `info.version` {api}. Oldest crate release that works: {works}.")
}

fn release(advice: &VersionAdvice) -> String {
    match (advice.bump, advice.before, advice.wanted) {
        (Bump::None, Some(before), _) => format!("stays {before}"),
        (bump, Some(before), Some(wanted)) => format!("{wanted} ({}, from {before})", bump.as_str()),
        (bump, ..) => format!("({})", bump.as_str()),
    }
}

/// A name as code, whatever is in it.
fn code(text: &str) -> String {
    let text = one_line(text);
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// A message as it is, its code too, if that is closed; else what has a meaning in Markdown is taken out of it.
fn plain(text: &str) -> String {
    let text = one_line(text);
    let in_code = |at: usize| at % 2 == 1;
    let pieces: Vec<&str> = text.split('`').collect();
    let is_closed = !in_code(pieces.len().saturating_sub(1));
    let shown = pieces.iter().enumerate().map(|(at, piece)| {
        if is_closed && in_code(at) { (*piece).to_owned() } else { without_meaning(piece) }
    });
    shown.collect::<Vec<_>>().join(if is_closed { "`" } else { "'" })
}

fn without_meaning(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if "<>[]*_#@|\\".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{code, plain};

    #[test]
    fn text_of_the_document_stays_in_its_line() {
        for (text, shown) in [
            ("`limit` is 20, not 50", "`limit` is 20, not 50"),
            ("one ` alone <b>", "one ' alone \\<b\\>"),
            ("ask @octocat\n# title", "ask \\@octocat \\# title"),
            ("`a_b` and a_b", "`a_b` and a\\_b"),
        ] {
            assert_eq!(plain(text), shown);
        }
        assert_eq!((code("a"), code("a ` b")), (String::from("`a`"), String::from("`` a ` b ``")));
    }
}
