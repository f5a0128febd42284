//! What the page took, and what the reader could do next.

use super::Frame;
use super::words::number;
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

/// `8 of the 2,000 requests that a key has a day (500 an hour, 30 a minute).`
fn cost(frame: &Frame) -> Vec<Point> {
    let Some(requests) = frame.requests else { return Vec::new() };
    let taken = number(i64::from(requests));
    let limits = frame.limits;
    let mut points = vec![Point::new(match limits.and_then(|limits| limits.day) {
        Some(day) => {
            let windows = [
                (limits.and_then(|limits| limits.hour), "an hour"),
                (limits.and_then(|limits| limits.minute), "a minute"),
            ];
            let shorter = windows
                .into_iter()
                .filter_map(|(most, window)| Some(format!("{} {window}", number(most?.into()))));
            let shorter: Vec<_> = shorter.collect();
            let also = if shorter.is_empty() { String::new() } else { format!(" ({})", shorter.join(", ")) };
            format!("{taken} of the {} requests that a key has a day{also}.", number(day.into()))
        }
        None if requests == 1 => format!("{taken} request."),
        None => format!("{taken} requests."),
    })];
    if let Some(quota) = frame.quota {
        let [limit, left] =
            [quota.limit, quota.remaining].map(|value| number(i64::try_from(value).unwrap_or(i64::MAX)));
        points.push(Point::new(format!(
            "The server counts {left} of {limit} requests left in the window it reports."
        )));
    }
    points
}
