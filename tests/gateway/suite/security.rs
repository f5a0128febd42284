//! Where a key must not go, and what a path must not become.

use cc_faults::list::{List, Op};
use cc_faults::scene::written;
use cc_faults::shapes::{POINTERS, pointing};
use cc_faults::watch;
use cc_faults::wire::{Line, Wire};
use serde_json::json;

use crate::caller::request;
use crate::door;
use crate::every_operation;
use crate::owed;
use crate::request::{READ, Request, key};

crate::bound::faults! {
    F200 => Story(nobody_follows),
    F201 => Story(every_operation::no_value_leads_to_another_route),
    F204 => Story(a_key_is_shown_to_nobody),
    F206 => Story(what_is_no_key_is_not_passed_on),
}

fn nobody_follows() {
    let fault = List::get().fault("F200");
    assert_eq!(fault.cases, POINTERS.map(|(case, ..)| json!(case)));
    for (case, status, header, target) in POINTERS {
        // The server that it points to lives as long as the scene, which is what this one is for.
        let target = |evil: &str| target.replace("EVIL", evil).replace("SELF", "");
        let steps = |evil: &str| pointing(status, header, &target(evil));
        cc_faults::case::block_on(false, async {
            let evil = Wire::start(Line::Http1, &[], None, READ.sample());
            let host = evil.base_url().replace("http://", "");
            let api = Wire::start(Line::Http1, &steps(&host), None, READ.sample());
            let door = door::Door::to(&api, |_| {}).await;
            for (calls, op) in [(1, Op::Read), (2, Op::Write)] {
                let answer = door.ask(&Request::of(fault, op).bytes(key())).await;
                assert_eq!((answer.status, owed::breaches(&answer)), (502, Vec::new()), "{case}");
                assert_eq!((api.tally().sends, evil.tally().connections), (calls, 0), "{case}");
            }
            door.stop().await;
            evil.close();
            api.close();
        });
    }
}

/// An API that says the key back in every place that is passed on: texts, fields, scopes, its name for the request.
fn a_key_is_shown_to_nobody() {
    let key = key();
    let body = json!({"message": format!("bad {key}"), "errors": {(key): [format!("is {key}")]},
                      "missingScopes": [key], "requiredScopes": [key], "code": key});
    let headers = json!({"x-request-id": key, "retry-after": key, "server": key, "set-cookie": key,
                         "location": format!("https://{key}/{key}?k={key}"), "content-type": format!("text/{key}")});
    for status in [200, 302, 400, 401, 402, 403, 404, 409, 418, 422, 429, 500, 503] {
        let body = if status == 200 { json!(format!("<{key}")).to_string() + "<" } else { body.to_string() };
        let send = json!({"status": status, "headers": headers, "body": body});
        door::scene(&written(json!([{"always": true}, {"send": send}])), None, |_| {}, &async |_, door| {
            let answer = door.ask(&READ.bytes(key)).await;
            assert_eq!(owed::breaches(&answer), Vec::<String>::new(), "{status}");
            // One that is nearly a key is nobody's business, either.
            let near = format!("{key} {key}");
            let answer = door.ask(&request("GET", &format!("/{key}"), &[("Authorization", &near)], "")).await;
            assert_eq!((answer.status, watch::canary_in(&answer.body)), (404, None));
        });
    }
}

fn what_is_no_key_is_not_passed_on() {
    for case in List::get().fault("F206").cases.iter().map(|case| case.as_str().unwrap()) {
        door::scene(&[], None, |_| {}, &async |wire, door| {
            let bearer = format!("Bearer {case}");
            let answer = door
                .ask(&request("GET", "/user/content/posts-v2/a", &[("Authorization", &bearer)], ""))
                .await;
            // White space around a key is the header's, and a login's token may look like anything else.
            let fits = matches!(case, " cc_x " | "cc_x\n" | "CC_x" | "sk_live_x");
            let wanted = if fits { (200, 1) } else { (401, 0) };
            assert_eq!((answer.status, wire.tally().sends), wanted, "{case:?}: {answer:?}");
            assert_eq!(owed::breaches(&answer), Vec::<String>::new(), "{case:?}");
            let repeats = |word: &str| word.len() > "cc_".len() && answer.body.contains(word);
            assert!(
                fits || !case.split(' ').any(|word| word != "Bearer" && repeats(word)),
                "{case:?}: {answer:?}"
            );
        });
    }
}
