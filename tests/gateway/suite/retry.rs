//! Refusals and failures of the API: which status a caller gets for each, and how often the API was asked.

use serde_json::json;

use crate::door;
use crate::every_operation;
use crate::request::{READ, key};
use crate::runner::Ran;

crate::bound::faults! {
    F070 => Listed,
    F071 => Listed,
    F073 => Listed,
    F076 => Check(a_refusal_keeps_its_meaning),
    F078 => Check(the_scope_is_named),
    F079 => Listed,
    F081 => Check(what_was_removed_by_a_lost_answer_is_removed),
    F082 => Listed,
    F083 => Listed,
    F084 => Story(an_error_object_with_a_success_is_shown),
    F086 => Story(every_operation::each_is_sent_as_often_as_its_class_allows),
    F087 => Listed,
}

fn a_refusal_keeps_its_meaning(ran: &Ran) {
    let came = ran.case.case.and_then(serde_json::Value::as_u64).unwrap();
    let wanted = match came {
        400 | 414 | 415 | 422 | 431 => 422,
        404 | 410 => 404,
        428 => 409,
        same => same,
    };
    assert_eq!(u64::from(ran.answer.status), wanted, "{came}: {:?}", ran.answer);
}

fn the_scope_is_named(ran: &Ran) {
    assert!(ran.answer.message().contains("it lacks content:read"), "{:?}", ran.answer);
}

fn what_was_removed_by_a_lost_answer_is_removed(ran: &Ran) {
    assert_eq!((ran.answer.status, &*ran.answer.body), (204, ""));
}

/// The gateway passes on what is JSON, whatever it is, so that a model can read it.
fn an_error_object_with_a_success_is_shown() {
    door::scene(&cc_faults::scene::steps("F084", None), None, |_| {}, &async |wire, door| {
        let answer = door.ask(&READ.bytes(key())).await;
        assert_eq!((answer.status, answer.json()), (200, json!({"detail": "Not available"})));
        assert_eq!(wire.tally().sends, 1);
    });
}
