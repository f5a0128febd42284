//! `dist/chatgpt/instructions.md`: what a GPT is told, to be pasted as it stands.

use std::fmt::Write as _;

use super::action::Action;
use super::{Source, header, limits, text};
use crate::diagnostic::Diagnostic;
use crate::fileset::GeneratedFile;
use crate::model::{Evidence, RateLimits, Safety};

const PATH: &str = "dist/chatgpt/instructions.md";

/// Writes the instructions. That they are too long is among the faults.
pub(super) fn write(
    source: &Source<'_>,
    actions: &[Action<'_>],
    faults: &mut Vec<Diagnostic>,
) -> GeneratedFile {
    let mut content = header(&source.model.source);
    let _ = writeln!(content, "{}\n", text::one_line(&source.settings.role.value));
    let (reads, changes): (Vec<_>, Vec<_>) = actions.iter().partition(|action| action.only_reads());
    section(&mut content, "Questions, and the operation that answers them", &reads);
    section(&mut content, "Changes, and the operation that makes them", &changes);
    content.push_str("## Rules\n\n");
    for rule in rules(source, actions) {
        let _ = writeln!(content, "- {rule}");
    }
    let length = content.chars().count();
    if length > limits::INSTRUCTIONS {
        faults.push(limits::beyond(
            source.settings.span,
            format!(
                "the instructions for ChatGPT have {length} characters, {} more than it takes",
                length - limits::INSTRUCTIONS
            ),
            "made of these texts and of `when` of all marks",
            format!("shorten them to {} characters, or mark fewer operations", limits::INSTRUCTIONS),
        ));
    }
    GeneratedFile { path: PATH.to_owned(), content }
}

fn section(content: &mut String, title: &str, actions: &[&Action<'_>]) {
    if actions.is_empty() {
        return;
    }
    let _ = writeln!(content, "## {title}\n");
    for action in actions {
        let _ = writeln!(content, "- `{}`: {}", action.id, text::one_line(&action.mark.when.value));
    }
    content.push('\n');
}

/// What holds for every document, with the names and numbers of this one, then the document's own rules.
fn rules(source: &Source<'_>, actions: &[Action<'_>]) -> Vec<String> {
    let mut rules = vec![String::from(
        "Answer from what an operation has said in this conversation. If none was called, call one; if none fits, say so. \
         Never invent figures, names, dates, identifiers or addresses: identifiers come from an earlier answer.",
    )];
    rules.extend(source.model.rate_limits.as_ref().and_then(|rates| quota(rates, actions)));
    if actions.iter().any(|action| action.inputs.iter().any(|input| input.is_page_size)) {
        rules.push(format!(
            "A list answers with at most {} entries. Say how many there are in all, and fetch more only if asked to.",
            limits::PAGE
        ));
    }
    rules.extend(confirmations(actions));
    rules.extend(guesses(source, actions));
    rules.push(String::from(
        "If a call is refused, say in one sentence why, and what the user can do about it. Do not send it again unchanged.",
    ));
    rules.extend(source.settings.rules.iter().map(|rule| text::one_line(&rule.value)));
    rules
}

fn quota(rates: &RateLimits, actions: &[Action<'_>]) -> Option<String> {
    let windows = [(rates.minute, "minute"), (rates.hour, "hour"), (rates.day, "day")];
    let windows: Vec<String> =
        windows.into_iter().filter_map(|(count, unit)| Some(format!("{} per {unit}", count?))).collect();
    if windows.is_empty() {
        return None;
    }
    let large = actions.iter().filter(|action| action.requests > 1);
    let large: Vec<String> =
        large.map(|action| format!(" `{}` takes {} of them.", action.id, action.requests)).collect();
    Some(format!(
        "Requests are few: {}.{} Ask once, and keep what you were told instead of asking again. After a 429 wait as long as \
         it says, and tell the user.",
        windows.join(", "),
        large.concat()
    ))
}

fn confirmations(actions: &[Action<'_>]) -> Option<String> {
    actions.iter().find(|action| !action.only_reads())?;
    let named = |wanted: &dyn Fn(&Action<'_>) -> bool, words: &str| {
        let names: Vec<String> =
            actions.iter().filter(|one| wanted(one)).map(|one| format!("`{}`", one.id)).collect();
        if names.is_empty() { String::new() } else { format!(" {words}: {}.", names.join(", ")) }
    };
    Some(format!(
        "Before any change say in one sentence what will change, with names and dates, and wait for a yes; one yes is for one \
         change.{}{}",
        named(&|one| one.destructive, "What was there before is removed or overwritten by"),
        named(&|one| one.safety == Safety::Costly, "Money or credits may be spent by"),
    ))
}

/// What nobody has documented: it may fail, and then that is why.
fn guesses(source: &Source<'_>, actions: &[Action<'_>]) -> Option<String> {
    if !source.model.has_marks {
        return None;
    }
    let inferred = |action: &&Action<'_>| {
        let all = &source.model.operations;
        all.iter().any(|one| one.id.as_str() == action.id && one.evidence == Evidence::Inferred)
    };
    let guessed: Vec<String> =
        actions.iter().filter(inferred).map(|action| format!("`{}`", action.id)).collect();
    let caution = match guessed.as_slice() {
        [] => String::new(),
        names => format!(" Nobody has documented {}.", names.join(", ")),
    };
    Some(format!(
        "The description of this API is partly inferred.{caution} A field that is missing is unknown, not zero and not false: \
         say that it was not given.",
    ))
}
