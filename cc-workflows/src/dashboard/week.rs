//! The coming days: what is planned, what is done, and which days are still free.

use cc_api::calendar::ScheduleEntry;
use jiff::civil::Date;

use super::posts::{kind, pillar, title};
use super::words::{count, day, number};
use super::{Dashboard, Frame};
use crate::page::{Bar, Block, Cell, Chart, Column, Gap, Link, Point, Section, Table, Tone};

/// Up to so many days, those without an entry are shown as well; more would be a wall of empty rows.
const DAYS: usize = 14;

/// So many posts make a full day; one bar of one post should not look like a record.
const FULL_DAY: f64 = 3.0;

/// What to do when nothing is planned.
const PLAN: &str = "Plan a post from the drop or the trending reels below.";

pub(super) fn section(dashboard: &Dashboard, frame: &Frame) -> Section {
    let title = format!("Calendar, {} to {}", day(frame.start, frame.start), day(frame.end, frame.start));
    let Some(entries) = &dashboard.calendar else {
        let next = "Run this again; if it stays so, look at the calendar on coffeecontracts.com.";
        let gap = dashboard.gap(frame, "calendar", &["calendar"], "The calendar", next);
        return Section { title, lead: None, blocks: vec![Block::Gap(gap)] };
    };
    if entries.is_empty() {
        let gap = Gap::new("Nothing is planned for these days.", PLAN);
        return Section { title, lead: None, blocks: vec![Block::Gap(gap)] };
    }
    let mut blocks: Vec<_> =
        cadence(dashboard, entries, frame).map(|chart| Block::Charts(vec![chart])).into_iter().collect();
    blocks.push(Block::Table(table(entries, frame)));
    let shown = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    if let Some(all) = dashboard.calendar_count.filter(|all| *all > shown) {
        let text =
            format!("{} of {} entries are shown; ask for fewer days to see all.", number(shown), number(all));
        blocks.push(Block::Points(vec![Point::new(text)]));
    }
    Section { title, lead: None, blocks }
}

/// The days of the frame on which nothing is planned.
pub(super) fn free_days(entries: &[ScheduleEntry], frame: &Frame) -> Vec<Date> {
    frame.days().filter(|day| !entries.iter().any(|entry| entry.date == Some(*day))).collect()
}

/// How many entries each day has.
fn cadence(dashboard: &Dashboard, entries: &[ScheduleEntry], frame: &Frame) -> Option<Chart> {
    let days: Vec<_> = frame.days().take(DAYS + 1).collect();
    if days.len() > DAYS {
        return None;
    }
    let bars = days.iter().map(|day| {
        let planned = entries.iter().filter(|entry| entry.date == Some(*day)).count();
        Bar {
            label: weekday(*day, frame),
            height: f64::from(u32::try_from(planned).unwrap_or(u32::MAX)),
            value: number(i64::try_from(planned).unwrap_or(i64::MAX)),
        }
    });
    let planned =
        format!("{} planned in {}", count(entries.len(), "post", "posts"), count(days.len(), "day", "days"));
    let summary = match dashboard.average_posts_per_week {
        Some(average) => format!("{planned}, after {average:.1} a week so far"),
        None => planned,
    };
    let bars: Vec<_> = bars.collect();
    let top = bars.iter().map(|bar| bar.height).fold(FULL_DAY, f64::max);
    Some(Chart { title: String::from("Cadence"), summary, top, bars })
}

/// A day of the week in short: `Mon 23`.
fn weekday(date: Date, frame: &Frame) -> String {
    day(date, frame.start).split(' ').take(2).collect::<Vec<_>>().join(" ")
}

fn table(entries: &[ScheduleEntry], frame: &Frame) -> Table {
    let columns = vec![
        Column::short("Day"),
        Column::main("Post"),
        Column::short("Kind"),
        Column::short("Pillar"),
        Column::short("State"),
    ];
    // Entries without a day come last.
    let placed = |entry: &ScheduleEntry| (entry.date.is_none(), entry.date, entry.order.unwrap_or(0));
    let mut rows: Vec<_> = entries.iter().map(|entry| (placed(entry), row(entry, frame))).collect();
    if frame.days().nth(DAYS).is_none() {
        let free = free_days(entries, frame).into_iter();
        rows.extend(free.map(|free| ((false, Some(free), 0), free_row(free, frame))));
    }
    rows.sort_by_key(|(place, _)| *place);
    let rows = rows.into_iter().map(|(_, cells)| cells).collect();
    Table { columns, rows }
}

fn free_row(free: Date, frame: &Frame) -> Vec<Cell> {
    let date = Cell::new(day(free, frame.start));
    vec![date, Cell::faint("nothing planned"), Cell::faint("–"), Cell::faint("–"), Cell::faint("free")]
}

fn row(entry: &ScheduleEntry, frame: &Frame) -> Vec<Cell> {
    let date = entry.date.map_or_else(|| Cell::faint("no day"), |date| Cell::new(day(date, frame.start)));
    let post = entry.post.as_ref();
    let dash = || Cell::faint("–");
    vec![
        date,
        post.map_or_else(
            || Cell::faint("no post chosen yet"),
            |post| Cell { text: title(post), link: Some(Link::post(&post.slug)), tone: Tone::Plain },
        ),
        post.map_or_else(dash, |post| Cell::new(kind(post))),
        post.map_or_else(dash, |post| Cell::new(pillar(post))),
        match entry.is_completed {
            Some(true) => Cell { text: String::from("done"), link: None, tone: Tone::Good },
            Some(false) => Cell::new("planned"),
            None => dash(),
        },
    ]
}
