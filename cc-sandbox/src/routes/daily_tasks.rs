//! The daily tasks: what there is to do, and what is done.

use cc_api::{Date, catalogue};
use jiff::ToSpan as _;

use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::daily_tasks;
use crate::store::day::monday;

pub(super) const HANDLERS: &[Handler] = &[
    on(&catalogue::LIST_DAILY_TASKS, list_daily_tasks),
    on(&catalogue::UPDATE_DAILY_TASK, update_daily_task),
];

/// Without a day it is the current week, from Monday to Sunday.
fn list_daily_tasks(call: &Call<'_>) -> Result<Reply, Refused> {
    let days: Vec<Date> = match call.input.get("date")? {
        Some(day) => vec![day],
        None => this_week(call.today()).collect(),
    };
    let mut tasks = Vec::new();
    for day in days {
        tasks.extend(daily_tasks::of_day(call.db, call.viewer(), day)?);
    }
    if let Some(is_completed) = call.input.get::<bool>("is_completed")? {
        tasks.retain(|task| task.is_completed == is_completed);
    }
    Reply::page_of(&tasks, call.page()?)
}

/// Doing what is done already changes nothing: the task keeps the time at which it was done.
fn update_daily_task(call: &Call<'_>) -> Result<Reply, Refused> {
    let id: String = call.input.need("task_id")?;
    let is_done = call.input.need("isCompleted")?;
    let task = daily_tasks::set_done(call.db, call.viewer(), &id, is_done, call.now_ms())?;
    Reply::ok(&task.ok_or_else(|| Refused::not_found("daily task"))?)
}

fn this_week(today: Date) -> impl Iterator<Item = Date> {
    (0..7).map(move |day| monday(today).saturating_add(day.days()))
}
