//! Live events, and taking a place in them.

use cc_api::catalogue;
use serde::Serialize;

use crate::clock::instant;
use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::events::{self, EVENT, EventFilter, LiveEvent, Visitor};
use crate::store::notices::{self, NewNotice};

pub(super) const HANDLERS: &[Handler] = &[
    on(&catalogue::LIST_EVENTS, list_events),
    on(&catalogue::GET_EVENT, get_event),
    on(&catalogue::LIST_EVENT_TYPES, list_event_types),
    on(&catalogue::REGISTER_FOR_EVENT, register_for_event),
];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EventRegistration {
    event_id: String,
    attendee_status: &'static str,
    registered_at: Option<String>,
    join_url: Option<String>,
}

/// A type may be given by slug or identifier; of several tags an event needs one. A running event counts as to come.
fn list_events(call: &Call<'_>) -> Result<Reply, Refused> {
    let filter = EventFilter {
        category: call.input.get("category")?,
        kind: call.input.get("type")?,
        tags: call.input.get("tags")?,
        upcoming: call.input.get("upcoming")?,
    };
    let (results, count) = events::list(call.db, visitor(call), &filter, call.page()?)?;
    Reply::page(&results, count)
}

fn get_event(call: &Call<'_>) -> Result<Reply, Refused> {
    let id_or_slug: String = call.input.need("id_or_slug")?;
    let event = events::find(call.db, visitor(call), &id_or_slug)?;
    Reply::ok(&event.ok_or_else(|| Refused::not_found("event"))?)
}

fn list_event_types(call: &Call<'_>) -> Result<Reply, Refused> {
    Reply::page_of(&events::types(call.db, call.tenant())?, call.page()?)
}

/// Left open, the call switches. Asking for what is so already changes nothing, even when the event is full or over. The
/// event is what the call acts on, so one that is missing is a 404.
fn register_for_event(call: &Call<'_>) -> Result<Reply, Refused> {
    let event = wanted_event(call)?;
    let is_registered = event.registered_at.is_some();
    let wanted = call.input.get("isRegistered")?.unwrap_or(!is_registered);
    if wanted != is_registered {
        if event.is_over {
            let message = "The event is over: places in it are neither taken nor given back.";
            return Err(Refused::conflict("event_over", message));
        }
        if wanted {
            take_place(call, &event)?;
        } else {
            events::unregister(call.db, call.account(), event.row)?;
        }
    }
    let event = wanted_event(call)?;
    Reply::ok(&EventRegistration {
        event_id: event.id,
        attendee_status: event.attendee_status.unwrap_or("unregistered"),
        registered_at: event.registered_at.map(instant),
        join_url: event.join_url,
    })
}

/// Takes a place, and leaves a notification that says so.
fn take_place(call: &Call<'_>, event: &LiveEvent) -> Result<(), Refused> {
    if events::is_full(call.db, event.row)? {
        return Err(Refused::conflict("event_full", "Every place in the event is taken."));
    }
    events::register(call.db, call.account(), event.row, call.now_ms())?;
    let title = format!("You have a place: {}", event.title);
    let notice = NewNotice {
        kind: "event",
        title: &title,
        message: Some("You will find the link to take part at the event."),
        link_url: None,
        created_at: call.now_ms(),
        read_at: None,
    };
    notices::add(call.db, call.account(), &notice)?;
    Ok(())
}

fn wanted_event(call: &Call<'_>) -> Result<LiveEvent, Refused> {
    let id: String = call.input.need("eventId")?;
    let event = match EVENT.row(&id) {
        Some(_) => events::find(call.db, visitor(call), &id)?,
        None => None,
    };
    event.ok_or_else(|| Refused::not_found("event"))
}

fn visitor(call: &Call<'_>) -> Visitor {
    Visitor { tenant: call.tenant(), account: call.account(), now_ms: call.now_ms() }
}
