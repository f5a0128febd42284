//! The connected Instagram account and its figures.
//!
//! All figures are those of the moment of the call. Whoever has connected no account, or has cut the link, gets 404.

use cc_api::catalogue;
use jiff::ToSpan as _;
use serde::Serialize;

use crate::clock::{instant, start_of};
use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::instagram::{self as store, Connected, MEDIA, Media, SORTABLE, Totals};

pub(super) const HANDLERS: &[Handler] = &[
    on(&catalogue::GET_INSTAGRAM_PROFILE, get_instagram_profile),
    on(&catalogue::GET_INSTAGRAM_INSIGHTS, get_instagram_insights),
    on(&catalogue::GET_INSTAGRAM_SUMMARY, get_instagram_summary),
    on(&catalogue::GET_INSTAGRAM_POSTING_FREQUENCY, get_instagram_posting_frequency),
    on(&catalogue::GET_INSTAGRAM_POSTS, get_instagram_posts),
    on(&catalogue::GET_INSTAGRAM_MEDIA_INSIGHTS, get_instagram_media_insights),
    on(&catalogue::DISCONNECT_INSTAGRAM, disconnect_instagram),
    on(&catalogue::DELETE_INSTAGRAM_DATA, delete_instagram_data),
];

/// How many days the figures cover, today among them. The connector's documents name the number.
const PERIOD_DAYS: i32 = 30;

/// The largest page of posts: the most that the vendor's connector lists.
const MAX_POSTS: i64 = 50;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InstagramProfile<'a> {
    id: String,
    username: &'a str,
    name: Option<&'a str>,
    biography: Option<&'a str>,
    website: Option<&'a str>,
    profile_picture_url: Option<&'a str>,
    followers: i64,
    following: i64,
    media_count: i64,
    connected_at: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InstagramInsights {
    start_date: String,
    end_date: String,
    followers: i64,
    reach: i64,
    views: i64,
    interactions: i64,
    profile_views: i64,
    website_clicks: i64,
    days: Vec<InstagramDay>,
}

#[derive(Serialize)]
struct InstagramDay {
    date: String,
    followers: i64,
    reach: i64,
    interactions: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InstagramSummary<'a> {
    followers: i64,
    followers_change_percent: Option<f64>,
    reach: i64,
    reach_change_percent: Option<f64>,
    interactions: i64,
    interactions_change_percent: Option<f64>,
    username: &'a str,
    period_days: i32,
    updated_at: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InstagramPostingFrequency {
    total_posts: i64,
    average_posts_per_week: Option<f64>,
    period_days: i32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InstagramMedia {
    id: String,
    caption: Option<String>,
    media_type: String,
    permalink: String,
    thumbnail_url: String,
    published_at: String,
    reach: i64,
    views: i64,
    likes: i64,
    comments: i64,
    shares: i64,
    saves: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InstagramMediaInsights {
    media_id: String,
    reach: i64,
    views: i64,
    likes: i64,
    comments: i64,
    shares: i64,
    saves: i64,
    interactions: i64,
    average_watch_seconds: Option<f64>,
    fetched_at: String,
}

fn get_instagram_profile(call: &Call<'_>) -> Result<Reply, Refused> {
    let connected = connected(call)?;
    let now = store::totals(call.db, connected.row, call.now_ms())?;
    Reply::ok(&InstagramProfile {
        id: format!("178414{:011}", connected.row),
        username: &connected.username,
        name: connected.name.as_deref(),
        biography: connected.biography.as_deref(),
        website: connected.website.as_deref(),
        profile_picture_url: connected.picture_url.as_deref(),
        followers: connected.first_followers + now.follows,
        following: connected.following,
        media_count: now.posts,
        connected_at: instant(connected.since),
    })
}

/// Which days the real service covers is not documented: here the 30 days that end today, the same as in the summary.
fn get_instagram_insights(call: &Call<'_>) -> Result<Reply, Refused> {
    let connected = connected(call)?;
    let first = call.today().saturating_sub((PERIOD_DAYS - 1).days());
    let start = totals_before(call, &connected, PERIOD_DAYS - 1)?;
    let mut days = Vec::new();
    let mut earlier = start;
    for ago in (0..PERIOD_DAYS).rev() {
        let end = if ago == 0 {
            store::totals(call.db, connected.row, call.now_ms())?
        } else {
            totals_before(call, &connected, ago - 1)?
        };
        let day = end.since(earlier);
        days.push(InstagramDay {
            date: call.today().saturating_sub(ago.days()).to_string(),
            followers: connected.first_followers + end.follows,
            reach: day.reach,
            interactions: day.interactions,
        });
        earlier = end;
    }
    let span = earlier.since(start);
    Reply::ok(&InstagramInsights {
        start_date: first.to_string(),
        end_date: call.today().to_string(),
        followers: connected.first_followers + earlier.follows,
        reach: span.reach,
        views: span.views,
        interactions: span.interactions,
        profile_views: span.profile_views,
        website_clicks: span.website_clicks,
        days,
    })
}

/// The changes are against the 30 days before; a figure that was 0 then has none.
fn get_instagram_summary(call: &Call<'_>) -> Result<Reply, Refused> {
    let connected = connected(call)?;
    let now = store::totals(call.db, connected.row, call.now_ms())?;
    let start = totals_before(call, &connected, PERIOD_DAYS - 1)?;
    let before_that = totals_before(call, &connected, 2 * PERIOD_DAYS - 1)?;
    let (span, previous) = (now.since(start), start.since(before_that));
    let followers = connected.first_followers + now.follows;
    Reply::ok(&InstagramSummary {
        followers,
        followers_change_percent: change_percent(followers, connected.first_followers + start.follows),
        reach: span.reach,
        reach_change_percent: change_percent(span.reach, previous.reach),
        interactions: span.interactions,
        interactions_change_percent: change_percent(span.interactions, previous.interactions),
        username: &connected.username,
        period_days: PERIOD_DAYS,
        updated_at: instant(call.now_ms()),
    })
}

fn get_instagram_posting_frequency(call: &Call<'_>) -> Result<Reply, Refused> {
    let connected = connected(call)?;
    let now = store::totals(call.db, connected.row, call.now_ms())?;
    let posts = now.since(totals_before(call, &connected, PERIOD_DAYS - 1)?).posts;
    Reply::ok(&InstagramPostingFrequency {
        total_posts: posts,
        average_posts_per_week: tenths(rounded(posts * 70, i64::from(PERIOD_DAYS))),
        period_days: PERIOD_DAYS,
    })
}

/// Sorted by reach unless asked otherwise, and cut to 50, as the documents of the connector say.
fn get_instagram_posts(call: &Call<'_>) -> Result<Reply, Refused> {
    let connected = connected(call)?;
    let wanted = call.input.word("sort_by", SORTABLE)?;
    // Out of the list of columns, for it becomes a part of the query.
    let sort_by = SORTABLE.iter().find(|name| Some(**name) == wanted.as_deref()).unwrap_or(&"reach");
    let mut page = call.page()?;
    page.limit = page.limit.min(MAX_POSTS);
    let (found, count) = store::list(call.db, connected.row, call.now_ms(), sort_by, page)?;
    let shown: Vec<InstagramMedia> = found.into_iter().map(shown).collect();
    Reply::page(&shown, count)
}

fn get_instagram_media_insights(call: &Call<'_>) -> Result<Reply, Refused> {
    let connected = connected(call)?;
    let id: String = call.input.need("media_id")?;
    let found = store::media(call.db, connected.row, call.now_ms(), &id)?;
    let media = found.ok_or_else(|| Refused::not_found("Instagram post"))?;
    Reply::ok(&InstagramMediaInsights {
        media_id: MEDIA.id(media.row),
        reach: media.reach,
        views: media.views,
        likes: media.likes,
        comments: media.comments,
        shares: media.shares,
        saves: media.saves,
        interactions: media.interactions(),
        average_watch_seconds: media.average_watch_seconds,
        fetched_at: instant(call.now_ms()),
    })
}

/// The figures stay, but nobody can read them until the account is connected again; they can still be deleted.
fn disconnect_instagram(call: &Call<'_>) -> Result<Reply, Refused> {
    if !store::disconnect(call.db, call.account(), call.now_ms())? {
        return Err(not_connected());
    }
    Reply::empty()
}

/// Works after `disconnect_instagram`, too; with nothing left to delete it is 404.
fn delete_instagram_data(call: &Call<'_>) -> Result<Reply, Refused> {
    if !store::delete(call.db, call.account())? {
        return Err(not_connected());
    }
    Reply::empty()
}

fn connected(call: &Call<'_>) -> Result<Connected, Refused> {
    store::connected(call.db, call.tenant(), call.account())?.ok_or_else(not_connected)
}

fn not_connected() -> Refused {
    Refused::not_found("connected Instagram account")
}

/// What the posts had come to when the day so many days ago began.
fn totals_before(call: &Call<'_>, connected: &Connected, days_ago: i32) -> Result<Totals, Refused> {
    let start = start_of(call.today().saturating_sub(days_ago.days()));
    // The last instant before: what is published at midnight belongs to the new day.
    Ok(store::totals(call.db, connected.row, start.as_millisecond() - 1)?)
}

fn shown(media: Media) -> InstagramMedia {
    let id = MEDIA.id(media.row);
    InstagramMedia {
        permalink: format!("https://instagram.example/p/{id}/"),
        thumbnail_url: format!("https://images.example/instagram/{id}.jpg"),
        id,
        caption: media.caption,
        media_type: media.kind,
        published_at: instant(media.published_at),
        reach: media.reach,
        views: media.views,
        likes: media.likes,
        comments: media.comments,
        shares: media.shares,
        saves: media.saves,
    }
}

/// The change in percent, to one place; none where there was nothing before.
fn change_percent(now: i64, before: i64) -> Option<f64> {
    (before > 0).then(|| rounded((now - before) * 1000, before)).and_then(tenths)
}

/// A quotient, rounded to the nearest whole number.
fn rounded(dividend: i64, divisor: i64) -> i64 {
    (2 * dividend + divisor).div_euclid(2 * divisor)
}

/// A number of tenths, as a number.
fn tenths(number: i64) -> Option<f64> {
    i32::try_from(number).ok().map(|number| f64::from(number) / 10.0)
}

#[cfg(test)]
mod tests {
    use super::{change_percent, rounded};

    #[test]
    fn changes_are_rounded_to_one_place() {
        for (now, before, percent) in [
            (3482, 3420, Some(1.8)),
            (969, 1000, Some(-3.1)),
            (0, 80, Some(-100.0)),
            (5, 5, Some(0.0)),
            (5, 0, None),
        ] {
            assert_eq!(change_percent(now, before), percent, "{now} after {before}");
        }
    }

    #[test]
    fn quotients_are_rounded_to_the_nearest() {
        for (dividend, divisor, wanted) in
            [(910, 30, 30), (75, 30, 3), (74, 30, 2), (-14, 10, -1), (-16, 10, -2)]
        {
            assert_eq!(rounded(dividend, divisor), wanted, "{dividend} / {divisor}");
        }
    }
}
