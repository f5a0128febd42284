//! What is owed beyond the entries of the list: the dashboard, which is eight calls in one answer.

use cc_faults::scene::written;
use serde_json::{Value, json};

use crate::caller::with_key;
use crate::door;
use crate::owed;
use crate::request::key;

/// The dashboard while the API does this on every request.
fn gathered(fault: &Value, judge: impl Fn(u16, &Value)) {
    let mut steps = vec![json!({"always": true}), json!({"read": "all"})];
    steps.extend(fault.as_array().into_iter().flatten().cloned());
    door::scene(&written(steps.into()), None, |_| {}, &async |wire, door| {
        let target = "/dashboard?start_date=2026-11-23&end_date=2026-11-29";
        let answer = door.ask(&with_key("GET", target, key(), "")).await;
        assert_eq!(owed::breaches(&answer), Vec::<String>::new(), "{fault}");
        assert!(wire.tally().sends <= 30, "{fault}: {} sends", wire.tally().sends);
        judge(answer.status, &answer.json());
    });
}

#[test]
fn a_dashboard_of_an_api_that_fails_is_one_answer_with_a_way_out() {
    let evil = json!({"message": "\u{1b}[2J\u{202e}cc_CANARY_7f3a9d"}).to_string();
    for (status, wanted) in
        [(401, 401), (402, 402), (403, 403), (404, 404), (422, 422), (418, 418), (500, 502), (503, 503)]
    {
        gathered(&json!([{"send": {"status": status, "body": evil}}]), |status, answer| {
            assert_eq!(status, wanted, "{answer}");
        });
    }
    for (fault, wanted) in [
        (json!([{"end": "rst"}]), 502),
        (json!([{"send": {"raw": "SSH-2.0-x\r\n"}}, {"end": "fin"}]), 502),
        (
            json!([{"send": {"status": 200, "headers": {"content-type": "text/html"}, "body": "ref:login"}}]),
            502,
        ),
        (
            json!([{"send": {"status": 302, "headers": {"location": "http://evil.example/?sig=SIGCANARY51"}}}]),
            502,
        ),
        (json!([{"send": {"status": 429, "headers": {"retry-after": "3600"}, "body": "{}"}}]), 429),
    ] {
        gathered(&fault, |status, answer| assert_eq!(status, wanted, "{fault}: {answer}"));
    }
}
