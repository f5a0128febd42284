//! Which statuses are tried again, for which operations, and after which waits.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cc_api::catalogue::Method;
use cc_api::{ErrorKind, Quota, Retry};
use cc_faults::case::Ran;
use cc_faults::list::Op;
use cc_faults::logic::{Served, answered};
use cc_faults::operations::Sample;
use cc_faults::scene;
use serde_json::json;

use crate::chance::Chance;
use crate::every_operation;

crate::bound::faults! {
    F070 => Alone,
    F071 => Alone,
    F073 => Alone,
    F074 => Story(retries_come_out_of_a_budget),
    F075 => Story(no_wait_goes_past_the_deadline),
    F076 => Alone,
    F078 => Check(the_error_names_the_scopes),
    F079 => Alone,
    F081 => Check(a_first_not_found_stays_one),
    F082 => Check(the_toggle_is_no_post),
    F083 => Alone,
    F084 => Story(an_error_object_with_a_success_is_none),
    F085 => Story(waits_are_drawn_evenly_below_a_bound_that_doubles),
    F086 => Story(every_operation::each_is_sent_as_often_as_its_class_allows),
    F087 => Check(a_misdirected_request_goes_elsewhere),
}

fn retries_come_out_of_a_budget() {
    scene::without_sockets(async |desk| {
        let well = Arc::new(AtomicBool::new(false));
        let status = {
            let well = Arc::clone(&well);
            move || if well.load(Ordering::Relaxed) { 200 } else { 503 }
        };
        let server = Served::new(move |_| answered(status(), &[], r#"{"id":"post_1","slug":"a"}"#));
        let client = desk.client(server.clone());
        let sends = async || {
            let before = server.sends();
            let result = Sample::usual(Op::Read).call(&client).await;
            (server.sends() - before, result)
        };
        let mut counts = Vec::new();
        for _ in 0..6 {
            counts.push(sends().await.0);
        }
        assert_eq!(counts, [3, 3, 3, 3, 3, 1]);
        let (count, result) = sends().await;
        let error = result.unwrap_err();
        assert_eq!((count, error.kind()), (1, ErrorKind::Server));
        assert!(error.to_string().contains("the budget"), "{error}");
        well.store(true, Ordering::Relaxed);
        for _ in 0..10 {
            sends().await.1.unwrap();
        }
        well.store(false, Ordering::Relaxed);
        assert_eq!((sends().await.0, sends().await.0), (2, 1));
    });
}

fn no_wait_goes_past_the_deadline() {
    scene::without_sockets(async |desk| {
        let server = Served::new(|_| answered(503, &[], ""));
        let client = desk.client(server.clone());
        let call = Sample::usual(Op::Read).call(&client).with_deadline(Duration::from_millis(500));
        let error = call.await.unwrap_err();
        assert_eq!((error.kind(), error.attempts(), server.sends()), (ErrorKind::Server, 2, 2));
        assert_eq!(desk.timer().waits(), [Duration::from_millis(200)]);
        assert_eq!(desk.timer().time(), Duration::from_millis(200));
        assert!(error.retry_at().is_some(), "{error}");
    });
}

fn the_error_names_the_scopes(ran: &Ran) {
    let error = ran.result.as_ref().unwrap_err();
    assert!(error.to_string().contains("content:read"), "{error}");
    assert!(error.scope().is_some_and(|scope| !scope.required.is_empty()), "{error:?}");
}

fn a_first_not_found_stays_one(_: &Ran) {
    let steps = scene::written(json!([{"read": "all"}, {"send": {"status": 404}}]));
    scene::on_wire(&steps, None, &async |wire, client| {
        let error = Sample::usual(Op::Idem).call(client).await.unwrap_err();
        assert_eq!((error.kind(), wire.tally().sends), (ErrorKind::NotFound, 1), "{error}");
    });
}

fn the_toggle_is_no_post(ran: &Ran) {
    let operation = Sample::of(ran.case.fault, ran.case.op).operation;
    assert_eq!((operation.id, operation.method), ("update_post", Method::Patch));
}

fn an_error_object_with_a_success_is_none() {
    scene::on_wire(&scene::steps("F084", None), None, &async |wire, client| {
        let error = client.content().get_post("open-house").await.unwrap_err();
        assert_eq!((error.kind(), wire.tally().sends), (ErrorKind::Decode, 1), "{error}");
        assert!(error.to_string().contains("Not available"), "{error}");
    });
}

fn a_misdirected_request_goes_elsewhere(ran: &Ran) {
    assert_eq!(ran.tally.connections, ran.tally.sends, "each send has a connection of its own");
}

fn waits_are_drawn_evenly_below_a_bound_that_doubles() {
    const RUNS: u32 = 10_000;
    const BOUNDS: [u64; 3] = [200, 400, 500];
    let mut sums = [Duration::ZERO; 3];
    scene::without_sockets(async |desk| {
        let draw = Arc::new(Mutex::new(Chance(85)));
        let retry =
            Retry::default().attempts(4).backoff(Duration::from_millis(200), Duration::from_millis(500));
        let server = Served::new(|_| answered(503, &[], ""));
        for run in 0..RUNS {
            // A client of its own for each, since the retries of all calls together are limited as well.
            let draw = Arc::clone(&draw);
            let builder = desk.builder(server.clone()).quota(Quota::unlimited()).retry(retry);
            let client = builder.random(move || draw.lock().unwrap().part()).build().unwrap();
            Sample::usual(Op::Read).call(&client).await.unwrap_err();
            let waits = desk.timer().waits();
            let waits = &waits[usize::try_from(run).unwrap() * BOUNDS.len()..];
            assert_eq!(waits.len(), BOUNDS.len(), "run {run}");
            for ((wait, bound), sum) in waits.iter().zip(BOUNDS).zip(&mut sums) {
                assert!(*wait <= Duration::from_millis(bound), "run {run}: {wait:?} of {bound} ms");
                *sum += *wait;
            }
        }
    });
    for (sum, bound) in sums.iter().zip(BOUNDS) {
        let share = (*sum / RUNS).as_secs_f64() / (Duration::from_millis(bound) / 2).as_secs_f64();
        assert!((0.98..=1.02).contains(&share), "the mean is {share} of half of {bound} ms");
    }
    no_bound_overflows();
}

/// However often a call is sent and however long it may wait: there is a wait or an end, and no overflow. The numbers of
/// attempts up to the largest are tried where the bound is computed.
fn no_bound_overflows() {
    let second = Duration::from_secs(1);
    let longest = Duration::MAX.saturating_sub(second);
    for (base, cap) in [(second, Duration::MAX), (longest, Duration::MAX), (Duration::ZERO, second)] {
        scene::without_sockets(async |desk| {
            let server = Served::new(|_| answered(503, &[], ""));
            let builder = desk.builder(server.clone()).quota(Quota::unlimited()).deadline(Duration::MAX);
            let retry = Retry::default().attempts(u32::MAX).backoff(base, cap);
            let client = builder.retry(retry).build().unwrap();
            // A wait can be as long as time itself; a call that has less left ends instead.
            let call = Sample::usual(Op::Read).call(&client).with_deadline(Duration::from_secs(86_400));
            let error = call.await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Server, "{error}");
            assert!(server.sends() <= 11, "the budget of a key is ten retries");
        });
    }
}
