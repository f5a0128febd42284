//! What a page needs to know beside the outputs: which days it is about, and what became of the run.

use std::collections::BTreeMap;

use cc_api::catalogue::RateLimits;
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use crate::error::Cause;
use crate::page::Point;
use crate::run::WorkflowRun;
use crate::step::Quota;

/// The workflow that the dashboard is made from.
pub const WORKFLOW: &str = "weekly_dashboard";

/// A span of more days than a leap year has is looked at no further.
const MOST_DAYS: usize = 366;

/// The kind of post that the workflow takes for the extras unless told otherwise.
const EXTRAS: &str = "Email Template";

/// What a page is about, beside the outputs.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Frame {
    /// The first day that is shown.
    pub start: Date,
    /// The last day that is shown.
    pub end: Date,
    /// The kind of post of the extras.
    pub extra_content_type: String,
    /// The zone in which moments are told as days.
    pub zone: TimeZone,
    /// What the reader has to know about where the figures come from: that they are made up, say.
    pub source: Option<String>,
    /// How many requests it took, if that is known.
    pub requests: Option<u32>,
    /// What the server said about the quota.
    pub quota: Option<Quota>,
    /// How many requests a key has.
    pub limits: Option<RateLimits>,
    /// Why a step gave nothing, by its name.
    pub failures: BTreeMap<String, Failure>,
    /// What the reader could do next, in the words of the program that shows the page.
    pub next: Vec<Point>,
}

/// Why a step gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Failure {
    /// What went wrong.
    pub reason: String,
    /// What to do, where the error tells; else the page says what is usual for that part.
    pub next: Option<String>,
}

impl Failure {
    fn of(cause: &Cause) -> Self {
        let next = match cause {
            Cause::Call { error, .. } => match error.scope() {
                Some(refusal) if !refusal.missing.is_empty() => {
                    Some(format!("Use a key with the scope {}.", refusal.missing))
                }
                _ if error.is_retryable() => Some(String::from("Run this again in a minute.")),
                _ => None,
            },
            _ => None,
        };
        Self { reason: cause.to_string(), next }
    }
}

impl Frame {
    /// The seven days from this one on.
    pub fn new(start: Date) -> Self {
        Self {
            start,
            end: last_day(start),
            extra_content_type: EXTRAS.to_owned(),
            zone: TimeZone::UTC,
            source: None,
            requests: None,
            quota: None,
            limits: None,
            failures: BTreeMap::new(),
            next: Vec::new(),
        }
    }

    /// The frame of a run: its days and its cost. None if the run was not of the dashboard's workflow.
    pub fn of(run: &WorkflowRun) -> Option<Self> {
        let day = |name: &str| run.inputs.get(name)?.as_str()?.parse().ok();
        let extras = run.inputs.get("extra_content_type").and_then(Value::as_str);
        let failures =
            run.failures.iter().filter_map(|cause| Some((cause.step()?.to_owned(), Failure::of(cause))));
        Some(Self {
            end: day("end_date")?,
            extra_content_type: extras.unwrap_or(EXTRAS).to_owned(),
            requests: Some(run.requests()),
            quota: run.quota(),
            failures: failures.collect(),
            ..Self::new(day("start_date")?)
        })
    }

    /// The days that are shown.
    pub(super) fn days(&self) -> impl Iterator<Item = Date> {
        self.start.series(1.day()).take_while(|day| *day <= self.end).take(MOST_DAYS)
    }
}

/// The inputs of the workflow for the seven days from this one on.
///
/// The drops of a month are asked for by the month in which the week starts, which a Wednesday the second is not in.
pub fn inputs(start: Date) -> Map<String, Value> {
    let monday = start.nth_weekday(-1, Weekday::Monday).unwrap_or(start);
    let monday = if start.weekday() == Weekday::Monday { start } else { monday };
    let month = cc_api::YearMonth::from(monday);
    [
        ("start_date", start.to_string()),
        ("end_date", last_day(start).to_string()),
        ("drops_month", month.to_string()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), Value::from(value)))
    .collect()
}

fn last_day(start: Date) -> Date {
    start.checked_add(6.days()).unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::inputs;

    #[test]
    fn the_drops_are_those_of_the_month_in_which_the_week_starts() {
        for (start, end, month) in [
            ("2026-11-23", "2026-11-29", "2026-11"),
            ("2026-12-02", "2026-12-08", "2026-11"),
            ("2026-06-01", "2026-06-07", "2026-06"),
            ("2027-01-01", "2027-01-07", "2026-12"),
        ] {
            let given = inputs(start.parse().unwrap());
            assert_eq!(given["end_date"], json!(end));
            assert_eq!(given["drops_month"], json!(month), "{start}");
        }
    }
}
