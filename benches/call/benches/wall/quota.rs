//! One decision of the store in memory, with 25,000 keys that are all in use.

use std::time::Duration;

use cc_api::Lane;
use cc_api::quota::{Ask, Decision, KeyId, MemoryQuota, QuotaStore as _, Report, Window};
use criterion::Criterion;

const KEYS: u64 = 25_000;

/// The documented limits.
const WINDOWS: [Window; 3] = [
    Window::new(30, Duration::from_secs(60)),
    Window::new(500, Duration::from_secs(3600)),
    Window::new(2000, Duration::from_secs(86_400)),
];

/// How often all keys are asked for before it is measured, and how many seconds apart: then every part of a day, of an hour
/// and of a minute has requests in it.
const BEFORE: [(u32, u64); 3] = [(72, 1200), (45, 80), (20, 2)];

/// So much time passes from one measured decision to the next: a key is asked for every 50 seconds, 1,728 times a day.
const STEP: Duration = Duration::from_millis(2);

pub(crate) fn bench(criterion: &mut Criterion) {
    let store = MemoryQuota::new();
    store.set_up(&WINDOWS).expect("the windows fit");
    let mut now = Duration::ZERO;
    for (rounds, seconds) in BEFORE {
        for _ in 0..rounds {
            now += Duration::from_secs(seconds);
            (0..KEYS).for_each(|number| decide(&store, number, now));
        }
    }
    let mut number = 0;
    criterion.bench_function("quota_decision", |bencher| {
        bencher.iter(|| {
            number = (number + 1) % KEYS;
            now += STEP;
            decide(&store, number, now);
        });
    });
}

/// Takes a slot and settles it.
fn decide(store: &MemoryQuota, number: u64, now: Duration) {
    // Neighbours in time are no neighbours in memory.
    let digest = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut key = KeyId([0; 16]);
    key.0[..8].copy_from_slice(&digest.to_be_bytes());
    let ask = Ask { key, lane: Lane::Normal, ahead: 0, now, lease: Duration::from_secs(45) };
    let Ok(Decision::Granted(slot)) = store.reserve(&ask) else {
        panic!("{now:?}: key {number} was refused")
    };
    let report = Report { now, answered: true, ..Report::default() };
    store.settle(key, slot, &report).expect("the slot is the store's");
}
