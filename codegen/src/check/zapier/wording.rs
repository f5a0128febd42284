//! The words of a step, by the checks that Zapier publishes and that need nothing but the definition.

use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{SpecDocument, ZapKind, ZapStep};
use crate::source::Sourced;

/// The words that a title may write small, but for its first and last word.
const SMALL: [&str; 16] =
    ["a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"];

pub(super) fn check(document: &SpecDocument, step: &ZapStep, findings: &mut Findings) {
    let Some(kind) = step.kind.as_ref().map(|kind| kind.value) else { return };
    if kind == ZapKind::Account {
        account(step, findings);
        return;
    }
    let name = document.service_name();
    let titles = step.label.iter().chain(&step.noun);
    for text in titles.clone() {
        title(text, findings);
    }
    for text in titles.chain(&step.description) {
        if name.is_some_and(|name| text.value.contains(name)) {
            report(text, "the name of the app", "leave it out: Zapier shows it beside", findings);
        }
    }
    if let Some(text) = &step.description {
        description(kind, text, findings);
    }
    for field in &step.fields {
        if let (Some(label), Some(help)) = (&field.label, &field.help)
            && label.value.trim_end_matches('.').eq_ignore_ascii_case(help.value.trim_end_matches('.'))
        {
            report(
                help,
                "a help text that says what the label says",
                "say what is not obvious, or leave it out",
                findings,
            );
        }
        if let Some(help) = &field.help {
            bare_link(help, findings);
        }
    }
}

fn report(text: &Sourced<String>, what: &str, help: &str, findings: &mut Findings) {
    findings.push(
        Diagnostic::new(Code::ZapWording, text.span, format!("{what}: `{}`", text.value))
            .label("Zapier's checks refuse this")
            .help(help),
    );
}

fn title(text: &Sourced<String>, findings: &mut Findings) {
    let words: Vec<&str> = text.value.split(' ').collect();
    let last = words.len().saturating_sub(1);
    let is_right = |(at, word): (usize, &&str)| {
        let may_be_small = at > 0 && at < last && SMALL.contains(word);
        may_be_small || word.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
    };
    if !words.iter().enumerate().all(is_right) {
        report(
            text,
            "no title case",
            "write `New or Changed Post`: every word that counts begins large",
            findings,
        );
    }
    if !(2..=64).contains(&text.value.len()) {
        report(text, "too short or too long", "use 2 to 64 characters", findings);
    }
}

fn description(kind: ZapKind, text: &Sourced<String>, findings: &mut Findings) {
    let first = text.value.split(' ').next().unwrap_or_default();
    match kind {
        ZapKind::Trigger if !text.value.starts_with("Triggers when ") => {
            report(
                text,
                "a trigger's description that begins otherwise",
                "begin with `Triggers when `",
                findings,
            );
        }
        ZapKind::Search | ZapKind::Create
            if !first.ends_with('s') || first.starts_with(char::is_lowercase) =>
        {
            report(
                text,
                "a description that doesn't begin with what the step does",
                "begin with a verb in -s: `Finds …`",
                findings,
            );
        }
        _ => {}
    }
    if !text.value.ends_with('.') || text.value.len() > 1000 {
        report(text, "no sentence", "end with a full stop, within 1,000 characters", findings);
    }
    bare_link(text, findings);
}

/// An account's help has to lead to the page with the keys; its label may only show what the answer says.
fn account(step: &ZapStep, findings: &mut Findings) {
    if let Some(label) = step.label.as_ref().filter(|label| !label.value.contains("{{")) {
        report(
            label,
            "a label that tells no account from another",
            "show a value of the answer: `{{email}}`",
            findings,
        );
    }
    if let Some(help) = step.help.as_ref() {
        if !help.value.contains("](https://") {
            report(
                help,
                "no link to where the key is found",
                "write one: `[web app](https://example.com)`",
                findings,
            );
        }
        bare_link(help, findings);
    }
}

/// An address stands in a Markdown link or in backticks.
fn bare_link(text: &Sourced<String>, findings: &mut Findings) {
    let bare = text.value.match_indices("http").any(|(at, found)| {
        let is_address = text.value[at + found.len()..].trim_start_matches('s').starts_with("://");
        is_address && !text.value[..at].ends_with("](") && !text.value[..at].ends_with('`')
    });
    if bare {
        report(text, "a bare address", "write a Markdown link, or put it in backticks", findings);
    }
}
