//! The account itself: password, activity, tour.

use cc_api::{Patch, catalogue};
use serde::Serialize;

use crate::clock::instant;
use crate::handler::{Call, Handler, on};
use crate::password;
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::activity;
use crate::store::profiles::{self, Tour};

pub(super) const HANDLERS: &[Handler] = &[
    on(&catalogue::CHANGE_PASSWORD, change_password),
    on(&catalogue::GET_MY_ACTIVITY, get_my_activity),
    on(&catalogue::GET_TOUR_PROGRESS, get_tour_progress),
    on(&catalogue::UPDATE_TOUR_PROGRESS, update_tour_progress),
];

/// The steps of the tour, in order. What the platform calls them is not documented.
const TOUR: &[&str] =
    &["welcome", "pick-pillars", "first-schedule", "first-caption", "connect-instagram", "build-a-page"];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShownActivity {
    items_used: i64,
    items_favorited: i64,
    events_attended: i64,
    last_active_at: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShownTour {
    current_step: Option<String>,
    completed_steps: Vec<String>,
    is_completed: bool,
    is_dismissed: bool,
    updated_at: String,
}

/// Sessions and keys that exist go on working: what ends them is not documented.
fn change_password(call: &Call<'_>) -> Result<Reply, Refused> {
    let current: String = call.input.need("currentPassword")?;
    let new: String = call.input.need("newPassword")?;
    let hash = profiles::password_hash(call.db, call.account())?.unwrap_or_default();
    if !password::is_right(&current, &hash) {
        return Err(Refused::invalid("currentPassword", "is not the password until now"));
    }
    profiles::set_password_hash(call.db, call.account(), &password::hash(&new)?)?;
    Reply::done()
}

fn get_my_activity(call: &Call<'_>) -> Result<Reply, Refused> {
    let activity = activity::of(call.db, call.account(), call.now_ms())?;
    let activity = activity.ok_or_else(|| Refused::not_found("account"))?;
    Reply::ok(&ShownActivity {
        items_used: activity.used,
        items_favorited: activity.favorited,
        events_attended: activity.attended,
        last_active_at: activity.last_active_at.map(instant),
    })
}

fn get_tour_progress(call: &Call<'_>) -> Result<Reply, Refused> {
    let tour = tour(call)?;
    Reply::ok(&ShownTour {
        current_step: tour.current_step,
        completed_steps: tour.completed_steps,
        is_completed: tour.is_completed,
        is_dismissed: tour.is_dismissed,
        updated_at: instant(tour.updated_at),
    })
}

/// Steps are kept in the order of the tour, each once. No field is worked out from another.
fn update_tour_progress(call: &Call<'_>) -> Result<Reply, Refused> {
    let input = call.input;
    let mut tour = tour(call)?;
    match input.patch::<String>("currentStep")? {
        Patch::Absent => {}
        Patch::Null => tour.current_step = None,
        Patch::Value(step) => {
            known_step("currentStep", &step)?;
            tour.current_step = Some(step);
        }
    }
    if let Some(steps) = input.get::<Vec<String>>("completedSteps")? {
        steps.iter().try_for_each(|step| known_step("completedSteps", step))?;
        let done = TOUR.iter().filter(|known| steps.iter().any(|step| step == **known));
        tour.completed_steps = done.map(|step| (*step).to_owned()).collect();
    }
    tour.is_completed = input.get("isCompleted")?.unwrap_or(tour.is_completed);
    tour.is_dismissed = input.get("isDismissed")?.unwrap_or(tour.is_dismissed);
    tour.updated_at = call.now_ms();
    profiles::keep_tour(call.db, call.account(), &tour)?;
    get_tour_progress(call)
}

/// How far the account is; at the first step, where it has not begun.
fn tour(call: &Call<'_>) -> Result<Tour, Refused> {
    if let Some(tour) = profiles::tour(call.db, call.account())? {
        return Ok(tour);
    }
    let profile = profiles::find(call.db, call.account())?.ok_or_else(|| Refused::not_found("account"))?;
    Ok(Tour {
        current_step: TOUR.first().map(|step| (*step).to_owned()),
        completed_steps: Vec::new(),
        is_completed: false,
        is_dismissed: false,
        updated_at: profile.created_at,
    })
}

fn known_step(field: &str, step: &str) -> Result<(), Refused> {
    if TOUR.contains(&step) {
        return Ok(());
    }
    Err(Refused::invalid(field, format!("must be steps of the tour: {}", TOUR.join(", "))))
}
