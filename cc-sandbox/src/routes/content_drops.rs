//! What came out, week by week.

use cc_api::{Week, YearMonth, catalogue};
use serde::Serialize;

use crate::handler::{Call, Handler, on};
use crate::input::PageRequest;
use crate::refused::Refused;
use crate::reply::{Json, Reply};
use crate::store::drops::{self, DROP, WeeklyDrop};
use crate::store::posts::{self, PostFilter};

pub(super) const HANDLERS: &[Handler] = &[
    on(&catalogue::GET_CONTENT_DROPS, get_content_drops),
    on(&catalogue::GET_CONTENT_DROP, get_content_drop),
];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ContentDrop {
    id: String,
    week_of: Week,
    title: String,
    description: String,
    post_count: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    posts: Option<Vec<Json>>,
}

/// A week belongs to the month in which it starts. Weeks to come are not there yet.
fn get_content_drops(call: &Call<'_>) -> Result<Reply, Refused> {
    let month: Option<YearMonth> = call.input.get("month")?;
    let month = month.unwrap_or_else(|| call.today().into());
    let with_posts = call.input.get::<bool>("include_posts")?.unwrap_or(true);
    let (found, count) = drops::list(call.db, call.tenant(), month, call.today(), call.page()?)?;
    let shown = found.into_iter().map(|drop| shown(call, drop, with_posts));
    Reply::page(&shown.collect::<Result<Vec<_>, _>>()?, count)
}

/// Weeks start on Mondays here, as in the examples of the document; another day of the week finds nothing.
fn get_content_drop(call: &Call<'_>) -> Result<Reply, Refused> {
    let week: Week = call.input.need("week_of")?;
    let found = drops::find(call.db, call.tenant(), week.start(), call.today())?;
    let drop = found.ok_or_else(|| Refused::not_found("drop"))?;
    Reply::ok(&shown(call, drop, true)?)
}

fn shown(call: &Call<'_>, drop: WeeklyDrop, with_posts: bool) -> Result<ContentDrop, Refused> {
    let filter = PostFilter { from: Some(drop.week_of), to: Some(drop.last_day()), ..PostFilter::default() };
    let all = PageRequest { limit: drop.post_count, offset: 0 };
    let posts = if with_posts { Some(posts::list(call.db, call.viewer(), &filter, all)?.0) } else { None };
    Ok(ContentDrop {
        id: DROP.id(drop.row),
        week_of: drop.week_of.into(),
        title: drop.title,
        description: drop.description,
        post_count: drop.post_count,
        posts,
    })
}
