//! The schedule: what is planned, and what an account changes of it.

use std::collections::BTreeMap;

use cc_api::{Date, Patch, YearMonth, catalogue};
use jiff::civil::Weekday;
use serde::{Deserialize, Serialize};

use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::{Json, Reply};
use crate::store::posts::{self, POST};
use crate::store::schedule::{self, Category, Entry, Filter, Move};

pub(super) const HANDLERS: &[Handler] = &[
    on(&catalogue::GET_CONTENT_CALENDAR, get_content_calendar),
    on(&catalogue::ADD_TO_SCHEDULE, add_to_schedule),
    on(&catalogue::UPDATE_SCHEDULE_ENTRY, update_schedule_entry),
    on(&catalogue::REMOVE_FROM_SCHEDULE, remove_from_schedule),
    on(&catalogue::REORDER_SCHEDULE, reorder_schedule),
    on(&catalogue::RESET_SCHEDULE_DATE, reset_schedule_date),
    on(&catalogue::GENERATE_CALENDAR, generate_calendar),
    on(&catalogue::LIST_CALENDAR_CATEGORIES, list_calendar_categories),
];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ScheduleEntry {
    id: String,
    date: String,
    order: i64,
    is_completed: bool,
    is_recommended: bool,
    category: Option<Category>,
    post: Option<Json>,
}

#[derive(Serialize)]
struct ScheduleReordered {
    entries: Vec<ScheduleEntry>,
}

#[derive(Serialize)]
struct GeneratedCalendar {
    month: String,
    entries: Vec<ScheduleEntry>,
}

#[derive(Deserialize)]
struct ScheduleMove {
    id: String,
    date: Date,
    order: Option<i64>,
}

/// Lists by day and place. Several filters together narrow further; without any of day or month it is the current month.
fn get_content_calendar(call: &Call<'_>) -> Result<Reply, Refused> {
    let input = call.input;
    let (date, month) = (input.get::<Date>("date")?, input.get::<YearMonth>("month")?);
    let (start, end) = (input.get::<Date>("start_date")?, input.get::<Date>("end_date")?);
    let is_open = date.is_none() && start.is_none() && end.is_none();
    let month = month.or_else(|| is_open.then(|| YearMonth::from(call.today())));
    let from = [date, start, month.map(YearMonth::first_day)].into_iter().flatten().max();
    let to = [date, end, month.map(YearMonth::last_day)].into_iter().flatten().min();
    let filter = Filter {
        from: from.unwrap_or(Date::ZERO),
        to: to.unwrap_or(Date::MAX),
        recommended: input.get("recommended")?,
    };
    let (entries, count) = schedule::list(call.db, call.viewer(), filter, call.page()?)?;
    Reply::page(&shown(call, entries)?, count)
}

/// Any day will do, past ones as well; a place beyond the end of the day is its end. Only posts that are out can be planned.
fn add_to_schedule(call: &Call<'_>) -> Result<Reply, Refused> {
    let post = post_row(call, &call.input.need::<String>("postId")?)?;
    let (date, order) = (call.input.need("date")?, call.input.get("order")?);
    let entry = schedule::add(call.db, call.viewer(), post, date, order)?;
    Reply::created(&one(call, entry)?)
}

/// Null as the post leaves the entry in its place without one.
fn update_schedule_entry(call: &Call<'_>) -> Result<Reply, Refused> {
    let entry = entry_row(call)?;
    let post = match call.input.patch::<String>("postId")? {
        Patch::Value(id) => Patch::Value(post_row(call, &id)?),
        Patch::Null => Patch::Null,
        Patch::Absent => Patch::Absent,
    };
    schedule::update(call.db, call.account(), entry, call.input.get("isCompleted")?, &post)?;
    Reply::ok(&one(call, entry)?)
}

fn remove_from_schedule(call: &Call<'_>) -> Result<Reply, Refused> {
    let entry = entry_row(call)?;
    schedule::remove(call.db, call.account(), entry)?;
    Reply::empty()
}

/// All moves are made or none. Each entry ends up exactly where its move says, so two moves to one place are refused. The
/// entries are what the call acts on, so one that is missing is a 404.
fn reorder_schedule(call: &Call<'_>) -> Result<Reply, Refused> {
    let mut moves: Vec<Move> = Vec::new();
    for (index, wanted) in call.input.need::<Vec<ScheduleMove>>("moves")?.into_iter().enumerate() {
        let refuse =
            |field: &str, message: &str| Err(Refused::invalid(format!("moves.{index}.{field}"), message));
        let ScheduleMove { id, date: day, order } = wanted;
        let entry = located(call, &id)?;
        if moves.iter().any(|other| other.entry == entry) {
            return refuse("id", "is moved twice");
        }
        if order.is_some() && moves.iter().any(|other| (other.day, other.order) == (day, order)) {
            return refuse("order", "is the place of another move, too");
        }
        moves.push(Move { entry, day, order });
    }
    schedule::move_all(call.db, call.viewer(), &moves)?;
    let entries = moves.iter().map(|step| schedule::get(call.db, call.account(), step.entry));
    let entries = entries.collect::<Result<_, _>>()?;
    Reply::ok(&ScheduleReordered { entries: shown(call, entries)? })
}

/// A day that was never changed has its default plan already: nothing happens.
fn reset_schedule_date(call: &Call<'_>) -> Result<Reply, Refused> {
    schedule::reset(call.db, call.account(), call.input.need("date")?)?;
    Reply::empty()
}

/// The chosen days get one post each, in place of all that stood there, done or not; other days stay as they are.
fn generate_calendar(call: &Call<'_>) -> Result<Reply, Refused> {
    let month: YearMonth = call.input.need("month")?;
    let weekdays: Vec<String> = call.input.need("daysOfWeek")?;
    let weekdays = weekdays.iter().map(|word| weekday(word)).collect::<Result<Vec<_>, _>>()?;
    let generated = schedule::generate(call.db, call.viewer(), month, &weekdays)?;
    let Some(entries) = generated else {
        let message = "The library has no post to plan yet.";
        return Err(Refused::new(http::StatusCode::UNPROCESSABLE_ENTITY, "nothing_to_plan", message));
    };
    Reply::created(&GeneratedCalendar { month: month.to_string(), entries: shown(call, entries)? })
}

fn list_calendar_categories(call: &Call<'_>) -> Result<Reply, Refused> {
    Reply::page_of(&schedule::categories(call.db, call.tenant())?, call.page()?)
}

/// The row of the entry that the path names.
fn entry_row(call: &Call<'_>) -> Result<i64, Refused> {
    let id: String = call.input.need("id")?;
    located(call, &id)
}

fn located(call: &Call<'_>, id: &str) -> Result<i64, Refused> {
    schedule::locate(call.db, call.viewer(), id)?.ok_or_else(|| Refused::not_found("schedule entry"))
}

/// The row of a post that is out.
fn post_row(call: &Call<'_>, id: &str) -> Result<i64, Refused> {
    let found = match POST.row(id) {
        Some(_) => posts::find(call.db, call.viewer(), id)?,
        None => None,
    };
    let (row, _) = found.ok_or_else(|| Refused::invalid("postId", "is not a post of the library"))?;
    Ok(row)
}

fn weekday(word: &str) -> Result<Weekday, Refused> {
    Ok(match word {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return Err(Refused::invalid("daysOfWeek", format!("{word:?} is not a day of the week"))),
    })
}

/// One entry as the API answers it.
fn one(call: &Call<'_>, entry: i64) -> Result<Option<ScheduleEntry>, Refused> {
    Ok(shown(call, vec![schedule::get(call.db, call.account(), entry)?])?.pop())
}

/// Entries as the API answers them, with their posts. A post that is not out at the time, since the clock was set back, is
/// left out.
fn shown(call: &Call<'_>, entries: Vec<Entry>) -> Result<Vec<ScheduleEntry>, Refused> {
    let categories = schedule::categories(call.db, call.tenant())?;
    let categories: BTreeMap<i64, Category> =
        categories.into_iter().map(|category| (category.row, category)).collect();
    let wanted = entries.iter().filter_map(|entry| entry.post).collect();
    let posts = posts::of_rows(call.db, call.viewer(), wanted)?;
    let shown = entries.into_iter().map(|entry| ScheduleEntry {
        id: entry.id,
        date: entry.day.to_string(),
        order: entry.order,
        is_completed: entry.is_completed,
        is_recommended: entry.is_recommended,
        category: entry.category.and_then(|row| categories.get(&row).cloned()),
        post: entry.post.and_then(|row| posts.get(&row).cloned()),
    });
    Ok(shown.collect())
}
