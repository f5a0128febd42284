//! The rate limit: three sliding windows a credential, counted exactly.
//!
//! The documents give the numbers (30 a minute, 500 an hour, 2,000 a day, for each key) and the three headers. Which
//! window the headers describe is not documented, nor is the form of Reset: both are options.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use cc_api::API;
use jiff::Timestamp;

use crate::options::{HeaderWindow, Options, ResetStyle};

/// A window: how long it is, in milliseconds, and how many requests fit into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Window {
    length: i64,
    limit: usize,
}

/// The requests of every credential within the longest window.
#[derive(Debug)]
pub(crate) struct Quota {
    windows: Vec<Window>,
    headers: HeaderWindow,
    reset: ResetStyle,
    hits: Mutex<BTreeMap<i64, Hits>>,
}

/// The requests of one credential.
#[derive(Debug, Default)]
struct Hits {
    /// Those within the longest window, oldest first.
    times: VecDeque<i64>,
    /// The latest of all: it says when the key was last used.
    last: Option<i64>,
}

/// What the three headers say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) limit: usize,
    pub(crate) remaining: usize,
    /// As it is written into the header.
    pub(crate) reset: String,
    /// The same in milliseconds since 1970.
    pub(crate) opens: i64,
    /// When this was so, in milliseconds since 1970.
    pub(crate) now: i64,
}

/// Whether one more request fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It does, and has been counted.
    Taken(Reading),
    /// It does not, and has not been counted: so many seconds until it would.
    Refused(Reading, i64),
}

impl Quota {
    pub(crate) fn new(options: &Options) -> Self {
        let limits = API.rate_limits.filter(|_| options.rate_limits);
        let documented =
            limits.map(|limits| [(60, limits.minute), (3600, limits.hour), (86_400, limits.day)]);
        let windows = documented.into_iter().flatten().filter_map(|(seconds, limit)| {
            Some(Window { length: seconds * 1000, limit: usize::try_from(limit?).ok()? })
        });
        Self {
            windows: windows.collect(),
            headers: options.header_window,
            reset: options.reset_style,
            hits: Mutex::default(),
        }
    }

    /// Counts a request of this credential, if it fits into every window.
    pub(crate) fn take(&self, credential: i64, now: Timestamp) -> Verdict {
        let now = now.as_millisecond();
        let mut all = self.hits.lock().unwrap_or_else(PoisonError::into_inner);
        let Hits { times: hits, last } = all.entry(credential).or_default();
        self.forget(hits, now);
        let full = self.windows.iter().filter_map(|window| opens_at(hits, *window, now)).max();
        if let Some(opens) = full {
            let seconds = seconds_up(opens - now);
            return Verdict::Refused(self.reading(hits, now), seconds);
        }
        hits.push_back(now);
        *last = Some(now);
        Verdict::Taken(self.reading(hits, now))
    }

    /// What the headers would say to this credential now, without counting anything.
    pub(crate) fn peek(&self, credential: i64, now: Timestamp) -> Reading {
        let now = now.as_millisecond();
        let mut all = self.hits.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(Hits { times: hits, .. }) = all.get_mut(&credential) else {
            return self.reading(&VecDeque::new(), now);
        };
        self.forget(hits, now);
        self.reading(hits, now)
    }

    /// What is left of every window for this credential, for people: `27 of 30 a minute`.
    pub(crate) fn left(&self, credential: i64, now: Timestamp) -> Vec<String> {
        let now = now.as_millisecond();
        let all = self.hits.lock().unwrap_or_else(PoisonError::into_inner);
        let used = |window: &Window| all.get(&credential).map_or(0, |hits| inside(&hits.times, *window, now));
        let text = |window: &Window| {
            let span = match window.length / 1000 {
                60 => String::from("a minute"),
                3600 => String::from("an hour"),
                86_400 => String::from("a day"),
                seconds => format!("in {seconds} seconds"),
            };
            format!("{} of {} {span}", window.limit.saturating_sub(used(window)), window.limit)
        };
        if self.windows.is_empty() {
            return vec![String::from("no limit")];
        }
        self.windows.iter().map(text).collect()
    }

    /// When this credential was last counted.
    pub(crate) fn last(&self, credential: i64) -> Option<i64> {
        self.hits.lock().unwrap_or_else(PoisonError::into_inner).get(&credential)?.last
    }

    /// Takes over a request of an earlier run.
    pub(crate) fn restore(&self, credential: i64, at: i64) {
        let mut all = self.hits.lock().unwrap_or_else(PoisonError::into_inner);
        let hits = all.entry(credential).or_default();
        hits.times.push_back(at);
        hits.last = Some(at);
    }

    /// The longest span that counts, in milliseconds.
    pub(crate) fn memory(&self) -> i64 {
        self.windows.iter().map(|window| window.length).max().unwrap_or(0)
    }

    /// Drops what no window counts any more; what lies in the future, too, for the clock may have been set back.
    fn forget(&self, hits: &mut VecDeque<i64>, now: i64) {
        let oldest = now - self.memory();
        while hits.front().is_some_and(|at| *at <= oldest) {
            hits.pop_front();
        }
        while hits.back().is_some_and(|at| *at > now) {
            hits.pop_back();
        }
    }

    fn reading(&self, hits: &VecDeque<i64>, now: i64) -> Reading {
        let left = |window: &Window| window.limit.saturating_sub(inside(hits, *window, now));
        let described = match self.headers {
            HeaderWindow::Tightest => self.windows.iter().min_by_key(|window| left(window)),
            HeaderWindow::Minute => self.windows.first(),
            HeaderWindow::Hour => self.windows.get(1),
            HeaderWindow::Day => self.windows.get(2),
        };
        // With the limits off there is no window: the headers say so by a number that no program reaches.
        let Some(window) = described else {
            let reset = self.reset_text(now, now);
            return Reading { limit: 1_000_000, remaining: 1_000_000, reset, opens: now, now };
        };
        let used = inside(hits, *window, now);
        let first = hits.iter().rev().take(used).next_back();
        let opens = first.map_or(now, |first| first + window.length);
        let reset = self.reset_text(opens, now);
        Reading { limit: window.limit, remaining: left(window), reset, opens, now }
    }

    fn reset_text(&self, opens: i64, now: i64) -> String {
        match self.reset {
            ResetStyle::Epoch => seconds_up(opens).to_string(),
            ResetStyle::Seconds => seconds_up(opens - now).to_string(),
        }
    }
}

/// Milliseconds as seconds, the last one whole: whoever waits that long has waited enough, and not a second too long.
fn seconds_up(milliseconds: i64) -> i64 {
    (milliseconds + 999).div_euclid(1000)
}

/// How many of the requests the window still counts.
fn inside(hits: &VecDeque<i64>, window: Window, now: i64) -> usize {
    hits.len() - hits.partition_point(|at| *at <= now - window.length)
}

/// When a full window has room again; none if it has room.
fn opens_at(hits: &VecDeque<i64>, window: Window, now: i64) -> Option<i64> {
    let used = inside(hits, window, now);
    let leaves = used.checked_sub(window.limit)?;
    let index = hits.len() - used + leaves;
    hits.get(index).map(|at| at + window.length)
}

#[cfg(test)]
mod tests;
