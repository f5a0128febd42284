//! Every operation, through the generated client against the sandbox: what changes is read back, what filters leaves
//! something out, and each documented refusal is met once.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod account;
mod ai_assistant;
mod ai_captions;
mod api_keys;
mod billing;
mod billing_changes;
mod calendar;
mod content;
mod content_lists;
mod control;
mod control_http;
mod daily_tasks;
mod events;
mod far_times;
mod feature_flags;
mod files;
mod hostile;
mod instagram;
mod isolation;
mod keys_model;
mod notifications;
mod onboarding;
mod organization;
mod page_builder;
mod page_components;
mod pages_model;
mod platform;
mod reel_scripts;
mod resources;
mod schedule_model;
mod search;
mod waiting;
