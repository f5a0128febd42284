//! What the server says of the quota: it corrects the own count, and never loosens it.

use std::time::Duration;

use cc_api::{Client, Note};
use cc_faults::list::{Clock, List};
use cc_faults::logic::{Desk, Served, Sliding};
use cc_faults::scene;

use super::{Limiter, all_well, at_most, patient, read, settled, spawn, usual};

const LIMIT: &str = "x-ratelimit-limit";
const REMAINING: &str = "x-ratelimit-remaining";
const RESET: &str = "x-ratelimit-reset";

/// How many calls each window has left, and how many the server counts beyond ours.
async fn left(client: &Client) -> Vec<(u32, u32)> {
    client.quota().await.windows.iter().map(|window| (window.left, window.unseen)).collect()
}

pub(super) fn nonsense_is_ignored_field_by_field() {
    for case in &List::get().fault("F111").cases {
        let (field, value) = case.as_object().unwrap().iter().next().unwrap();
        let (name, value) = (format!("x-ratelimit-{field}"), value.as_str().unwrap());
        nonsense_alone_changes_nothing(&name, value);
        nonsense_takes_no_other_field_along(&name, value);
    }
}

/// Every answer says it: the own count goes on as if it did not, and nobody waits longer than a minute for a slot.
fn nonsense_alone_changes_nothing(name: &str, value: &str) {
    let (sent, text) = (name.to_owned(), value.to_owned());
    scene::without_sockets(async |desk| {
        let mut limiter = Sliding::new(&List::get().profile.quota_windows);
        let server = Served::new(move |arrival| {
            assert_eq!(limiter.admit(arrival.at), Ok(()), "more than the own windows allow");
            usual(&[(&sent, &text)])
        });
        let client = desk.client(server.clone());
        all_well((0..61).map(|_| spawn(patient(&client))).collect()).await;
        at_most(&server, 30, 60);
        let last = server.arrivals()[60].at;
        assert!(last <= Duration::from_secs(121), "{name}: {value:?} holds calls back until {last:?}");
        settled(&client).await;
    });
}

/// Beside it stand two good fields; they count as they would without it.
fn nonsense_takes_no_other_field_along(name: &str, value: &str) {
    let good = [(LIMIT, "30"), (REMAINING, "5"), (RESET, "40")];
    let headers: Vec<_> = good
        .iter()
        .map(|(other, text)| ((*other).to_owned(), if *other == name { value } else { text }.to_owned()))
        .collect();
    // What remains counts unless it is the nonsense, or what remains of nothing.
    let counts = name != REMAINING && (name, value) != (LIMIT, "0");
    scene::without_sockets(async |desk| {
        let server = Served::new(move |_| {
            let headers: Vec<_> = headers.iter().map(|(name, text)| (&**name, &**text)).collect();
            usual(&headers)
        });
        let client = desk.client(server);
        read(&client).await.unwrap();
        let wanted = if counts { (5, 24) } else { (29, 0) };
        assert_eq!(left(&client).await[0], wanted, "{name}: {value:?}");
        let quota = client.quota().await;
        let longest = desk.timer().true_time() + jiff::SignedDuration::from_secs(61);
        assert!(quota.estimate(29) <= longest, "{name}: {value:?} blocks until {}", quota.estimate(29));
    });
}

pub(super) fn a_reset_is_counted_by_the_servers_clock() {
    for case in &List::get().fault("F112").cases {
        let Clock::ClientSkewS(seconds) = serde_json::from_value(case.clone()).unwrap();
        scene::without_sockets(async |desk| {
            desk.timer().skew(seconds.as_i64().unwrap());
            let server = of_true_time(desk);
            let client = desk.client(server.clone());
            read(&client).await.unwrap();
            patient(&client).await.unwrap();
            let arrivals = server.arrivals();
            let wait = arrivals[1].at.abs_diff(arrivals[0].at).as_secs_f64();
            assert!((30.0..=32.0).contains(&wait), "clock wrong by {seconds} s: it waits {wait} s");
            settled(&client).await;
        });
    }
}

/// A server with a right clock, whose window is used up and begins anew in 30 seconds.
fn of_true_time(desk: &Desk) -> Served {
    let timer = desk.timer().clone();
    Served::new(move |_| {
        let now = timer.true_time();
        let date = now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let reset = (now.as_second() + 30).to_string();
        usual(&[("date", &date), (REMAINING, "0"), (LIMIT, "30"), (RESET, &reset)])
    })
}

pub(super) fn the_limit_says_which_window_is_meant() {
    scene::without_sockets(async |desk| {
        let server = Served::new(|_| usual(&[(LIMIT, "500"), (REMAINING, "120"), (RESET, "1800")]));
        let client = desk.client(server);
        read(&client).await.unwrap();
        assert_eq!(left(&client).await, [(29, 0), (120, 379), (1999, 0)]);
        tokio::time::sleep(Duration::from_secs(1800)).await;
        assert_eq!(left(&client).await[1].0, 120, "the server's window has not begun anew");
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(left(&client).await[1].0, 499);
    });
}

/// A server with a limit of its own, of which it tells, until it has another at this time.
fn changing(first: u32, later: u32, change: Duration) -> Served {
    let minute = |limit| Sliding::new(&[cc_faults::list::QuotaWindow { limit, secs: 60 }]);
    let (mut before, mut after) = (minute(first), minute(later.max(1)));
    let mut used = Vec::new();
    Served::new(move |arrival| {
        // Both count all along, so that the new limit finds what was sent before.
        let counted = (before.admit(arrival.at), after.admit(arrival.at));
        let (limit, admitted) = if arrival.at < change { (first, counted.0) } else { (later, counted.1) };
        assert!(limit == 0 || admitted.is_ok(), "refused at {:?}", arrival.at);
        used.retain(|at| *at + Duration::from_secs(60) > arrival.at);
        used.push(arrival.at);
        let remaining = limit.saturating_sub(u32::try_from(used.len()).unwrap());
        usual(&[(LIMIT, &limit.to_string()), (REMAINING, &remaining.to_string()), (RESET, "60")])
    })
}

pub(super) fn a_limit_that_changes() {
    let change = Duration::from_secs(90);
    lower_applies_at_once(change);
    higher_applies_from_the_next_window();
    scene::without_sockets(async |desk| {
        let server = changing(30, 60, change);
        let client = desk.client(server.clone());
        all_well((0..200).map(|_| spawn(patient(&client))).collect()).await;
        at_most(&server, 30, 60);
    });
    scene::without_sockets(async |desk| {
        let server = changing(30, 0, change);
        let client = desk.client(server.clone());
        all_well((0..200).map(|_| spawn(patient(&client))).collect()).await;
        let last = server.arrivals()[199].at;
        assert!(last < Duration::from_secs(6 * 61 + 1), "a limit of nothing is none: {last:?}");
        let told = |note: &&Note| matches!(note, Note::LimitIgnored { .. });
        assert!(desk.notes().iter().any(|note| told(&note)), "nobody is told");
    });
}

fn lower_applies_at_once(change: Duration) {
    scene::without_sockets(async |desk| {
        let server = changing(30, 10, change);
        let client = desk.client(server.clone());
        for _ in 0..20 {
            read(&client).await.unwrap();
        }
        tokio::time::sleep(change).await;
        // The first answer of the new kind tells; whoever waits from then on keeps to ten, in this minute and in later ones.
        read(&client).await.unwrap();
        assert_eq!(left(&client).await[0].0, 9);
        let before = server.sends();
        all_well((0..39).map(|_| spawn(patient(&client))).collect()).await;
        let arrivals = server.arrivals();
        for pair in arrivals[before - 1..].windows(11) {
            let stretch = pair[10].at.abs_diff(pair[0].at);
            assert!(stretch >= Duration::from_secs(60), "eleven requests within {stretch:?}");
        }
        let last = arrivals.last().unwrap().at.abs_diff(change);
        assert!(last < Duration::from_secs(4 * 62), "it dawdles: {last:?}");
        settled(&client).await;
    });
}

fn higher_applies_from_the_next_window() {
    let change = Duration::from_secs(30);
    scene::without_sockets(async |desk| {
        let server = changing(10, 30, change);
        let client = desk.client(server);
        for _ in 0..5 {
            read(&client).await.unwrap();
        }
        assert_eq!(left(&client).await[0].0, 5);
        tokio::time::sleep(change).await;
        read(&client).await.unwrap();
        assert_eq!(left(&client).await[0].0, 4, "the window that began with ten ends with ten");
        tokio::time::sleep(Duration::from_secs(62)).await;
        assert_eq!(left(&client).await[0].0, 30);
    });
}
