//! Lists of findings, and how much they tell of each when there is no room for all of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::words::{NAMED_OPERATIONS, reach_is_news, weight};
use super::escape::{clipped, code, codes, fold, told};
use crate::diff::finding::Finding;
use crate::diff::rules::Rule;

/// Lines that are shown open; more are folded.
const OPEN_LINES: usize = 15;
/// The longest message that is shown whole: a pattern or an enum can be of any length.
const MESSAGE: usize = 500;
/// The longest place that is shown whole.
const PLACE: usize = 160;

/// How much is told of each finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// Everything.
    Full,
    /// What happened and where.
    Short,
    /// Each rule once, with so many of its places.
    Grouped(usize),
}

impl Detail {
    /// From most to least; the first that fits is taken.
    pub(super) const LADDER: [Self; 7] = [
        Self::Full,
        Self::Short,
        Self::Grouped(usize::MAX),
        Self::Grouped(100),
        Self::Grouped(20),
        Self::Grouped(5),
        Self::Grouped(1),
    ];
}

/// A section of findings under a title; nothing if there are none.
pub(super) fn list(title: &str, findings: &[&Finding], folded: bool, detail: Detail) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let title = format!("{title} ({})", findings.len());
    let lines: Vec<String> = match detail {
        Detail::Grouped(places) => grouped(findings, places),
        Detail::Full | Detail::Short => findings.iter().map(|finding| line(finding, detail)).collect(),
    };
    if folded {
        return fold(&title, &lines.concat());
    }
    let (open, more) = lines.split_at(lines.len().min(OPEN_LINES));
    if more.is_empty() || matches!(detail, Detail::Grouped(_)) {
        return format!("### {title}\n\n{}", lines.concat());
    }
    format!("### {title}\n\n{}\n{}", open.concat(), fold(&format!("{} more", more.len()), &more.concat()))
}

/// A finding in one line: rule, place, what, weight, why, whom it reaches, what would soften it.
fn line(finding: &Finding, detail: Detail) -> String {
    let mut text = format!("- {} ({})", start(finding), weight(finding));
    if detail == Detail::Short {
        return text + "\n";
    }
    text.push('.');
    if finding.is_breaking() {
        let _ = write!(text, " {}", told(finding.rule.entry().why));
    }
    if reach_is_news(finding) {
        let _ = write!(text, " Reaches {}", reached(finding));
    }
    if let Some(hint) = &finding.hint {
        let _ = write!(text, " To soften it: {}.", told(&clipped(hint, MESSAGE)));
    }
    text + "\n"
}

/// Rule, place and what happened.
pub(super) fn start(finding: &Finding) -> String {
    format!("{} {}: {}", code(finding.rule.id()), place(finding), told(&clipped(&finding.message, MESSAGE)))
}

fn place(finding: &Finding) -> String {
    code(&clipped(&finding.place.to_string(), PLACE))
}

fn reached(finding: &Finding) -> String {
    let operations: Vec<&str> = finding.affects.iter().map(String::as_str).collect();
    let (first, more) = operations.split_at(operations.len().min(NAMED_OPERATIONS));
    let first = codes(first.iter().copied());
    if more.is_empty() {
        return format!("{first}.");
    }
    let more_codes = codes(more.iter().copied());
    format!("{first} <details><summary>and {} more</summary>{more_codes}</details>", more.len())
}

/// A line a rule, in the order in which the rules come first: how often, how heavy, and where.
pub(super) fn grouped(findings: &[&Finding], places: usize) -> Vec<String> {
    let mut order: Vec<Rule> = Vec::new();
    let mut by_rule: BTreeMap<Rule, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        if !by_rule.contains_key(&finding.rule) {
            order.push(finding.rule);
        }
        by_rule.entry(finding.rule).or_default().push(finding);
    }
    let line = |rule: Rule| {
        let of_rule = by_rule.get(&rule).map_or(&[][..], Vec::as_slice);
        let named: Vec<String> =
            of_rule.iter().take(places).map(|finding| clipped(&finding.place.to_string(), PLACE)).collect();
        let more = match of_rule.len() - named.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let weight = of_rule.first().map_or_else(String::new, |finding| weight(finding));
        let flag = if rule.entry().security { ", **security review**" } else { "" };
        let named = code(&named.join(", "));
        format!("- {} ({} times, {weight}{flag}): {named}{more}\n", code(rule.id()), of_rule.len())
    };
    order.into_iter().map(line).collect()
}
