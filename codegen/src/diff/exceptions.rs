//! Approved exceptions: `spec/diff-exceptions.yaml`, read strictly.
//!
//! ```yaml
//! - rule: response-property-removed
//!   where: schema:Post/legacyUrl
//!   fingerprint: 0123456789abcdef
//!   reason: It was always null.
//!   until: 2027-03-01
//! ```
//!
//! An exception approves the finding with its fingerprint up to and including its last day. One that matches no
//! finding, or whose day has passed, is stale: it is reported, since it would hide the next change at its place.

use super::days::is_day;
use super::finding::Finding;
use super::rules::Rule;
use crate::Profile;
use crate::diagnostic::{Code, Diagnostic, Findings, TextStyle, nearest, to_text};
use crate::document::{Node, Value, yaml};
use crate::source::{SourceMap, Span};

/// An approved finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Which rule.
    pub rule: Rule,
    /// Where: `schema:Post/title`.
    pub place: String,
    /// The fingerprint of the finding.
    pub fingerprint: String,
    /// Why it is approved.
    pub reason: String,
    /// The last day on which it holds: `2027-03-01`.
    pub until: String,
    /// The file that it stands in.
    pub path: String,
    /// The line of the file, from 1.
    pub line: usize,
}

/// An exception that approves nothing any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleException {
    /// The exception.
    pub exception: Exception,
    /// Why: `its last day was 2026-10-01`.
    pub reason: String,
}

/// The keys of an exception; all of them are needed, and nothing else is allowed.
const KEYS: [&str; 5] = ["rule", "where", "fingerprint", "reason", "until"];

/// Reads a file of exceptions. `Err`: everything that is wrong with it, as text; nothing of it counts then.
pub fn read_exceptions(path: &str, text: &str) -> Result<Vec<Exception>, String> {
    let mut sources = SourceMap::default();
    let id = sources.add(path, text);
    let mut findings = Findings::new(Profile::House);
    let tree = sources.file(id).and_then(|file| yaml::parse(id, file, &mut findings));
    let exceptions = tree.map(|tree| list(&tree, &sources, &mut findings)).unwrap_or_default();
    if findings.has_errors() { Err(to_text(&sources, &findings, TextStyle::Plain)) } else { Ok(exceptions) }
}

/// Marks the findings that are approved on a day, and gives the exceptions that approve nothing.
pub(super) fn approve(
    findings: &mut [Finding],
    exceptions: &[Exception],
    as_of: &str,
) -> Vec<StaleException> {
    let mut stale = Vec::new();
    for exception in exceptions {
        if let Some(reason) = approve_one(findings, exception, as_of) {
            stale.push(StaleException { exception: exception.clone(), reason });
        }
    }
    stale
}

/// Marks what one exception approves; if that is nothing, says why.
fn approve_one(findings: &mut [Finding], exception: &Exception, as_of: &str) -> Option<String> {
    let at_its_place = |finding: &&mut Finding| {
        finding.rule == exception.rule && finding.place.to_string() == exception.place
    };
    let mut reason = String::from("it matches no finding");
    let mut approves = false;
    for finding in findings.iter_mut().filter(at_its_place) {
        let fingerprint = finding.fingerprint();
        if fingerprint != exception.fingerprint {
            reason = format!("the change at its place is another one, with the fingerprint {fingerprint}");
        } else if exception.until.as_str() < as_of {
            return Some(format!("its last day was {}", exception.until));
        } else {
            finding.approved = Some(exception.clone());
            approves = true;
        }
    }
    (!approves).then_some(reason)
}

/// The lines that approve a finding, for whoever wants to copy them.
pub fn approval_snippet(finding: &Finding, until: &str) -> String {
    let [place, reason] = [finding.place.to_string(), String::from("Say why.")].map(serde_json::Value::from);
    format!(
        "- rule: {}\n  where: {place}\n  fingerprint: \"{}\"\n  reason: {reason}\n  until: {until}\n",
        finding.rule.id(),
        finding.fingerprint(),
    )
}

fn list(tree: &Node, sources: &SourceMap, findings: &mut Findings) -> Vec<Exception> {
    match &tree.value {
        Value::Null => Vec::new(),
        Value::List(items) => items.iter().filter_map(|item| exception(item, sources, findings)).collect(),
        _ => {
            wrong(findings, tree.span, format!("a list of exceptions is wanted here, not {}", tree.kind()));
            Vec::new()
        }
    }
}

fn exception(node: &Node, sources: &SourceMap, findings: &mut Findings) -> Option<Exception> {
    if !matches!(node.value, Value::Map(_)) {
        wrong(
            findings,
            node.span,
            format!("an exception is a map of {}, not {}", KEYS.join(", "), node.kind()),
        );
        return None;
    }
    for entry in node.entries().iter().filter(|entry| !KEYS.contains(&entry.key.value.as_str())) {
        let near = nearest(&entry.key.value, KEYS).map(|meant| format!("; did you mean `{meant}`?"));
        let message = format!("an exception has no key `{}`{}", entry.key.value, near.unwrap_or_default());
        wrong(findings, entry.key.span, message);
    }
    let [rule, place, fingerprint, reason, until] = KEYS.map(|key| text(node, key, findings));
    let rule = rule.and_then(|(id, span)| known_rule(&id, span, findings));
    let fingerprint = fingerprint.filter(|(digits, span)| {
        let is_one = digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_one {
            wrong(findings, *span, String::from("a fingerprint has 16 hexadecimal digits, in quotes"));
        }
        is_one
    });
    let until = until.filter(|(day, span)| {
        if !is_day(day) {
            wrong(findings, *span, String::from("the last day is written as 2027-03-01"));
        }
        is_day(day)
    });
    let location = sources.location(node.span);
    Some(Exception {
        rule: rule?,
        place: place?.0,
        fingerprint: fingerprint?.0,
        reason: reason?.0,
        until: until?.0,
        path: location.path,
        line: location.line,
    })
}

/// The text under a key; a number or a date without quotes counts as what is written there.
fn text(node: &Node, key: &str, findings: &mut Findings) -> Option<(String, Span)> {
    let Some(value) = node.get(key) else {
        wrong(findings, node.span, format!("this exception lacks `{key}`"));
        return None;
    };
    match &value.value {
        Value::Text(text) if !text.trim().is_empty() => Some((text.clone(), value.span)),
        Value::Number(number) => Some((number.to_string(), value.span)),
        _ => {
            wrong(findings, value.span, format!("`{key}` is text, and not empty"));
            None
        }
    }
}

fn known_rule(id: &str, span: Span, findings: &mut Findings) -> Option<Rule> {
    let rule = Rule::from_id(id);
    if rule.is_none() {
        let near = nearest(id, Rule::ALL.iter().map(|entry| entry.id));
        let hint = near.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
        wrong(findings, span, format!("there is no rule `{id}`{hint}"));
    }
    rule
}

fn wrong(findings: &mut Findings, span: Span, message: String) {
    let finding = Diagnostic::new(Code::WrongType, span, message)
        .label("here")
        .why("what is not understood in this file would approve more, or less, than was meant")
        .help("`cargo xtask diff` prints the lines that approve a finding; copy them from there");
    findings.push(finding);
}

#[cfg(test)]
mod tests {
    use super::{approval_snippet, approve, read_exceptions};
    use crate::diff::{Finding, Place, Rule};

    fn finding() -> Finding {
        Finding::new(Rule::ServerUrlChanged, Place::Servers, "gone").before("https://a.example")
    }

    #[test]
    fn the_printed_lines_approve_the_finding_until_their_last_day() {
        let exceptions = read_exceptions("x.yaml", &approval_snippet(&finding(), "2027-03-01")).unwrap();
        for (as_of, approved) in [("2027-03-01", true), ("2027-03-02", false)] {
            let mut findings = [finding()];
            let stale = approve(&mut findings, &exceptions, as_of);
            assert_eq!((findings[0].approved.is_some(), stale.is_empty()), (approved, approved), "{as_of}");
        }
        let stale = approve(&mut [], &exceptions, "2027-01-01");
        assert_eq!(stale[0].reason, "it matches no finding");
        let stale = approve(&mut [finding().after("https://b.example")], &exceptions, "2027-01-01");
        assert!(stale[0].reason.contains("another one"), "{}", stale[0].reason);
    }

    #[test]
    fn anything_unknown_is_an_error_that_names_it() {
        let good = approval_snippet(&finding(), "2027-03-01");
        for (text, words) in [
            (good.replace("rule:", "rul:"), "did you mean `rule`?"),
            (good.replace("server-url-changed", "server-url-change"), "did you mean `server-url-changed`?"),
            (good.replace("2027-03-01", "2027-02-30"), "2027-03-01"),
            (good.replace("  reason: \"Say why.\"\n", ""), "lacks `reason`"),
            (good.replace("fingerprint: \"", "fingerprint: \"x"), "16 hexadecimal digits"),
            (String::from("rule: x"), "a list of exceptions"),
            (String::from("- just text"), "an exception is a map"),
        ] {
            let error = read_exceptions("x.yaml", &text).unwrap_err();
            assert!(error.contains(words) && error.contains("x.yaml:"), "{text}\n{error}");
        }
        assert_eq!(read_exceptions("x.yaml", "# nothing yet\n"), Ok(Vec::new()));
    }
}
