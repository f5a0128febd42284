//! The counter against one that keeps every request and counts them all each time.

use jiff::Timestamp;
use proptest::prelude::*;

use super::{Quota, Reading, Verdict};
use crate::options::{HeaderWindow, Options, ResetStyle};

/// The documented windows: seconds, and requests.
const WINDOWS: [(i64, usize); 3] = [(60, 30), (3600, 500), (86_400, 2000)];
const START: i64 = 1_772_614_800_000;

fn quota(change: impl FnOnce(&mut Options)) -> Quota {
    let mut options = Options::default();
    change(&mut options);
    Quota::new(&options)
}

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap()
}

fn is_taken(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Taken(_))
}

/// Keeps every request, and counts them all each time.
#[derive(Default)]
struct Everything {
    hits: Vec<i64>,
}

impl Everything {
    fn left(&self, now: i64, (seconds, limit): (i64, usize)) -> usize {
        limit.saturating_sub(self.hits.iter().filter(|hit| now - **hit < seconds * 1000).count())
    }

    fn take(&mut self, now: i64) -> bool {
        // What a clock that was set back has not reached yet has not happened, and what a day has passed over is over.
        self.hits.retain(|hit| *hit <= now && now - *hit < 86_400_000);
        let fits = WINDOWS.iter().all(|window| self.left(now, *window) > 0);
        if fits {
            self.hits.push(now);
        }
        fits
    }
}

/// Requests in a row, then a step of the clock: mostly on, by as much as one of the windows, sometimes back.
fn histories() -> impl Strategy<Value = Vec<(usize, i64)>> {
    let step = prop_oneof![
        6 => 0..3_000_i64,
        4 => 50_000..70_000_i64,
        3 => Just(60_000_i64),
        2 => 1_700_000..3_700_000_i64,
        1 => 40_000_000..90_000_000_i64,
        1 => Just(86_400_000_i64),
        1 => -4_000_000..0_i64,
    ];
    prop::collection::vec((0..45_usize, step), 1..80)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 60 } else { 10_000 }))]

    #[test]
    fn every_verdict_is_that_of_a_counter_that_keeps_everything(history in histories()) {
        let quota = quota(|_| {});
        let mut model = Everything::default();
        let mut now = START;
        for (requests, step) in history {
            for _ in 0..requests {
                let verdict = quota.take(1, at(now));
                prop_assert_eq!(is_taken(&verdict), model.take(now), "at {}", now - START);
                let (Verdict::Taken(reading) | Verdict::Refused(reading, _)) = verdict;
                let left = WINDOWS.map(|window| model.left(now, window));
                prop_assert_eq!(reading.remaining, *left.iter().min().unwrap());
            }
            now += step;
        }
    }

    #[test]
    fn waiting_as_long_as_told_is_enough_and_a_second_less_is_not(history in histories()) {
        let mut now = START;
        let mut hits = Vec::new();
        for (requests, step) in history {
            let quota = quota(|_| {});
            for hit in &hits {
                quota.restore(1, *hit);
            }
            for _ in 0..requests {
                match quota.take(1, at(now)) {
                    Verdict::Taken(_) => hits.push(now),
                    Verdict::Refused(_, seconds) => {
                        prop_assert!(seconds > 0);
                        let early = at(now + (seconds - 1) * 1000);
                        prop_assert!(!is_taken(&quota.take(1, early)), "{} s is too long", seconds);
                        let told = at(now + seconds * 1000);
                        prop_assert!(is_taken(&quota.take(1, told)), "{} s is too short", seconds);
                        return Ok(());
                    }
                }
            }
            now += step.abs();
        }
    }
}

#[test]
fn each_window_refuses_one_more_than_its_limit() {
    // How far apart requests come, so that only one of the windows fills.
    for (window, apart) in [(0, 1), (1, 2_100), (2, 40_000)] {
        let quota = quota(|_| {});
        let limit = WINDOWS[window].1;
        let time = |index: usize| START + apart * i64::try_from(index).unwrap();
        let taken = (0..=limit).filter(|index| is_taken(&quota.take(1, at(time(*index))))).count();
        assert_eq!(taken, limit, "window {window}");
        assert!(is_taken(&quota.take(2, at(time(limit)))), "another credential has a count of its own");
    }
}

#[test]
fn the_headers_say_what_the_options_ask_for() {
    let reading = |window, style| {
        let quota = quota(|options| {
            options.header_window = window;
            options.reset_style = style;
        });
        quota.take(1, at(START));
        match quota.take(1, at(START + 1500)) {
            Verdict::Taken(Reading { limit, remaining, reset, .. }) => (limit, remaining, reset),
            Verdict::Refused(..) => panic!("two requests fit"),
        }
    };
    let start = START / 1000;
    let cases = [
        (HeaderWindow::Tightest, ResetStyle::Seconds, (30, 28, "59".to_owned())),
        (HeaderWindow::Minute, ResetStyle::Epoch, (30, 28, (start + 60).to_string())),
        (HeaderWindow::Hour, ResetStyle::Seconds, (500, 498, "3599".to_owned())),
        (HeaderWindow::Day, ResetStyle::Epoch, (2000, 1998, (start + 86_400).to_string())),
    ];
    for (window, style, wanted) in cases {
        assert_eq!(reading(window, style), wanted, "{window:?} {style:?}");
    }
}

#[test]
fn the_tightest_window_is_the_one_with_the_fewest_left() {
    let quota = quota(|options| options.reset_style = ResetStyle::Seconds);
    let mut last = None;
    for index in 0..490 {
        last = Some(quota.take(1, at(START + index * 2_100)));
    }
    let Some(Verdict::Taken(reading)) = last else { panic!("490 requests fit into the hour") };
    // The minute has one left, the hour ten; a minute later the hour is the nearer to its end.
    assert_eq!((reading.limit, reading.remaining), (30, 1));
    let later = quota.peek(1, at(START + 490 * 2_100 + 60_000));
    assert_eq!((later.limit, later.remaining), (500, 10));
}

#[test]
fn a_clock_set_back_forgets_what_has_not_happened_yet() {
    let quota = quota(|_| {});
    for _ in 0..30 {
        assert!(is_taken(&quota.take(1, at(START))));
    }
    assert!(!is_taken(&quota.take(1, at(START))));
    assert!(is_taken(&quota.take(1, at(START - 1))));
    assert_eq!(quota.peek(1, at(START)).remaining, 29);
}

#[test]
fn with_the_limits_off_nothing_is_refused() {
    let quota = quota(|options| options.rate_limits = false);
    assert!((0..5000).all(|_| is_taken(&quota.take(1, at(START)))));
    assert_eq!(quota.last(1), Some(START));
}
