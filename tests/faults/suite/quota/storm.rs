//! Callers that come, go and give up in any order, ten thousand times: no slot is lost, none is made up, and nobody sleeps
//! through the moment at which there is one.
//!
//! The moments are those of the gate, not of a thread schedule: that is explored, step by step, by tests beside the gate.

use std::future::IntoFuture as _;
use std::time::Duration;

use cc_api::quota::Window;
use cc_api::{Client, Quota};
use cc_faults::case::{block_on, unsettled};
use cc_faults::logic::{Desk, Served};
use tokio::task::JoinHandle;

use super::{patient, usual};
use crate::chance::Chance;

const HISTORIES: usize = 10_000;
/// How many slots there are, and how long one is taken after its answer.
const SLOTS: usize = 3;
const WINDOW: u64 = 10_000;
/// The gate keeps time in steps of a millisecond, and timers are as coarse.
const LATE: u64 = 3;

/// The header by which a caller is known again.
const NUMBER: &str = "x-number";

/// A call, in milliseconds since the story began.
#[derive(Debug, Clone, Copy)]
struct Caller {
    comes: u64,
    /// When it gives up; it may be over by then.
    leaves: Option<u64>,
}

pub(super) fn who_gives_up_takes_no_slot_along() {
    let at_once = 4;
    std::thread::scope(|scope| {
        for part in 0..at_once {
            scope.spawn(move || {
                for seed in (part..HISTORIES).step_by(at_once) {
                    block_on(true, history(u64::try_from(seed).unwrap()));
                }
            });
        }
    });
}

/// Most histories are of few callers: those are the ones whose every order comes up.
fn callers(chance: &mut Chance) -> Vec<Caller> {
    let most = [64, 8, 8, 4, 4, 4, 4, 4][usize::try_from(chance.below(8)).unwrap()];
    let count = 1 + chance.below(most);
    let one = |chance: &mut Chance| {
        // Full seconds, so that many things happen at the same instant: the end of a window, a grant, a cancellation.
        let comes = 1000 * chance.below(15);
        let stays = [None, Some(0), Some(1), Some(1000 * chance.below(30))];
        let stays = stays[usize::try_from(chance.below(4)).unwrap()];
        Caller { comes, leaves: stays.map(|stays| comes + stays) }
    };
    (0..count).map(|_| one(chance)).collect()
}

async fn history(seed: u64) {
    let mut chance = Chance(seed * 0x9e37_79b9 + 124);
    let callers = callers(&mut chance);
    let desk = Desk::default();
    let mut way = Chance(seed);
    let travel = move || {
        let back = [0, 0, 1000, 2500][usize::try_from(way.below(4)).unwrap()];
        (Duration::ZERO, Duration::from_millis(back))
    };
    let server = Served::far(|_| usual(&[]), travel);
    let quota = Quota::of(&[Window::new(u32::try_from(SLOTS).unwrap(), Duration::from_millis(WINDOW))]);
    let client = desk.builder(server.clone()).quota(quota).build().unwrap();
    let running = callers.iter().enumerate().map(|(number, caller)| begin(number, *caller, &client, &desk));
    let running: Vec<_> = running.collect();
    let mut ends = Vec::new();
    for caller in running {
        ends.push(caller.await.unwrap());
    }
    let place = format!("history {seed}: {callers:?}");
    assert_eq!(unsettled(&client).await, None, "{place}");
    judge(&server, &callers, &ends, &place);
}

/// Plays one caller, and gives the time at which its call was over.
fn begin(number: usize, caller: Caller, client: &Client, desk: &Desk) -> JoinHandle<u64> {
    let (client, timer) = (client.clone(), desk.timer().clone());
    tokio::spawn(async move {
        pause(caller.comes).await;
        let call = patient(&client).with_header(NUMBER, &number.to_string());
        match caller.leaves {
            None => drop(call.await.unwrap()),
            Some(leaves) => {
                let stay = Duration::from_millis(leaves - caller.comes);
                let _ = tokio::time::timeout(stay, call.into_future()).await;
            }
        }
        u64::try_from(timer.time().as_millis()).unwrap()
    })
}

async fn pause(milliseconds: u64) {
    if milliseconds > 0 {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }
}

/// Holds what arrived against plain arithmetic: each request takes a slot until one window after it was over.
fn judge(server: &Served, callers: &[Caller], ends: &[u64], place: &str) {
    let sent: Vec<_> = server
        .arrivals()
        .iter()
        .map(|arrival| {
            let number = arrival.request.headers[NUMBER].to_str().unwrap().parse::<usize>().unwrap();
            (number, u64::try_from(arrival.at.as_millis()).unwrap())
        })
        .collect();
    for (place_in_order, (number, at)) in sent.iter().enumerate() {
        let before = &sent[..place_in_order];
        let taken = |time: u64| before.iter().filter(|(other, _)| ends[*other] + WINDOW > time).count();
        assert!(taken(*at) < SLOTS, "caller {number} got a slot that there was not, at {at}: {place}");
        let earlier = at.saturating_sub(LATE);
        let waited = callers[*number].comes < earlier;
        let free = before.iter().all(|(_, before)| *before <= earlier) && taken(earlier) < SLOTS;
        assert!(!(waited && free), "caller {number} slept through a free slot before {at}: {place}");
    }
    let patient = callers.iter().filter(|caller| caller.leaves.is_none()).count();
    assert!(sent.len() >= patient, "somebody who waited was never served: {place}");
}
