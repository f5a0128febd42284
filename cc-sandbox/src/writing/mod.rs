//! What the sandbox writes where the real platform asks a language model: whole sentences, made of what an account has said.
//!
//! The same words in give the same words out, so that a test can rely on them.

mod captions;
mod ideas;
mod market;
mod scripts;

pub(crate) use captions::{CaptionBrief, caption};
pub(crate) use market::{Said, profile_summary, voice_tags};
pub(crate) use scripts::{HookDraft, ScriptDraft, Section, hooks, script};

/// Words as a list in a sentence: `a, b and c`.
fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The letters and digits of a text in small letters, for a hashtag.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A text that ends as a sentence does.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}.") }
}
