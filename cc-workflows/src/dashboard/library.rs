//! The library: this week's drop, what is trending, the pillars, and some extras.

use cc_api::content::{ContentDrop, ContentPillar};
use jiff::ToSpan as _;

use super::words::{clean, count, day, number};
use super::{Dashboard, Frame};
use crate::page::{Block, Cell, Column, Gap, Section, Table};

/// What to do when nothing of the library comes.
const SCOPE: &str = "Run this again; if it stays so, look at the library on coffeecontracts.com.";

/// The drop of the week that the first day lies in.
pub(super) fn drop_of_the_week<'a>(dashboard: &'a Dashboard, frame: &Frame) -> Option<&'a ContentDrop> {
    let latest = latest_drop(dashboard, frame)?;
    let next = latest.week_of?.start().checked_add(7.days()).ok()?;
    (frame.start < next).then_some(latest)
}

/// The latest drop that has come out by the first day.
fn latest_drop<'a>(dashboard: &'a Dashboard, frame: &Frame) -> Option<&'a ContentDrop> {
    let out = dashboard
        .drops
        .iter()
        .flatten()
        .filter(|drop| drop.week_of.is_some_and(|week| week.start() <= frame.start));
    out.max_by_key(|drop| drop.week_of)
}

pub(super) fn drop(dashboard: &Dashboard, frame: &Frame) -> Section {
    let heading = String::from("This week's drop");
    let alone = |gap| Section { title: heading.clone(), lead: None, blocks: vec![Block::Gap(gap)] };
    if dashboard.drops.is_none() {
        return alone(dashboard.gap(frame, "drops", &["drops"], "The drops", SCOPE));
    }
    let Some(drop) = drop_of_the_week(dashboard, frame) else {
        let latest = latest_drop(dashboard, frame).and_then(|drop| drop.week_of);
        let missing = match latest {
            Some(week) => format!(
                "No drop has come out this week; the latest is that of {}.",
                day(week.start(), frame.start)
            ),
            None => String::from("No drop has come out this week."),
        };
        return alone(Gap::new(missing, "Use a trending reel below, or look again later in the week."));
    };
    let title = match drop.title.as_deref().map(clean) {
        Some(title) if !title.is_empty() => format!("{heading}: {title}"),
        _ => heading.clone(),
    };
    let posts = drop.posts.as_deref().unwrap_or_default();
    let many = drop.post_count.and_then(|count| usize::try_from(count).ok()).unwrap_or(posts.len());
    let week = drop
        .week_of
        .map(|week| format!("Week of {}, {}.", day(week.start(), frame.start), count(many, "post", "posts")));
    let about = drop.description.as_deref().map(clean).filter(|about| !about.is_empty());
    let lead: Vec<_> = week.into_iter().chain(about).collect();
    let block = if posts.is_empty() {
        Block::Gap(Gap::new(
            "The posts of this drop: not in the answer.",
            "Ask for the drops with include_posts.",
        ))
    } else {
        Block::Table(dashboard.posts(posts, frame))
    };
    Section { title, lead: Some(lead.join(" ")), blocks: vec![block] }
}

pub(super) fn trending(dashboard: &Dashboard, frame: &Frame) -> Section {
    let block = match dashboard.trending_reels.as_deref() {
        None => Block::Gap(dashboard.gap(
            frame,
            "trending_reels",
            &["trending_reels"],
            "The trending reels",
            SCOPE,
        )),
        Some([]) => Block::Gap(Gap::new("No reel is trending right now.", "Use a post of this week's drop.")),
        Some(posts) => Block::Table(dashboard.posts(posts, frame)),
    };
    Section { title: String::from("Trending reels"), lead: None, blocks: vec![block] }
}

pub(super) fn pillars(dashboard: &Dashboard, frame: &Frame) -> Section {
    let block = match dashboard.pillars.as_deref() {
        None => Block::Gap(dashboard.gap(frame, "pillars", &["pillars"], "The pillars", SCOPE)),
        Some([]) => {
            Block::Gap(Gap::new("The library has no pillars.", "Look at the posts by kind in its place."))
        }
        Some(pillars) => Block::Table(pillar_table(dashboard, pillars)),
    };
    let lead = "The themes of the library, and how often each is planned in these days.";
    let lead = matches!(block, Block::Table(_)).then(|| lead.to_owned());
    Section { title: String::from("Pillars"), lead, blocks: vec![block] }
}

fn pillar_table(dashboard: &Dashboard, pillars: &[ContentPillar]) -> Table {
    let columns = vec![
        Column::short("Pillar"),
        Column::main("About"),
        Column::number("Posts"),
        Column::number("Planned"),
    ];
    let row = |pillar: &ContentPillar| {
        let or_dash = |text: Option<&str>| {
            let text = text.map(clean).filter(|text| !text.is_empty());
            text.map_or_else(|| Cell::faint("–"), Cell::new)
        };
        vec![
            or_dash(pillar.name.as_deref().or(pillar.slug.as_deref())),
            or_dash(pillar.description.as_deref()),
            pillar.post_count.map_or_else(|| Cell::faint("–"), |posts| Cell::new(number(posts))),
            planned(dashboard, pillar).map_or_else(|| Cell::faint("–"), |planned| Cell::new(number(planned))),
        ]
    };
    Table { columns, rows: pillars.iter().map(row).collect() }
}

/// How many of the planned posts belong to a pillar, if it is known what is planned.
fn planned(dashboard: &Dashboard, pillar: &ContentPillar) -> Option<i64> {
    let id = pillar.id.as_ref()?;
    let posts = dashboard.calendar.as_ref()?.iter().filter_map(|entry| entry.post.as_ref());
    let of_it = posts.filter(|post| post.pillar.as_ref().and_then(|pillar| pillar.id.as_ref()) == Some(id));
    i64::try_from(of_it.count()).ok()
}

pub(super) fn extras(dashboard: &Dashboard, frame: &Frame) -> Section {
    let kind = clean(&frame.extra_content_type);
    let title = format!("Extras: {kind}");
    let block = match dashboard.extras.as_deref() {
        None => Block::Gap(dashboard.gap(frame, "extras", &["extras"], "The extras", SCOPE)),
        Some([]) => Block::Gap(Gap::new(
            format!("The library has no posts of the kind “{kind}”."),
            "Ask for another kind, for example Story or Lead Magnets.",
        )),
        Some(posts) => {
            let shown = i64::try_from(posts.len()).unwrap_or(i64::MAX);
            let lead = dashboard
                .extras_count
                .map(|all| format!("{} of {} posts of this kind.", number(shown), number(all)));
            let table = dashboard.posts(posts, frame);
            return Section { title, lead, blocks: vec![Block::Table(table)] };
        }
    };
    Section { title, lead: None, blocks: vec![block] }
}
