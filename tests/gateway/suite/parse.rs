//! Bodies of the API: what is passed on, what is refused, and how that is said.

use cc_faults::list::{List, Op, Step};
use cc_faults::scene;
use cc_faults::shapes::REFUSALS;
use serde_json::{Value, json};

use crate::caller::Answer;
use crate::door;
use crate::owed;
use crate::request::{READ, Request, key};
use crate::runner::Ran;

crate::bound::faults! {
    F175 => Check(|ran| assert_eq!(ran.answer.json()["contentType"], "Hologram")),
    F178 => Story(numbers_are_exact_or_refused),
    F179 => Story(text_is_unicode_or_refused),
    F182 => Story(a_bomb_is_no_answer),
    F183 => Story(broken_compression_is_no_answer),
    F184 => Check(the_message_names_the_content_type),
    F186 => Story(error_bodies_of_every_shape_say_what_they_can),
    F187 => Story(nothing_but_white_space_follows_an_answer),
    F189 => Answers(&[200]),
    F190 => Story(what_moves_cursors_is_not_passed_on),
}

/// The cases of an entry, as text.
fn cases(id: &str) -> impl Iterator<Item = &'static str> {
    List::get().fault(id).cases.iter().map(|case| case.as_str().unwrap())
}

/// Steps that answer every request like this.
fn always(status: u16, headers: &Value, body: &str) -> Vec<Step> {
    let send = json!({"status": status, "headers": headers, "body": body});
    scene::written(json!([{"always": true}, {"send": send}]))
}

/// What becomes of one request; it is sent once.
fn told(steps: &[Step], case: &str, request: &Request, judge: impl Fn(&Answer)) {
    door::scene(steps, Some(case), |_| {}, &async |wire, door| {
        let answer = door.ask(&request.bytes(key())).await;
        assert_eq!(owed::breaches(&answer), Vec::<String>::new(), "{case}");
        assert_eq!(wire.tally().sends, 1, "{case}: {answer:?}");
        judge(&answer);
    });
}

fn numbers_are_exact_or_refused() {
    for case in cases("F178") {
        let written = format!(r#"{{"n":{case}}}"#);
        told(&scene::steps("F178", Some(case)), case, &READ, |answer| {
            let same = answer.status == 200 && answer.body == written;
            assert!(same || answer.status == 502, "{case}: {answer:?}");
            assert!(same || case != "9007199254740993", "{case}: {answer:?}");
        });
    }
}

fn text_is_unicode_or_refused() {
    for case in cases("F179") {
        told(&scene::steps("F179", Some(case)), case, &READ, |answer| {
            let slug = match case {
                "UTF-8 BOM" => "a",
                "NUL" => "\0",
                _ => return assert_eq!(answer.status, 502, "{case}: {answer:?}"),
            };
            assert_eq!(answer.json()["slug"], slug, "{case}");
        });
    }
}

/// Too large for a gateway that reads gzip, and no JSON for one that does not.
fn a_bomb_is_no_answer() {
    for case in cases("F182") {
        told(&scene::steps("F182", Some(case)), case, &READ, |answer| {
            assert_eq!(answer.status, 502, "{case}");
        });
    }
}

fn broken_compression_is_no_answer() {
    for case in cases("F183") {
        let encoding = if case.starts_with("br ") { "br" } else { "gzip" };
        let steps = always(200, &json!({"content-encoding": encoding}), "ref:bad_gzip");
        door::scene(&steps, Some(case), |_| {}, &async |_, door| {
            let answer = door.ask(&READ.bytes(key())).await;
            assert_eq!((answer.status, owed::breaches(&answer)), (502, Vec::new()), "{case}");
        });
    }
}

fn the_message_names_the_content_type(ran: &Ran) {
    let said = ran.answer.message();
    assert!(said.contains("text/html") && said.contains("Sign in"), "{said}");
    assert!(said.chars().count() <= 500 && !said.contains('<'), "{said}");
}

fn error_bodies_of_every_shape_say_what_they_can() {
    assert_eq!(cases("F186").collect::<Vec<_>>(), REFUSALS.map(|(case, ..)| case));
    let request = Request::of(List::get().fault("F186"), Op::Write);
    for (case, body, said, fields) in REFUSALS {
        let body = if case == "5 MiB" { body.repeat(350_000) } else { body.to_owned() };
        told(&always(400, &json!({}), &body), case, &request, |answer| {
            assert_eq!(answer.status, 422, "{case}: {answer:?}");
            assert!(answer.message().contains(said.unwrap_or_default()), "{case}: {answer:?}");
            let refusal = answer.json();
            for (field, message) in fields.split(',').filter_map(|field| field.split_once('=')) {
                let told = refusal["errors"][field].as_array().into_iter().flatten();
                assert!(told.into_iter().any(|told| told == message), "{case}: {field}: {answer:?}");
            }
        });
    }
    let echo = always(400, &json!({}), r#"{"detail":"the key cc_CANARY_7f3a9d is not known"}"#);
    told(&echo, "a key", &request, |answer| {
        assert!(answer.message().contains("is not known"), "{answer:?}");
    });
}

fn nothing_but_white_space_follows_an_answer() {
    for (body, status) in [("{}{}", 502), ("{} garbage", 502), ("{}\n", 200), ("{}\0", 502)] {
        told(&always(200, &json!({}), body), body, &READ, |answer| {
            assert_eq!(answer.status, status, "{body:?}");
        });
    }
    assert_eq!(cases("F187").count(), 4);
}

fn what_moves_cursors_is_not_passed_on() {
    told(&scene::steps("F190", None), "", &READ, |answer| assert_eq!(answer.status, 422));
    // In data it is kept, since it is the user's own, but as JSON writes it in letters.
    let body = "{\"caption\":\"a\u{202e}b\u{9b}c\u{2066}d\u{7f}e\\u001b[2J\"}";
    told(&always(200, &json!({}), body), "data", &READ, |answer| {
        assert_eq!(answer.json(), body.parse::<Value>().unwrap(), "{answer:?}");
    });
    // A list that is nearly too large as it is must not become too large by that.
    let long = json!({"caption": "\u{202e}".repeat(32_000)}).to_string();
    told(&always(200, &json!({}), &long), "much of it", &READ, |answer| {
        assert!(answer.is_success() && answer.body.contains("gateway_notice"), "{}", answer.status);
    });
    for header in ["x-request-id", "content-type", "retry-after"] {
        let steps = always(400, &json!({header: "a\u{202e}\u{9b}b"}), "{}");
        told(&steps, header, &READ, |answer| assert_eq!(answer.status, 422, "{header}"));
    }
}
