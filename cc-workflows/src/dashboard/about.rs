//! What the page took, and what the reader could do next.

use super::Frame;
use super::words::{list, number};
use crate::page::{Block, Point, Section};

pub(super) fn sections(frame: &Frame) -> impl Iterator<Item = Section> {
    let section = |title: &str, points: Vec<Point>| {
        (!points.is_empty()).then(|| Section {
            title: title.to_owned(),
            lead: None,
            blocks: vec![Block::Points(points)],
        })
    };
    let next = section("What next", frame.next.clone());
    let cost = section("What this took", cost(frame));
    next.into_iter().chain(cost)
}

/// `8 requests, of 2,000 a day, 500 an hour and 30 a minute that a key has.`
fn cost(frame: &Frame) -> Vec<Point> {
    let Some(requests) = frame.requests else { return Vec::new() };
    let word = if requests == 1 { "request" } else { "requests" };
    let taken = format!("{} {word}", number(i64::from(requests)));
    let windows = frame.limits.map(|limits| {
        let windows = [(limits.day, "a day"), (limits.hour, "an hour"), (limits.minute, "a minute")];
        let windows = windows
            .into_iter()
            .filter_map(|(most, window)| Some(format!("{} {window}", number(most?.into()))));
        windows.collect::<Vec<_>>()
    });
    let mut points = vec![match windows.as_deref() {
        Some([_, ..]) => Point::new(format!("{taken}; a key has {}.", list(&windows.unwrap_or_default()))),
        _ => Point::new(format!("{taken}.")),
    }];
    if let Some(quota) = frame.quota {
        let [limit, left] =
            [quota.limit, quota.remaining].map(|value| number(i64::try_from(value).unwrap_or(i64::MAX)));
        points.push(Point::new(format!(
            "The server counts {left} of {limit} requests left in the window it reports."
        )));
    }
    points
}
