//! Which statuses are tried again, for which operations, and after which waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use cc_api::ErrorKind;
use cc_api::catalogue::Method;
use cc_faults::case::Ran;
use cc_faults::list::Op;
use cc_faults::logic::{Served, answered};
use cc_faults::operations::Sample;
use cc_faults::scene;
use serde_json::json;

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
    F085 => NotYet,
    F086 => NotYet,
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
