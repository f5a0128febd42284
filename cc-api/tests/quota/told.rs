//! What a store is told of requests that were sent without it.

use std::time::Duration;

use cc_api::quota::{KeyId, QuotaStore, Window};

use crate::history::Time;

const KEY: KeyId = KeyId([4; 16]);

pub(crate) fn windows() -> [Window; 2] {
    [Window::new(8, Duration::from_secs(60)), Window::new(100, Duration::from_secs(3600))]
}

/// Requests that were sent without the store leave the windows by the time at which they were answered.
pub(crate) fn check(store: &dyn QuotaStore, time: &Time) {
    let used = || {
        let snapshot = store.snapshot(KEY, Duration::ZERO).unwrap();
        assert_eq!(snapshot.reserved, 0);
        (snapshot.windows[0].used, snapshot.windows[1].used)
    };
    let pass = |seconds: u64| time.pass(seconds * 1_000_000);
    let ago = Duration::from_secs;
    assert_eq!(used(), (0, 0));
    store.catch_up(KEY, &[(ago(7300), 20), (ago(300), 30), (ago(50), 3), (ago(10), 2)]).unwrap();
    assert_eq!(used(), (5, 35), "each of those that still count, in each window that they lie in");
    pass(11);
    assert_eq!(used(), (2, 35));
    pass(50);
    assert_eq!(used(), (0, 35));
    // Those that were answered 300 s ago leave first, and a window of an hour is late by 80 s at most.
    pass(3600 - 361);
    assert_eq!(used().1, 35);
    pass(82);
    assert_eq!(used().1, 5);
    pass(300);
    assert_eq!(used(), (0, 0));
}
