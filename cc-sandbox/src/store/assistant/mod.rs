//! The assistant: market profile, hook menus, reel scripts, and how far each of them is.

mod begin;
mod features;
mod generations;
mod hooks;
mod market;
mod scripts;

pub(crate) use begin::{begin_menu, begin_profile, begin_script};
pub(crate) use features::{Feature, features};
pub(crate) use generations::{
    Generation, STATUSES, TASK, TASK_KINDS, Work, find, latest, latest_completed, list,
};
pub(crate) use hooks::{HOOK, Hook, MENU, current_menu, expires_at, hook, hooks_of};
pub(crate) use market::{
    Answer, CATEGORY, PROFILE, QUESTION, Question, categories, last_saved_at, profile_text, questions, save,
    take_back,
};
pub(crate) use scripts::{SCRIPT, script};

/// A list as the tables keep it.
fn packed(words: &[String]) -> String {
    serde_json::Value::from(words).to_string()
}

/// A list as it was kept.
fn unpacked(text: &str) -> Vec<String> {
    serde_json::from_str(text).unwrap_or_default()
}
