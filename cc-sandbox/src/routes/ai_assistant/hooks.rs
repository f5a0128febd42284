//! Hook menus.

use serde::Serialize;

use crate::clock::instant;
use crate::handler::Call;
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::assistant::{self as store, HOOK, Hook, MENU, TASK, Work};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HookMenu {
    id: String,
    hooks: Vec<ReelHook>,
    generated_at: String,
    expires_at: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReelHook {
    id: String,
    text: String,
    topic: Option<String>,
    reason: Option<String>,
    order: i64,
    is_used: bool,
    reel_script_slug: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HookMenuState {
    status: String,
    task_id: String,
    hook_count: usize,
    failure_reason: Option<String>,
    started_at: String,
    finished_at: Option<String>,
}

/// A menu is offered for a week, or until the next one is finished; without one it is 404.
pub(super) fn get_hook_menu(call: &Call<'_>) -> Result<Reply, Refused> {
    let menu = store::current_menu(call.db, call.account(), call.now_ms())?;
    let menu = menu.ok_or_else(|| Refused::not_found("hook menu"))?;
    let hooks = store::hooks_of(call.db, &menu, call.now_ms())?;
    Reply::ok(&HookMenu {
        id: MENU.id(menu.row),
        hooks: hooks.into_iter().map(shown).collect(),
        generated_at: instant(menu.changed_at()),
        expires_at: instant(store::expires_at(&menu)),
    })
}

/// Fails, once its time is over, if a required market question is unanswered at the start; that way a caller can see a failure.
pub(super) fn generate_hook_menu(call: &Call<'_>) -> Result<Reply, Refused> {
    let (db, account, now) = (call.db, call.account(), call.now_ms());
    let running = store::latest(db, account, now, Work::HookMenu)?.is_some_and(|latest| !latest.is_final());
    if running {
        let message = "A hook menu is being written already. Get its status until it is final.";
        return Err(Refused::conflict("already_running", message));
    }
    store::begin_menu(db, call.tenant(), account, now)?;
    get_hook_menu_status(call)
}

/// Before the first generation there is no status: 404. No hooks are ready before the end, nor once they have expired.
pub(super) fn get_hook_menu_status(call: &Call<'_>) -> Result<Reply, Refused> {
    let (db, account, now) = (call.db, call.account(), call.now_ms());
    let latest = store::latest(db, account, now, Work::HookMenu)?;
    let latest = latest.ok_or_else(|| Refused::not_found("hook menu"))?;
    let is_offered = latest.is_completed() && now < store::expires_at(&latest);
    let hook_count = if is_offered { store::hooks_of(db, &latest, now)?.len() } else { 0 };
    Reply::ok(&HookMenuState {
        task_id: TASK.id(latest.row),
        hook_count,
        failure_reason: latest.failure().map(str::to_owned),
        started_at: instant(latest.started_at),
        finished_at: latest.finished_at().map(instant),
        status: latest.status,
    })
}

fn shown(hook: Hook) -> ReelHook {
    ReelHook {
        id: HOOK.id(hook.row),
        text: hook.text,
        topic: hook.topic,
        reason: hook.reason,
        order: hook.position,
        is_used: hook.script.is_some(),
        reel_script_slug: hook.script,
    }
}
