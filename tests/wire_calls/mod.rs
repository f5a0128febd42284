//! Every operation through its typed method, with everything that a caller can pass.
//!
//! This is the one table that is written by hand, as a user of the crate would write it. What comes out of it is
//! compared with requests and answers that are made from the spec alone.

mod account;
mod ai_assistant;
mod ai_captions;
mod api_keys;
mod billing;
mod calendar;
mod content;
mod events;
mod feature_flags;
mod files;
mod instagram;
mod notifications;
mod onboarding;
mod organization;
mod page_builder;
mod resources;
mod search;

use std::fmt::Debug;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use cc_api::{Client, Error, Page, Timestamp, YearMonth};
use jiff::civil::{Date, date};
use serde::Serialize;
use serde_json::{Value, json};

/// An operation's name, and the call.
pub(crate) type Entry = (&'static str, fn(&Client) -> Outcome);

/// What a call gives back.
pub(crate) type Outcome = Pin<Box<dyn Future<Output = Result<Seen, Error>>>>;

/// An answer, and what can be seen of it.
pub(crate) struct Seen {
    /// The answer, written as JSON again.
    pub(crate) json: Value,
    /// Its `Debug` form, and that of the call.
    pub(crate) debug: String,
}

/// The day that the wire tests use.
const DAY: Date = date(2026, 11, 23);

/// All calls.
pub(crate) fn all() -> Vec<Entry> {
    let tags: [&[Entry]; 17] = [
        &account::CALLS,
        &ai_assistant::CALLS,
        &ai_captions::CALLS,
        &api_keys::CALLS,
        &billing::CALLS,
        &calendar::CALLS,
        &content::CALLS,
        &events::CALLS,
        &feature_flags::CALLS,
        &files::CALLS,
        &instagram::CALLS,
        &notifications::CALLS,
        &onboarding::CALLS,
        &organization::CALLS,
        &page_builder::CALLS,
        &resources::CALLS,
        &search::CALLS,
    ];
    tags.concat()
}

/// A call that gives one thing.
fn reply<T: Debug + Serialize + 'static>(
    call: impl IntoFuture<Output = Result<T, Error>, IntoFuture: 'static> + Debug,
) -> Outcome {
    outcome(call, |value| serde_json::to_value(value).unwrap())
}

/// A call that gives one page of a listing.
fn page<T: Debug + Serialize + 'static>(
    call: impl IntoFuture<Output = Result<Page<T>, Error>, IntoFuture: 'static> + Debug,
) -> Outcome {
    outcome(call, as_document)
}

fn outcome<T: Debug + 'static>(
    call: impl IntoFuture<Output = Result<T, Error>, IntoFuture: 'static> + Debug,
    json: fn(&T) -> Value,
) -> Outcome {
    let shown = format!("{call:?}");
    let sent = call.into_future();
    Box::pin(async move {
        sent.await.map(|value| Seen { json: json(&value), debug: format!("{shown} gives {value:?}") })
    })
}

/// The page in the form of the document: entries, count, and what else was on it.
fn as_document<T: Serialize>(page: &Page<T>) -> Value {
    let mut document = json!({ "results": page.items, "count": page.count });
    for (name, value) in page.extra.iter() {
        document[name] = value.clone();
    }
    document
}

/// A month: `2026-11`.
fn month(text: &str) -> YearMonth {
    text.parse().unwrap()
}

/// A point in time.
fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Several identifiers or values of an open set, of the type that the field wants.
fn list<T: for<'t> From<&'t str>>(texts: impl IntoIterator<Item = &'static str>) -> Vec<T> {
    texts.into_iter().map(T::from).collect()
}
