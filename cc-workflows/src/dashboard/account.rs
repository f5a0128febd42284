//! The Instagram account: its figures, and the posts that reached most people.

use cc_api::instagram::InstagramMedia;
use jiff::civil::Date;

use super::words::{clean, day, direction, number, percent, short_day, shortened};
use super::{Dashboard, Frame, words};
use crate::page::{Bar, Block, Cell, Chart, Column, Figure, Gap, Link, Section, Table, Tone};

/// What to do when nothing comes from Instagram.
const CONNECT: &str = "Connect Instagram on coffeecontracts.com, then run this again.";

pub(super) fn figures(dashboard: &Dashboard, frame: &Frame) -> Section {
    let summary = [
        ("Followers", dashboard.followers, dashboard.followers_change_percent),
        ("Reach", dashboard.reach, dashboard.reach_change_percent),
        ("Interactions", dashboard.interactions, dashboard.interactions_change_percent),
    ];
    let mut blocks = Vec::new();
    let mut figures = Vec::new();
    if summary.iter().any(|(_, value, _)| value.is_some()) {
        figures.extend(summary.map(|(label, value, change)| figure(label, value, change)));
    } else {
        let outputs = ["followers", "reach", "interactions"];
        blocks.push(Block::Gap(dashboard.gap(
            frame,
            "instagram_summary",
            &outputs,
            "The account's figures",
            CONNECT,
        )));
    }
    if dashboard.total_posts.is_some() || dashboard.average_posts_per_week.is_some() {
        figures.push(published(dashboard));
    } else {
        let outputs = ["total_posts", "average_posts_per_week"];
        blocks.push(Block::Gap(dashboard.gap(
            frame,
            "posting_frequency",
            &outputs,
            "The posting frequency",
            CONNECT,
        )));
    }
    if !figures.is_empty() {
        blocks.insert(0, Block::Figures(figures));
    }
    let lead = dashboard.period_days.map(|days| format!("The last {}, with changes in percent.", span(days)));
    Section { title: String::from("Instagram"), lead, blocks }
}

/// A number of days: `30 days`.
pub(super) fn span(days: i64) -> String {
    if days == 1 { String::from("day") } else { format!("{} days", number(days)) }
}

fn figure(label: &str, value: Option<i64>, change: Option<f64>) -> Figure {
    let tone = match change.map(direction) {
        Some(words::Direction::Up) => Tone::Good,
        Some(words::Direction::Down) => Tone::Bad,
        Some(words::Direction::Level) | None => Tone::Faint,
    };
    Figure {
        label: label.to_owned(),
        value: value.map_or_else(|| String::from("not told"), number),
        note: change.map_or_else(|| String::from("change not told"), percent),
        tone,
    }
}

fn published(dashboard: &Dashboard) -> Figure {
    let average = dashboard.average_posts_per_week;
    Figure {
        label: String::from("Published"),
        value: dashboard.total_posts.map_or_else(|| String::from("not told"), number),
        note: average
            .map_or_else(|| String::from("average not told"), |average| format!("{average:.1} a week")),
        tone: Tone::Faint,
    }
}

pub(super) fn top_posts(dashboard: &Dashboard, frame: &Frame) -> Section {
    let title = String::from("Top posts");
    let Some(posts) = &dashboard.top_posts else {
        let gap = dashboard.gap(frame, "top_posts", &["top_posts"], "The top posts", CONNECT);
        return Section { title, lead: None, blocks: vec![Block::Gap(gap)] };
    };
    if posts.is_empty() {
        let gap =
            Gap::new("Nothing has been published yet.", "Publish a first post, and it will show up here.");
        return Section { title, lead: None, blocks: vec![Block::Gap(gap)] };
    }
    let charts =
        [chart("Reach", posts, frame, |post| post.reach), chart("Saves", posts, frame, |post| post.saves)];
    let charts: Vec<_> = charts.into_iter().flatten().collect();
    let mut blocks = vec![Block::Table(table(posts, frame))];
    if !charts.is_empty() {
        blocks.insert(0, Block::Charts(charts));
    }
    Section { title, lead: Some(String::from("The Instagram posts that reached most people.")), blocks }
}

/// A bar a post, the oldest first; posts without a date or the figure are left out.
fn chart(
    title: &str,
    posts: &[InstagramMedia],
    frame: &Frame,
    figure: fn(&InstagramMedia) -> Option<i64>,
) -> Option<Chart> {
    let dated = posts.iter().filter_map(|post| Some((post.published_at?, figure(post)?.max(0))));
    let mut points: Vec<_> = dated.collect();
    points.sort();
    let (least, most) = (points.iter().map(|p| p.1).min()?, points.iter().map(|p| p.1).max()?);
    let bars = points.into_iter().map(|(moment, value)| Bar {
        label: short_day(moment.to_zoned(frame.zone.clone()).date()),
        height: height(value),
        value: number(value),
    });
    let summary = if least == most {
        format!("{} each, oldest post first", number(most))
    } else {
        format!("{} to {}, oldest post first", number(least), number(most))
    };
    Some(Chart { title: title.to_owned(), summary, top: height(most), bars: bars.collect() })
}

/// Bars are drawn from far smaller numbers than those that a float can't hold.
fn height(value: i64) -> f64 {
    f64::from(i32::try_from(value).unwrap_or(i32::MAX))
}

fn table(posts: &[InstagramMedia], frame: &Frame) -> Table {
    let columns = vec![
        Column::short("Published"),
        Column::main("Post"),
        Column::short("Kind"),
        Column::number("Reach"),
        Column::number("Saves"),
        Column::number("Likes"),
        Column::number("Comments"),
        Column::number("Shares"),
    ];
    let figure =
        |value: Option<i64>| value.map_or_else(|| Cell::faint("–"), |value| Cell::new(number(value)));
    let rows = posts.iter().map(|post| {
        vec![
            published_on(post, frame)
                .map_or_else(|| Cell::faint("no date"), |date| Cell::new(day(date, frame.start))),
            Cell { text: name(post), link: post.permalink.as_deref().and_then(Link::web), tone: Tone::Plain },
            Cell::new(kind(post)),
            figure(post.reach),
            figure(post.saves),
            figure(post.likes),
            figure(post.comments),
            figure(post.shares),
        ]
    });
    Table { columns, rows: rows.collect() }
}

fn published_on(post: &InstagramMedia, frame: &Frame) -> Option<Date> {
    Some(post.published_at?.to_zoned(frame.zone.clone()).date())
}

/// The caption in short, or that there is none.
pub(super) fn name(post: &InstagramMedia) -> String {
    let caption = post.caption.as_deref().map(shortened).filter(|caption| !caption.is_empty());
    caption.unwrap_or_else(|| String::from("(without a caption)"))
}

fn kind(post: &InstagramMedia) -> String {
    match post.media_type.as_ref().map(cc_api::instagram::InstagramMediaKind::as_str) {
        Some("VIDEO") => String::from("Video"),
        Some("CAROUSEL_ALBUM") => String::from("Carousel"),
        Some("IMAGE") => String::from("Image"),
        Some(other) => clean(other),
        None => String::from("–"),
    }
}
