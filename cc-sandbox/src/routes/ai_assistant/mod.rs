//! The assistant: what it knows of an account's market, the lines that it offers, and the scripts that it writes.
//!
//! Nothing runs in the background: how far something is follows from when it was started. It is pending for two seconds, then
//! running; a hook menu is done after 15 seconds, a script after 20, a market profile after 30.

mod hooks;
mod market;
mod tasks;

use cc_api::catalogue;
use serde::Serialize;

use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::assistant::{self, Feature};

pub(super) const HANDLERS: &[Handler] = &[
    on(&catalogue::GET_MARKET_PROFILE, market::get_market_profile),
    on(&catalogue::GENERATE_MARKET_PROFILE, market::generate_market_profile),
    on(&catalogue::LIST_MARKET_PROFILE_CATEGORIES, market::list_market_profile_categories),
    on(&catalogue::SAVE_MARKET_PROFILE_ANSWERS, market::save_market_profile_answers),
    on(&catalogue::GET_HOOK_MENU, hooks::get_hook_menu),
    on(&catalogue::GENERATE_HOOK_MENU, hooks::generate_hook_menu),
    on(&catalogue::GET_HOOK_MENU_STATUS, hooks::get_hook_menu_status),
    on(&catalogue::LIST_AI_GENERATION_TASKS, tasks::list_ai_generation_tasks),
    on(&catalogue::CREATE_AI_GENERATION_TASK, tasks::create_ai_generation_task),
    on(&catalogue::GET_AI_GENERATION_TASK, tasks::get_ai_generation_task),
    on(&catalogue::GET_REEL_SCRIPT, tasks::get_reel_script),
    on(&catalogue::LIST_FEATURE_MODEL_SETTINGS, list_feature_model_settings),
];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FeatureModelSetting {
    feature: String,
    display_name: String,
    description: Option<String>,
    is_enabled: bool,
    model_name: Option<String>,
}

fn list_feature_model_settings(call: &Call<'_>) -> Result<Reply, Refused> {
    let (found, count) = assistant::features(call.db, call.tenant(), call.page()?)?;
    let shown = found.into_iter().map(|kept| {
        let Feature { word, display_name, description, is_enabled, model_name } = kept;
        FeatureModelSetting { feature: word, display_name, description, is_enabled, model_name }
    });
    let shown: Vec<FeatureModelSetting> = shown.collect();
    Reply::page(&shown, count)
}
