//! Tasks that write, and the scripts that come of them.

use serde::Serialize;

use crate::clock::instant;
use crate::handler::Call;
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::assistant::{self as store, Generation, HOOK, SCRIPT, STATUSES, TASK, TASK_KINDS};
use crate::writing::Section;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AiGenerationTask {
    id: String,
    status: String,
    r#type: String,
    hook_id: Option<String>,
    result_slug: Option<String>,
    failure_reason: Option<String>,
    created_at: String,
    finished_at: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReelScript {
    id: String,
    slug: String,
    title: String,
    hook: String,
    hook_id: Option<String>,
    sections: Vec<Section>,
    call_to_action: String,
    caption: String,
    duration_seconds: i64,
    task_id: String,
    created_at: String,
}

/// Menus are tasks, too; market profiles are not, for tasks have no word for them.
pub(super) fn list_ai_generation_tasks(call: &Call<'_>) -> Result<Reply, Refused> {
    let status = call.input.word("status", STATUSES)?;
    let kind = call.input.word("type", TASK_KINDS)?;
    let (found, count) = store::list(
        call.db,
        call.account(),
        call.now_ms(),
        status.as_deref(),
        kind.as_deref(),
        call.page()?,
    )?;
    let shown: Vec<AiGenerationTask> = found.into_iter().map(shown).collect();
    Reply::page(&shown, count)
}

/// The task of the last line of a menu fails, as the line says; that way a caller can see a failure. Others succeed.
pub(super) fn create_ai_generation_task(call: &Call<'_>) -> Result<Reply, Refused> {
    let (db, account, now) = (call.db, call.account(), call.now_ms());
    let id: String = call.input.need("hookId")?;
    let hook = match store::current_menu(db, account, now)? {
        Some(menu) => store::hook(db, &menu, now, &id)?,
        None => None,
    };
    let hook = hook.ok_or_else(|| Refused::invalid("hookId", "is not a hook of the current hook menu"))?;
    let task = store::begin_script(db, account, &hook, now)?;
    let task = store::find(db, account, now, &TASK.id(task))?.ok_or_else(|| Refused::not_found("task"))?;
    Reply::created(&shown(task))
}

pub(super) fn get_ai_generation_task(call: &Call<'_>) -> Result<Reply, Refused> {
    let id: String = call.input.need("id")?;
    let found = store::find(call.db, call.account(), call.now_ms(), &id)?;
    Reply::ok(&shown(found.ok_or_else(|| Refused::not_found("task"))?))
}

pub(super) fn get_reel_script(call: &Call<'_>) -> Result<Reply, Refused> {
    let id_or_slug: String = call.input.need("id_or_slug")?;
    let found = store::script(call.db, call.account(), call.now_ms(), &id_or_slug)?;
    let script = found.ok_or_else(|| Refused::not_found("script"))?;
    Reply::ok(&ReelScript {
        id: SCRIPT.id(script.row),
        slug: script.slug,
        title: script.title,
        hook: script.hook,
        hook_id: script.hook_row.map(|row| HOOK.id(row)),
        sections: script.sections,
        call_to_action: script.call_to_action,
        caption: script.caption,
        duration_seconds: script.seconds,
        task_id: TASK.id(script.task),
        created_at: instant(script.finished_at),
    })
}

fn shown(task: Generation) -> AiGenerationTask {
    AiGenerationTask {
        id: TASK.id(task.row),
        hook_id: task.hook.map(|row| HOOK.id(row)),
        result_slug: task.slug().map(str::to_owned),
        failure_reason: task.failure().map(str::to_owned),
        created_at: instant(task.started_at),
        finished_at: task.finished_at().map(instant),
        status: task.status,
        r#type: task.kind,
    }
}
