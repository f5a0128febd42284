//! An API that says when to come again: what is soon is waited for, and everything else is told to the caller.

use std::time::Duration;

use cc_faults::scene;

use crate::door;
use crate::owed;
use crate::request::{OTHER, READ, key};
use crate::runner::Ran;

crate::bound::faults! {
    F091 => Check(|ran| waited(ran, 3, &[200])),
    F093 => Check(a_second_lies_between_sends),
    F094 => Check(an_absurd_time_is_cut),
    F095 => Story(a_longer_wait_than_there_is_time_for_is_told_at_once),
    F096 => Check(a_second_lies_between_sends),
    // The window is used up for longer than that, by what the API says itself: the caller may hear it.
    F097 => Check(|ran| waited(ran, 5, &[200, 429])),
    F098 => Check(|ran| waited(ran, 4, &[200])),
}

fn waited(ran: &Ran, seconds: u64, statuses: &[u16]) {
    let (least, most) = (Duration::from_secs(seconds), Duration::from_secs(seconds + 1));
    let waits: Vec<_> = ran.waits.iter().filter(|wait| **wait >= least).collect();
    assert!(matches!(*waits, [wait] if *wait <= most), "{:?}", ran.waits);
    assert!(statuses.contains(&ran.answer.status), "{:?}", ran.answer);
}

/// A wait that ended a moment too early is followed by what was missing.
fn a_second_lies_between_sends(ran: &Ran) {
    let (sends, waited) = (ran.tally.sends, ran.waits.iter().sum::<Duration>());
    assert!(sends > 1 && waited.as_secs() + 1 >= u64::from(sends), "{sends} sends, {:?}", ran.waits);
}

fn seconds(ran: &crate::caller::Answer) -> u64 {
    ran.header("retry-after").unwrap().parse().unwrap()
}

fn an_absurd_time_is_cut(ran: &Ran) {
    let day = 86_400;
    assert!((day..=day + 3_600 + 2).contains(&seconds(&ran.answer)), "{:?}", ran.answer);
}

fn a_longer_wait_than_there_is_time_for_is_told_at_once() {
    door::scene(&scene::steps("F095", None), None, |_| {}, &async |wire, door| {
        for _ in 0..2 {
            let answer = door.ask(&READ.bytes(key())).await;
            assert_eq!(owed::breaches(&answer), Vec::<String>::new());
            assert_eq!(answer.status, 429, "{answer:?}");
            assert!((3_590..=3_601).contains(&seconds(&answer)), "{answer:?}");
            assert!(answer.message().contains("don't call before"), "{answer:?}");
        }
        assert_eq!((wire.tally().sends, wire.timer().waits().len()), (1, 0), "the second is not sent");
        assert!(door.ask(&READ.bytes(OTHER)).await.is_success(), "another key goes on");
    });
}
