//! Which statuses are tried again, for which operations, and after which waits.

use cc_api::ErrorKind;
use cc_api::catalogue::Method;
use cc_faults::case::Ran;
use cc_faults::list::Op;
use cc_faults::operations::Sample;
use cc_faults::scene;
use serde_json::json;

crate::bound::faults! {
    F070 => Alone,
    F071 => Alone,
    F073 => Alone,
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
