//! Servers that count every stretch of time, and servers that count from minute to minute: neither ever refuses.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cc_api::{ErrorKind, Outcome};
use cc_faults::list::{List, QuotaWindow};
use cc_faults::logic::{Desk, Fixed, Limiter, Served, Sliding};
use cc_faults::{scene, verdict};

use super::{FOR_EVER, all_well, at_most, limited, patient, read, settled, spawn, usual};
use crate::chance::Chance;

/// The windows of the profile.
fn windows() -> &'static [QuotaWindow] {
    &List::get().profile.quota_windows
}

pub(super) fn forty_at_once_that_do_not_wait() {
    scene::without_sockets(async |desk| {
        let server = Served::new(|_| usual(&[]));
        let client = desk.client(server.clone());
        let minute_later = desk.timer().true_time() + jiff::SignedDuration::from_secs(60);
        let calls: Vec<_> = (0..40).map(|_| spawn(read(&client).with_max_wait(Duration::ZERO))).collect();
        let mut refused = 0;
        for call in calls {
            let Err(error) = call.await.unwrap() else { continue };
            refused += 1;
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::QuotaWait, Outcome::NotSent), "{error}");
            assert_eq!(verdict::error_breaches(&error, "get_post"), Vec::<String>::new());
            let early = minute_later.duration_since(error.retry_at().unwrap());
            assert!(early.is_zero(), "it names a time {early} too early");
        }
        assert_eq!((refused, server.sends()), (10, 30));
        assert!(desk.timer().waits().is_empty());
        settled(&client).await;
    });
}

pub(super) fn without_headers_the_own_count_is_enough() {
    scene::without_sockets(async |desk| {
        let server = Served::new(|_| usual(&[]));
        let client = desk.builder(server.clone()).deadline(Duration::MAX).max_wait(Duration::MAX);
        let client = client.build().unwrap();
        all_well((0..200).map(|_| spawn(read(&client))).collect()).await;
        at_most(&server, 30, 60);
        // As fast as allowed: the last of them goes with the seventh batch.
        let last = server.arrivals().last().unwrap().at;
        assert!(last < Duration::from_secs(6 * 60 + 1), "{last:?}");
        settled(&client).await;
    });
}

pub(super) fn latency_squeezes_nothing_together() {
    const CALLS: u32 = 3000;
    let mut chance = Chance(117);
    let mut way = move || Duration::from_millis([5, 800][usize::try_from(chance.below(2)).unwrap()]);
    scene::without_sockets(async |desk| {
        let mut limiter = Sliding::new(windows());
        let server = Served::far(move |arrival| limited(&mut limiter, arrival), move || (way(), way()));
        play(desk, &server, CALLS).await;
        at_most(&server, 30, 60);
    });
}

pub(super) fn all_three_windows_bind() {
    let limiters: [Box<dyn Limiter>; 2] =
        [Box::new(Sliding::new(windows())), Box::new(Fixed::new(windows()))];
    for mut limiter in limiters {
        scene::without_sockets(async |desk| {
            let server = Served::new(move |arrival| limited(&mut *limiter, arrival));
            // Windows that begin with the full minute do not begin with our first call.
            tokio::time::sleep(Duration::from_secs(47)).await;
            play(desk, &server, 2600).await;
            for window in windows() {
                at_most(&server, usize::try_from(window.limit).unwrap(), window.secs);
            }
            let day = Duration::from_secs(86_400);
            let took = server.arrivals()[2599].at.abs_diff(server.arrivals()[0].at);
            assert!(took > day, "2,600 calls fit into {took:?}");
            // The rest takes more than an hour, as 600 exceed an hour's limit; a day's slots come back in parts.
            assert!(took < day + Duration::from_secs(5400), "it dawdles: {took:?}");
        });
    }
    a_refusal_by_one_window_takes_nothing_from_the_others();
}

fn a_refusal_by_one_window_takes_nothing_from_the_others() {
    scene::without_sockets(async |desk| {
        let server = Served::new(|_| usual(&[]));
        let client = desk.client(server.clone());
        for _ in 0..130 {
            // What is refused is what the story is about.
            let _ = read(&client).with_max_wait(Duration::ZERO).await;
        }
        let quota = client.quota().await;
        let used: Vec<_> = quota.windows.iter().map(|window| (window.used, window.left)).collect();
        assert_eq!(used, [(30, 0), (30, 470), (30, 1970)]);
        assert_eq!(server.sends(), 30);
    });
}

/// Forty callers make so many calls, each as soon as its last is over; none is refused, here or there.
async fn play(desk: &Desk, server: &Served, calls: u32) {
    let client = desk.client(server.clone());
    let left = Arc::new(AtomicU32::new(calls));
    let refusals = Arc::new(Mutex::new(Vec::new()));
    let callers: Vec<_> = (0..40)
        .map(|_| {
            let (client, left, refusals) = (client.clone(), Arc::clone(&left), Arc::clone(&refusals));
            tokio::spawn(async move {
                let one_less = |left: u32| left.checked_sub(1);
                while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less).is_ok() {
                    if let Err(error) = patient(&client).with_max_wait(FOR_EVER).await {
                        refusals.lock().unwrap().push(error.to_string());
                    }
                }
            })
        })
        .collect();
    for caller in callers {
        caller.await.unwrap();
    }
    let refusals = std::mem::take(&mut *refusals.lock().unwrap());
    assert!(refusals.is_empty(), "{} refusals: {:?}", refusals.len(), refusals.first());
    assert_eq!(server.sends(), usize::try_from(calls).unwrap(), "each call is sent once");
    settled(&client).await;
}
