//! What somebody wants to know who reads no further: how it goes, what is planned, and what fits a free day.

use cc_api::calendar::ScheduleEntry;
use cc_api::content::Post;
use cc_api::instagram::InstagramMedia;

use super::account::{name, span};
use super::library::drop_of_the_week;
use super::posts::{kind, title};
use super::week::free_days;
use super::words::{Direction, count, day, direction, list, number, percent};
use super::{Dashboard, Frame};
use crate::page::{Block, Gap, Link, Point, Section};

/// For so many free days a post is suggested.
const SUGGESTIONS: usize = 3;

pub(super) fn section(dashboard: &Dashboard, frame: &Frame) -> Section {
    let mut points = Vec::new();
    points.extend(trend(dashboard));
    if let Some(entries) = &dashboard.calendar {
        points.push(plan(entries, frame));
    }
    points.extend(best(dashboard.top_posts.as_deref().unwrap_or_default()));
    points.extend(suggestions(dashboard, frame));
    let block = if points.is_empty() {
        let next = "The sections below say for each part why it is missing and what to do.";
        Block::Gap(Gap::new("There is nothing to sum up: neither figures nor a calendar came.", next))
    } else {
        Block::Points(points)
    };
    Section { title: String::from("In short"), lead: None, blocks: vec![block] }
}

/// How the account goes: `Reach is up 12.4% and interactions are down 3.1% over 30 days.`
fn trend(dashboard: &Dashboard) -> Option<Point> {
    let changes = [
        ("followers are", dashboard.followers_change_percent),
        ("reach is", dashboard.reach_change_percent),
        ("interactions are", dashboard.interactions_change_percent),
    ];
    let parts: Vec<_> = changes
        .into_iter()
        .filter_map(|(what, change)| {
            let change = change?;
            let size = percent(change.abs());
            let size = size.trim_start_matches('+');
            Some(match direction(change) {
                Direction::Up => format!("{what} up {size}"),
                Direction::Down => format!("{what} down {size}"),
                Direction::Level => format!("{what} unchanged"),
            })
        })
        .collect();
    let over = dashboard.period_days.map(|days| format!(" over {}", span(days))).unwrap_or_default();
    (!parts.is_empty()).then(|| Point::new(sentence(&format!("{}{over}.", list(&parts)))))
}

/// How full the calendar is.
fn plan(entries: &[ScheduleEntry], frame: &Frame) -> Point {
    let done = entries.iter().filter(|entry| entry.is_completed == Some(true)).count();
    let free: Vec<_> = free_days(entries, frame).into_iter().map(|free| day(free, frame.start)).collect();
    let planned = match (entries.len(), done) {
        (0, _) => String::from("nothing is planned yet"),
        (1, 0) => String::from("1 post is planned"),
        (1, _) => String::from("1 post is planned and done"),
        (all, 0) => format!("{} are planned", count(all, "post", "posts")),
        (all, done) if done == all => format!("all of {} planned posts are done", number_of(all)),
        (all, done) => {
            format!("{} are planned, {} of them done", count(all, "post", "posts"), number_of(done))
        }
    };
    Point::new(sentence(&match free.as_slice() {
        [] => format!("{planned}, and every day has something."),
        _ if entries.is_empty() => format!("{planned} for these days."),
        free if free.len() > 7 => format!("{planned}; {} are still free.", count(free.len(), "day", "days")),
        free => format!("{planned}; still free: {}.", list(free)),
    }))
}

fn number_of(count: usize) -> String {
    number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The post that reached most people, and the one that was saved most often; one sentence if they are the same.
fn best(posts: &[InstagramMedia]) -> Vec<Point> {
    let most = |figure: fn(&InstagramMedia) -> Option<i64>| {
        let (at, post) = posts.iter().enumerate().max_by_key(|(_, post)| figure(post))?;
        Some((at, post, figure(post).filter(|figure| *figure > 0)?))
    };
    let point = |post: &InstagramMedia, what: &str, figure: String| Point {
        text: format!("{what}: “{}”, {figure}.", name(post)),
        link: post.permalink.as_deref().and_then(Link::web),
    };
    let accounts = |figure| format!("{} accounts", number(figure));
    let times = |figure| format!("{} times", number(figure));
    match (most(|post| post.reach), most(|post| post.saves)) {
        (Some((first, post, reach)), Some((second, _, saves))) if first == second => {
            let figures = format!("{} and {}", accounts(reach), times(saves));
            vec![point(post, "Most reach and most saved", figures)]
        }
        (reach, saves) => {
            let reach = reach.map(|(_, post, figure)| point(post, "Most reach", accounts(figure)));
            let saves = saves.map(|(_, post, figure)| point(post, "Most saved", times(figure)));
            reach.into_iter().chain(saves).collect()
        }
    }
}

/// A post for each free day, from the drop and the trending reels: not used yet, and not planned.
fn suggestions(dashboard: &Dashboard, frame: &Frame) -> Vec<Point> {
    let Some(entries) = &dashboard.calendar else { return Vec::new() };
    let drop = drop_of_the_week(dashboard, frame).and_then(|drop| drop.posts.as_deref()).unwrap_or_default();
    let reels = dashboard.trending_reels.as_deref().unwrap_or_default();
    let mut open: Vec<(&Post, &str)> = Vec::new();
    let sources = drop.iter().map(|post| (post, "from this week's drop"));
    for (post, source) in sources.chain(reels.iter().map(|post| (post, "trending"))) {
        let known = open.iter().any(|(other, _)| other.slug == post.slug);
        if post.is_used != Some(true) && !known && dashboard.planned(&post.slug).is_none() {
            open.push((post, source));
        }
    }
    let free = free_days(entries, frame).into_iter().take(SUGGESTIONS);
    free.zip(open)
        .map(|(free, (post, source))| Point {
            text: format!("For {}: “{}” ({}, {source}).", day(free, frame.start), title(post), kind(post)),
            link: Some(Link::post(&post.slug)),
        })
        .collect()
}

/// A sentence begins with a capital letter.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
