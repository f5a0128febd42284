//! The histories of all stores.

use std::sync::Arc;

use cc_api::internal::doors::redis_quota;
use cc_api::quota::QuotaStore as _;

use crate::history::{Rig, Time, WINDOWS, play};
use crate::servers::RedisServer;
use crate::told;

#[test]
fn no_history_breaks_a_quota_on_a_server() {
    let server = RedisServer::start();
    for (place, windows) in WINDOWS.into_iter().enumerate() {
        let time = Arc::new(Time::default());
        let clock = Arc::clone(&time);
        let store = redis_quota(&server.address(), move || 1_800_000_000_000_000 + clock.now()).unwrap();
        store.set_up(windows).unwrap();
        for seed in 0..125 {
            let steps = if seed == 7 { 200 } else { 15 };
            let rig =
                Rig { store: &store, windows, time: &time, leases: true, careful: true, blur: 0, steps };
            play(&rig, place as u64 * 10_000 + seed);
        }
    }
}

#[test]
fn a_server_counts_what_was_sent_without_it() {
    let server = RedisServer::start();
    let time = Arc::new(Time::default());
    let clock = Arc::clone(&time);
    let store = redis_quota(&server.address(), move || 1_800_000_000_000_000 + clock.now()).unwrap();
    store.set_up(&told::windows()).unwrap();
    told::check(&store, &time);
    server.check_keys(1);
}
