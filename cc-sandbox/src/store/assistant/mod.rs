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
    Generation, PENDING_MS, STATUSES, TASK, TASK_KINDS, Work, find, latest, latest_completed, list,
};
pub(crate) use hooks::{HOOK, Hook, MENU, current_menu, expires_at, hook, hooks_of};
pub(crate) use market::{
    Answer, CATEGORY, PROFILE, QUESTION, Question, categories, last_saved_at, profile_text, questions, save,
    take_back,
};
pub(crate) use scripts::{SCRIPT, script};
