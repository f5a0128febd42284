//! What the API says of the quota.

use cc_faults::list::List;
use cc_faults::scene;
use serde_json::json;

use crate::door;
use crate::request::{READ, key};

crate::bound::faults! {
    F111 => Story(nonsense_holds_nobody_up),
    F121 => Answers(&[200]),
}

fn nonsense_holds_nobody_up() {
    for case in &List::get().fault("F111").cases {
        let (field, value) = case.as_object().unwrap().iter().next().unwrap();
        let mut headers = json!({});
        headers[format!("x-ratelimit-{field}")] = value.clone();
        let steps = scene::written(json!([{"always": true}, {"send": {"status": 200, "headers": headers}}]));
        door::scene(&steps, None, |_| {}, &async |wire, door| {
            for _ in 0..3 {
                let answer = door.ask(&READ.bytes(key())).await;
                assert!(answer.is_success(), "{case}: {answer:?}");
            }
            assert_eq!((wire.tally().sends, wire.timer().waits()), (3, Vec::new()), "{case}");
        });
    }
}
