//! What was learnt, for people and for programs.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Result;
use codegen::learn::{Finding, FindingKind};
use serde_json::{Value, json};
use similar::TextDiff;

use super::source::Tally;
use super::{Format, Lesson};

/// Whether a finding is something to repair: what was never seen may still be true.
pub(super) fn counts(finding: &Finding) -> bool {
    finding.kind != FindingKind::NeverSeen
}

/// Writes the report; with `diff`, the changes too.
pub(super) fn write(lesson: &Lesson<'_>, format: Format, diff: bool, out: &mut dyn Write) -> Result<()> {
    match format {
        Format::Text => text(lesson, diff, out),
        Format::Markdown => markdown(lesson, out),
        Format::Json => {
            writeln!(out, "{:#}", as_json(lesson))?;
            Ok(())
        }
    }
}

fn text(lesson: &Lesson<'_>, diff: bool, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "{}", read_in_words(lesson))?;
    for finding in lesson.findings.iter().filter(|finding| counts(finding)) {
        writeln!(out, "\n{:<18}{}", finding.kind, finding.place)?;
        writeln!(out, "{:<18}spec: {} ({})", "", finding.says, source(lesson, finding))?;
        writeln!(
            out,
            "{:<18}seen: {}, in {} of {}{}",
            "",
            finding.seen,
            finding.samples,
            finding.of,
            by(finding)
        )?;
        if let Some(remark) = remark(lesson, finding) {
            writeln!(out, "{:<18}{remark}", "")?;
        }
    }
    if let Some(names) = never_seen(lesson) {
        writeln!(
            out,
            "\n{:<18}{names}\n{:<18}they may still be there: nothing is removed",
            "never seen", ""
        )?;
    }
    for line in lesson.answers.lines() {
        writeln!(out, "\n{:<18}{line}", "open question")?;
    }
    if diff {
        for (file, new) in &lesson.edited.files {
            let Some(old) = lesson.document.sources.file(*file) else { continue };
            let diff = TextDiff::from_lines(old.text(), new.as_str());
            let (before, after) = (format!("a/{}", old.path()), format!("b/{}", old.path()));
            write!(out, "\n{}", diff.unified_diff().header(&before, &after))?;
        }
    }
    writeln!(out, "\n{}", verdict(lesson))?;
    Ok(())
}

fn markdown(lesson: &Lesson<'_>, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "{}\n\n{}\n", verdict(lesson), read_in_words(lesson))?;
    if lesson.findings.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "| what | where | the spec says | seen | samples | remark |\n| --- | --- | --- | --- | --- | --- |"
    )?;
    for finding in lesson.findings {
        let cell = |text: &str| text.replace('|', "\\|").replace('@', "@\u{200b}");
        writeln!(
            out,
            "| {} | `{}` | {} ({}) | {} | {} of {} | {} |",
            finding.kind,
            finding.place.replace('|', "\\|"),
            cell(&finding.says),
            finding.evidence.as_str(),
            cell(&finding.seen),
            finding.samples,
            finding.of,
            remark(lesson, finding).unwrap_or_default()
        )?;
    }
    Ok(())
}

fn as_json(lesson: &Lesson<'_>) -> Value {
    let finding = |(at, finding): (usize, &Finding)| {
        json!({
            "kind": finding.kind.as_str(),
            "place": finding.place,
            "spec": place(lesson, finding),
            "operations": finding.operations,
            "samples": finding.samples,
            "of": finding.of,
            "evidence": finding.evidence.as_str(),
            "says": finding.says,
            "seen": finding.seen,
            "change": lesson.edited.settled.contains(&at),
        })
    };
    json!({
        "requests": lesson.tally.requests,
        "taken": lesson.taken,
        "other_hosts": lesson.tally.other_hosts.values().sum::<u64>(),
        "passed_over": lesson.tally.skipped,
        "without_body": lesson.tally.without_body,
        "answers": lesson.answers.as_json(),
        "findings": lesson.findings.iter().enumerate().map(finding).collect::<Value>(),
    })
}

/// How what the spec says is known, and where it says so; what it does not say is known in no way.
fn source(lesson: &Lesson<'_>, finding: &Finding) -> String {
    match finding.kind {
        FindingKind::Field | FindingKind::Argument | FindingKind::UnknownOperation => place(lesson, finding),
        _ => format!("{}; {}", finding.evidence.as_str(), place(lesson, finding)),
    }
}

fn place(lesson: &Lesson<'_>, finding: &Finding) -> String {
    lesson.document.sources.location(finding.span).to_string()
}

/// In which operations; the first few by name.
fn by(finding: &Finding) -> String {
    match finding.operations.as_slice() {
        [] => String::new(),
        [one] if *one == finding.place => String::new(),
        few if few.len() <= 3 => format!(" ({})", few.join(", ")),
        many => format!(" ({}, {} and {} more)", many[0], many[1], many.len() - 2),
    }
}

/// Why nothing is changed.
fn remark(lesson: &Lesson<'_>, finding: &Finding) -> Option<String> {
    let at = lesson.findings.iter().position(|own| std::ptr::eq(own, finding))?;
    if let Some((_, reason)) = lesson.edited.left.iter().find(|(own, _)| *own == at) {
        return Some(format!("to be changed by hand: {reason}"));
    }
    match finding.kind {
        _ if lesson.edited.settled.contains(&at) => None,
        FindingKind::NeverSeen => Some("it may still be there".to_owned()),
        _ if finding.contradicts_documents() => {
            Some("the vendor documents it otherwise: for you to decide".to_owned())
        }
        _ => Some("no change is proposed".to_owned()),
    }
}

/// Fields that many samples never showed, each with the number of samples.
fn never_seen(lesson: &Lesson<'_>) -> Option<String> {
    let unseen = lesson.findings.iter().filter(|finding| finding.kind == FindingKind::NeverSeen);
    let names: Vec<String> = unseen.map(|finding| format!("{} ({})", finding.place, finding.of)).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn read_in_words(lesson: &Lesson<'_>) -> String {
    let tally = lesson.tally;
    let others: u64 = tally.other_hosts.values().sum();
    let mut parts = vec![format!("{} requests, {} to operations of the spec", tally.requests, lesson.taken)];
    if others > 0 {
        parts.push(format!("{others} to other hosts"));
    }
    parts.extend(tally.skipped.iter().map(|(what, count)| format!("{count} {what}")));
    if tally.without_body > 0 {
        parts.push(format!("{} answers without their bodies", tally.without_body));
    }
    parts.join(", ")
}

fn verdict(lesson: &Lesson<'_>) -> String {
    let open = lesson.findings.iter().filter(|finding| counts(finding)).count();
    let contradictions = lesson.findings.iter().filter(|finding| finding.contradicts_documents()).count();
    let tally = lesson.tally;
    match (open, contradictions) {
        (0, _) if tally.with_body == 0 && tally.without_body > 0 => {
            "the traffic fits the spec as far as that can be told without a single body".to_owned()
        }
        (0, _) => "the traffic fits the spec".to_owned(),
        (_, 0) => format!("{open} findings, {} with a change", lesson.edited.settled.len()),
        _ => format!(
            "{open} findings, {} with a change; {contradictions} contradict what the vendor documents",
            lesson.edited.settled.len()
        ),
    }
}

/// Why nothing was learnt, and what to do.
pub(super) fn nothing_learnt(tally: &Tally, hosts: &[String]) -> String {
    let most = |counts: &BTreeMap<String, u64>| {
        let mut hosts: Vec<(&String, &u64)> = counts.iter().collect();
        hosts.sort_by_key(|(host, count)| (std::cmp::Reverse(**count), *host));
        hosts
            .into_iter()
            .take(5)
            .map(|(host, count)| format!("{host} ({count})"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let ours = hosts.join(", ");
    if let Some((host, _)) = tally.like_ours.iter().max_by_key(|(_, count)| **count) {
        return format!(
            "none of the {} requests goes to {ours}, but those to {} look like the API's: name the host with --host {host}",
            tally.requests,
            most(&tally.like_ours)
        );
    }
    if tally.other_hosts.is_empty() {
        return format!("none of the {} requests is one of the spec's operations", tally.requests);
    }
    format!(
        "none of the {} requests goes to {ours}; the hosts are {}",
        tally.requests,
        most(&tally.other_hosts)
    )
}
